package heartbeat.capture;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a run has begun to work: at the first line that no run writes which only says why it
 * does not run, or after a second of silence. Not within the first half second: most jobs are over
 * by then, and their start ping need not cost a process of its own. Knows no clock: the caller
 * passes the elapsed time, in nanoseconds.
 */
final class BeginWatch {
  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SILENT = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private long pause = FIRST_LOOK;
  private long nextLook = FIRST_LOOK;
  private boolean said;

  /** Whether the caller must look at the output now. */
  boolean isDue(long elapsed) {
    return !said && elapsed >= nextLook;
  }

  /**
   * Decides by what the caller has seen.
   *
   * @param lines how many there are
   * @param makesWay whether they are those of a run that was told not to do its work
   * @return whether the run has begun; true only once
   */
  boolean looked(long elapsed, long lines, boolean makesWay) {
    said = lines > 0 ? !makesWay : elapsed >= SILENT;
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    long next = elapsed + pause;
    nextLook = elapsed < SILENT ? Math.min(next, SILENT) : next;
    return said;
  }

  /** In how many nanoseconds the caller must look next, at the earliest. */
  long next(long elapsed) {
    return said ? HangWatch.NEVER : Math.max(0, nextLook - elapsed);
  }
}
