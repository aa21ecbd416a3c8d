package heartbeat.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request. Its size, its time and the memory of all bodies together are limited. */
final class RequestBody {
  /** A larger body is refused. */
  private static final int LARGEST_BODY = 10 << 20;

  /** How much of a refused body is read, so that its client sees the answer. */
  private static final long MOST_FORGOTTEN = 64L << 20;

  private final Request request;
  private final Duration slowestBody;
  private final BodyMemory room;
  private boolean seen;
  private int taken;

  RequestBody(Request request, Duration slowestBody, BodyMemory room) {
    this.request = request;
    this.slowestBody = slowestBody;
    this.room = room;
  }

  /** Whether the body was read to its end, or need not be. */
  boolean isSeen() {
    return seen || request.getLength() == 0;
  }

  /**
   * The first {@code keep} bytes; the rest is read and dropped. Throws Rejected when the body is
   * far too large, too slow or cut off.
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
    // The stream stays open: closing it would end the connection before the client has read a
    // refusal.
    InputStream in = Content.Source.asInputStream(request);
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        kept.write(buffer, 0, Math.min(n, keep - kept.size()));
        if (total > LARGEST_BODY) {
          throw new Rejected(413, "body too large");
        }
        if (System.nanoTime() > end) {
          seen = true; // the body may never end
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

  /** Reads the rest of the body, up to limits of size and time, and drops it. */
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

  /** Releases the memory that was reserved for the body. */
  void done() {
    room.give(taken);
    taken = 0;
  }
}
