package heartbeat.capture;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts processes one at a time. Each start opens pipes for a moment; a thread that holds the lock
 * knows that a pipe which is new is its own.
 */
public final class ProcessStart {
  /** Held by whoever starts a process or opens a pipe. */
  static final ReentrantLock LOCK = new ReentrantLock();

  private ProcessStart() {}

  /** Starts it. Throws IOException when it can't be started. */
  public static Process of(ProcessBuilder builder) throws IOException {
    LOCK.lock();
    try {
      return builder.start();
    } finally {
      LOCK.unlock();
    }
  }
}
