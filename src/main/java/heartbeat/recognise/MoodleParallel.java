package heartbeat.recognise;

import heartbeat.run.Observation.Sight;
import heartbeat.run.Reason;

/**
 * Counts the crons that write into one pipe at the same time ({@code a & b & wait}), as no line
 * says which of them wrote it. All have completed when there are as many ends as beginnings. If a
 * line has two meanings, it counts as the one that leaves more undone.
 */
final class MoodleParallel {
  /** One run alone. */
  static final MoodleParallel NONE = new MoodleParallel();

  /** A bound, for a task that prints server times without end. */
  private static final int MAX = 64;

  private int atWork;

  /** How many crons are between two rounds. */
  private int idle;

  /** How many were between two rounds when another one began: they may have ended there. */
  private int idleBefore;

  /** Markers whose round is not complete yet: one more line must come. */
  private int marks;

  private boolean crashed;

  private MoodleParallel() {}

  MoodleParallel copy() {
    if (!any()) {
      return NONE;
    }
    MoodleParallel copy = new MoodleParallel();
    copy.atWork = atWork;
    copy.idle = idle;
    copy.idleBefore = idleBefore;
    copy.marks = marks;
    copy.crashed = crashed;
    return copy;
  }

  /** Whether there is, or was, more than one. */
  boolean any() {
    return this != NONE;
  }

  /** How many tasks can be open at once. */
  int atOnce() {
    return any() ? atWork + idle + idleBefore : 1;
  }

  /**
   * Another cron has begun beside the first, which is idle, or has printed its marker, or works.
   */
  MoodleParallel joined(boolean firstIsIdle, boolean firstIsMarked) {
    if (any()) {
      atWork = Math.min(atWork + 1, MAX);
      return this;
    }
    MoodleParallel two = new MoodleParallel();
    two.atWork = firstIsIdle ? 1 : 2;
    two.idleBefore = firstIsIdle ? 1 : 0;
    two.marks = firstIsMarked ? 1 : 0;
    return two;
  }

  /** One of them works: it may be one that was idle. */
  void working() {
    if (idle > 0) {
      idle--;
      atWork++;
    } else if (atWork == 0 && idleBefore > 0) {
      idleBefore--;
      atWork++;
    }
  }

  void marked() {
    if (any()) {
      working();
      marks = Math.min(marks + 1, atOnce());
    }
  }

  /** The round of one of them is complete. */
  void completed(boolean continuing) {
    if (marks == 0) {
      return;
    }
    marks--;
    if (atWork > 0) {
      atWork--;
    } else if (idle > 0) {
      idle--;
    } else {
      idleBefore--;
    }
    if (continuing) {
      idle++;
    }
  }

  void crashed() {
    crashed = true;
  }

  boolean allDone() {
    return !crashed && atOnce() == 0;
  }

  boolean someIdle() {
    return any() && !crashed && atWork == 0 && idle + idleBefore > 0;
  }

  /** What the output says when no task is open. */
  Sight sight() {
    return crashed || atWork > 0 ? new Sight.Failed(Reason.MARKER_MISSING) : new Sight.Completed();
  }
}
