package heartbeat.server.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the memory for request bodies, so that many large ones together can't use up the memory of
 * the process. A request that finds no room waits for ten seconds, then gets 503.
 */
public final class BodyMemory {
  private static final int UNIT = 1024;
  private static final int LEAST = 4 << 20;
  private static final long PATIENCE_SECONDS = 10;

  private final Semaphore units;
  private final int all;

  /** Room for this many bytes. */
  BodyMemory(int bytes) {
    all = bytes / UNIT;
    units = new Semaphore(all, true);
  }

  /**
   * A sixteenth of the process's memory, but at least 4 MiB and at most 256 MiB: a body is copied
   * on its way to the database.
   */
  public static BodyMemory usual() {
    return new BodyMemory(
        (int) Math.min(256 << 20, Math.max(LEAST, Runtime.getRuntime().maxMemory() / 16)));
  }

  /**
   * Reserves room for a body; returns the number of units to give back. Throws Rejected when there
   * is no room within ten seconds.
   */
  int take(int bytes) {
    int wanted = Math.min(all, bytes / UNIT + 1);
    try {
      if (units.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return wanted;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Rejected(503, "too many large requests at once, try again");
  }

  void give(int taken) {
    units.release(taken);
  }
}
