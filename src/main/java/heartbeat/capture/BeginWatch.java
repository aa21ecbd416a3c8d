package heartbeat.capture;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a run has begun to work: at the first line that is not that of a run which makes
 * way, or when it has been silent for a second. Most jobs are over within half a second: until then
 * it has not begun, as its start ping would cost as much as all the rest of the run. Knows no clock:
 * whoever asks says how long it has been, in nanoseconds.
 */
final class BeginWatch {
  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SILENT = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private long pause = FIRST_LOOK;
  private long nextLook = FIRST_LOOK;
  private boolean said;

  /** Whether somebody has to look at the output now. */
  boolean isDue(long elapsed) {
    return !said && elapsed >= nextLook;
  }

  /**
   * What was seen at that look.
   *
   * @param lines how many there are
   * @param makesWay whether they are those of a run that makes way
   * @return whether the run has begun, which is true once
   */
  boolean looked(long elapsed, long lines, boolean makesWay) {
    said = lines > 0 ? !makesWay : elapsed >= SILENT;
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    long next = elapsed + pause;
    nextLook = elapsed < SILENT ? Math.min(next, SILENT) : next;
    return said;
  }

  /** In how many nanoseconds somebody has to look at the earliest. */
  long next(long elapsed) {
    return said ? HangWatch.NEVER : Math.max(0, nextLook - elapsed);
  }
}
