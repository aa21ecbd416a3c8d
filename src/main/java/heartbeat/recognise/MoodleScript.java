package heartbeat.recognise;

import heartbeat.run.Observation.Sight;
import heartbeat.run.Reason;

/**
 * Finds out which of Moodle's scripts prints the output, and whether one without a marker is at its
 * end.
 */
final class MoodleScript {
  /** How many server times came outside of tasks. */
  private int begun;

  /** How many of them were followed by exactly one blank line, as in {@code adhoc_task.php}. */
  private int begunAsAdhoc;

  /** Blank lines since the server time; -1 when the text after them has begun. */
  private int blanks = -1;

  /** A server time was followed by two blank lines, as in {@code cron.php}. */
  private boolean begunAsCron;

  private boolean scheduled;
  private int adhoc;
  private int rans;

  /** The last line that matters is the end of a task, or of all tasks. */
  private boolean atEnd;

  private boolean lastIsRan;
  private boolean lastFailed;

  /** It said that it runs all tasks that wait: one task is not its end. */
  private boolean runsAll;

  private boolean taskException;
  private boolean broken;

  MoodleScript() {}

  MoodleScript(MoodleScript other) {
    begun = other.begun;
    begunAsAdhoc = other.begunAsAdhoc;
    blanks = other.blanks;
    begunAsCron = other.begunAsCron;
    scheduled = other.scheduled;
    adhoc = other.adhoc;
    rans = other.rans;
    atEnd = other.atEnd;
    lastIsRan = other.lastIsRan;
    lastFailed = other.lastFailed;
    runsAll = other.runsAll;
    taskException = other.taskException;
    broken = other.broken;
  }

  void serverTime() {
    begun++;
    blanks = 0;
    atEnd = false;
  }

  void blank() {
    if (blanks >= 0) {
      blanks++;
    }
  }

  /** A line that is not blank; {@code displayed}: PHP puts a blank one in front of it. */
  void text(boolean displayed) {
    if (blanks >= 0) {
      int own = displayed ? blanks - 1 : blanks;
      begunAsAdhoc += own == 1 ? 1 : 0;
      begunAsCron |= own > 1;
      blanks = -1;
    }
  }

  /** Whether the script has still to print its first line of text after the server time. */
  boolean awaitsText() {
    return blanks >= 0;
  }

  void taskBegun(boolean isAdhoc) {
    scheduled |= !isAdhoc;
    adhoc += isAdhoc ? 1 : 0;
    atEnd = false;
    lastIsRan = false;
  }

  void taskEnded(boolean failed) {
    atEnd = true;
    lastFailed = failed;
    lastIsRan = false;
  }

  /** A line {@code Ran N adhoc tasks found at}, or that others run them; whole or cut off. */
  void ran(boolean whole) {
    rans += whole ? 1 : 0;
    atEnd = whole;
    lastIsRan = whole;
    lastFailed = false;
  }

  /** The output stops within a line. After a failed task that is how its exception may end. */
  void cutOff() {
    atEnd &= lastFailed;
  }

  /** A line after which more must come. */
  void unfinished() {
    runsAll = true;
    atEnd = false;
    lastIsRan = false;
  }

  /** What Totara's {@code schedule_task.php} prints before it ends with status 1. */
  void taskException() {
    taskException = true;
  }

  /** PHP, or a shutdown handler, reports an abnormal end. */
  void broken() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  boolean hasRun() {
    return rans > 0;
  }

  private int adhocBeginnings() {
    return begunAsAdhoc + (blanks == 1 ? 1 : 0);
  }

  /** Whether only {@code adhoc_task.php} prints this. */
  boolean isAdhoc() {
    return begun > 0 && adhocBeginnings() == begun && !scheduled;
  }

  private boolean isScheduled() {
    return begun == 0 && scheduled && adhoc == 0 && rans == 0;
  }

  /** Whether it is a script without a marker, and at its end. */
  boolean completed() {
    if (broken || taskException || !atEnd) {
      return false;
    }
    if (isScheduled()) {
      return !runsAll;
    }
    if (!isAdhoc()) {
      return false;
    }
    return lastIsRan ? rans >= begun : begun == 1 && adhoc == 1 && !runsAll;
  }

  /** What the output says when no task is open. */
  Sight sight(boolean markers) {
    if (markers || broken) {
      return new Sight.Failed(Reason.MARKER_MISSING);
    }
    if (taskException && isScheduled()) {
      return new Sight.Failed(Reason.TASK_FAILED);
    }
    if (completed()) {
      return new Sight.Completed();
    }
    boolean other = isAdhoc() || (atEnd && !isCron());
    return other ? new Sight.Unjudged() : new Sight.Failed(Reason.MARKER_MISSING);
  }

  /** Whether only {@code cron.php} prints this. */
  private boolean isCron() {
    return begun > 0 && (scheduled || begunAsCron || blanks > 1);
  }
}
