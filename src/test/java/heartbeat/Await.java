package heartbeat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread, process or server is about to do, but not for ever. */
public final class Await {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private Await() {}

  /** May throw: then the test fails. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  public static void until(Condition condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen in " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
