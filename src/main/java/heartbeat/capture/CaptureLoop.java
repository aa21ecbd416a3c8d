package heartbeat.capture;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads to the end of the input, whatever happens. This is what keeps the job alive: when the
 * reader of its pipe goes away the job dies, when the reader stalls the job stalls. So nothing here
 * waits for anything but the input (and, within the bounds of {@link AsyncWriter}, for the log).
 */
final class CaptureLoop {
  private static final int SMALL = 8 * 1024;
  private static final int LARGE = 64 * 1024;
  private static final long RETRY_MILLIS = 20;

  private final ObservedOutput output;
  private final Notes notes;
  private final byte[] reserve = new byte[SMALL];
  private volatile boolean stop;
  private volatile boolean waiting;
  private volatile long reads;

  CaptureLoop(ObservedOutput output, Notes notes) {
    this.output = output;
    this.notes = notes;
  }

  /** Reads this to its end, on the calling thread. */
  void read(InputStream in) {
    try {
      readToEnd(in);
    } catch (RuntimeException | Error broken) {
      drain(in, broken);
    }
  }

  /** Ends the loop after the read that is going on. */
  void stop() {
    stop = true;
  }

  /** How many reads have returned, while the thread is waiting in another one; else -1. */
  long waitingInRead() {
    return waiting ? reads : -1;
  }

  private void readToEnd(InputStream in) {
    byte[] buffer = reserve;
    while (!stop) {
      int n = read(in, buffer);
      if (n < 0 || (n > 0 && !output.accept(buffer, n))) {
        return;
      }
      if (n == buffer.length && n < LARGE) {
        buffer = larger(buffer);
      }
    }
  }

  private static byte[] larger(byte[] buffer) {
    try {
      return new byte[LARGE];
    } catch (OutOfMemoryError noMemory) {
      return buffer;
    }
  }

  /** The number of bytes read, -1 at the end; 0 when there was nothing to read, try again. */
  private int read(InputStream in, byte[] buffer) {
    waiting = true;
    try {
      return in.read(buffer, 0, buffer.length);
    } catch (IOException failed) {
      return isTryAgain(failed) && pause() ? 0 : unreadable(failed);
    } finally {
      waiting = false;
      countRead();
    }
  }

  private void countRead() {
    long next = reads + 1;
    reads = next;
  }

  /** EAGAIN: another process that shares the input has made it non-blocking. It has not ended. */
  private static boolean isTryAgain(IOException failed) {
    @Nullable String message = failed.getMessage();
    return message != null && message.contains("temporarily unavailable");
  }

  private static boolean pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int unreadable(IOException failed) {
    String why = "the input could not be read: " + Notes.words(failed);
    notes.add(why);
    output.fault(why);
    return -1;
  }

  /** The last resort: reads and forgets, so that the job can go on writing. */
  private void drain(InputStream in, Throwable why) {
    output.unseen();
    try {
      output.fault(Notes.words(why));
    } catch (RuntimeException | Error worse) {
      // No memory even for a note: draining the pipe is what counts.
    }
    int n = 0;
    while (n >= 0 && !stop) {
      try {
        n = in.read(reserve, 0, reserve.length);
      } catch (IOException failed) {
        n = isTryAgain(failed) && pause() ? 0 : -1;
      } catch (RuntimeException | Error again) {
        n = pause() ? 0 : -1;
      }
    }
  }
}
