package heartbeat.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request: bounded in size, in time, and in the memory of all bodies together. */
final class RequestBody {
  /** A larger body is refused. */
  private static final int LARGEST_BODY = 10 << 20;

  /** So much of a refused body is read for the sake of its sender. */
  private static final long MOST_FORGOTTEN = 64L << 20;

  private final Request request;
  private final Duration slowestBody;
  private final BodyRoom room;
  private boolean seen;
  private int taken;

  RequestBody(Request request, Duration slowestBody, BodyRoom room) {
    this.request = request;
    this.slowestBody = slowestBody;
    this.room = room;
  }

  /** Whether nobody waits for more of it. */
  boolean isSeen() {
    return seen || request.getLength() == 0;
  }

  /**
   * The first bytes of it; the rest is read and forgotten. Throws Rejected when it is far too
   * large, too slow or cut off.
   */
  byte[] read(int keep) {
    if (request.getLength() > LARGEST_BODY) {
      throw new Rejected(413, "body too large");
    }
    if (request.getLength() == 0) {
      seen = true;
      return new byte[0];
    }
    long length = request.getLength() < 0 ? keep : Math.min(keep, request.getLength());
    if (taken == 0) {
      taken = room.take((int) length);
    }
    long end = System.nanoTime() + slowestBody.toNanos();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    long total = 0;
    // It is not closed: that would end the connection before a refusal is read.
    InputStream in = Content.Source.asInputStream(request);
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        kept.write(buffer, 0, Math.min(n, keep - kept.size()));
        if (total > LARGEST_BODY) {
          throw new Rejected(413, "body too large");
        }
        if (System.nanoTime() > end) {
          seen = true; // there may be no end of it
          throw new Rejected(408, "body too slow");
        }
      }
      seen = true;
      return kept.toByteArray();
    } catch (IOException e) {
      seen = true;
      throw new Rejected(408, "body too slow");
    }
  }

  /** Reads what is still to come, within bounds, and keeps nothing of it. */
  void forget() throws IOException {
    long end = System.nanoTime() + slowestBody.toNanos();
    byte[] buffer = new byte[8192];
    long total = 0;
    InputStream in = Content.Source.asInputStream(request);
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
      if (total > MOST_FORGOTTEN || System.nanoTime() > end) {
        break;
      }
    }
  }

  /** What it held of the memory for bodies is free again. */
  void done() {
    room.give(taken);
    taken = 0;
  }
}
