package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.Observation;
import heartbeat.run.Observation.Sight;
import heartbeat.run.ReadableLine;
import heartbeat.run.Reason;
import org.jspecify.annotations.Nullable;

/** One run of Moodle's or Totara's cron, by the lines that mean something. */
final class MoodleRun {
  private static final byte[] BEING_UPGRADED = Ascii.bytes("Site is being upgraded");

  private enum Phase {
    BEFORE,
    /** It said why it would not run, or could not. */
    STOPPED,
    RUNNING,
    /** Between two rounds. */
    IDLE,
    DONE
  }

  private final MoodleTasks tasks;
  private Phase phase = Phase.BEFORE;
  private Sight stop = new Sight.Nothing();

  /** A marker stands, and the line that completes its round has yet to come. */
  private boolean marked;

  private boolean begun;
  private long markers;
  private MoodleLine last = MoodleLine.OTHER;
  private boolean graceful;
  private boolean skippedScheduled;
  private @Nullable String left;

  MoodleRun(Findings findings) {
    tasks = new MoodleTasks(findings);
  }

  MoodleRun(MoodleRun other, Findings findings) {
    tasks = new MoodleTasks(other.tasks, findings);
    phase = other.phase;
    stop = other.stop;
    marked = other.marked;
    begun = other.begun;
    markers = other.markers;
    last = other.last;
    graceful = other.graceful;
    skippedScheduled = other.skippedScheduled;
    left = other.left;
  }

  /** How many markers stood outside of tasks. */
  long markers() {
    return markers;
  }

  /** Whether it began to work. */
  boolean begun() {
    return begun;
  }

  @Nullable OpenTask openTask() {
    return tasks.open();
  }

  /** Whether this line can only be the beginning of a run that follows this one. */
  boolean isOver(MoodleLine line, byte[] b, int from, int to) {
    if (phase == Phase.BEFORE) {
      return false;
    }
    if (tasks.open() != null) {
      return tasks.beginsAgain(line, b, from, to);
    }
    return switch (line) {
      case SERVER_TIME -> isServerTime(b, from, to);
      case MAINTENANCE, UPGRADE_PENDING, DISABLED, ALREADY_RUNNING -> true;
      case EXCEPTION -> phase == Phase.DONE || phase == Phase.STOPPED;
      default -> false;
    };
  }

  /** As PHP's {@code date('r')} writes it: a weekday and a comma. */
  static boolean isServerTime(byte[] b, int from, int to) {
    return to - from > 3 && b[from + 3] == ',';
  }

  /** A line of text; the bytes are what follows its fixed beginning. */
  void line(MoodleLine line, byte[] b, int from, int to, LineEnd end) {
    last = line;
    OpenTask open = tasks.open();
    if (line == MoodleLine.GRACEFUL) {
      graceful = true;
    } else if (open != null) {
      tasks.inside(open, line, b, from, to);
    } else {
      betweenTasks(line, b, from, to, end);
    }
  }

  private void betweenTasks(MoodleLine line, byte[] b, int from, int to, LineEnd end) {
    switch (line) {
      case SERVER_TIME -> {
        if (isServerTime(b, from, to)) {
          working();
        }
      }
      case EXECUTE_SCHEDULED, EXECUTE_ADHOC -> {
        working();
        tasks.begin(line, b, from, to);
      }
      case SCHEDULED_FAILED, ADHOC_FAILED -> {
        working();
        tasks.failedLate(line, b, from, to);
      }
      case RAN -> {
        working();
        tasks.ran(b, from, to);
      }
      case SKIPPING, STOPPING -> {
        working();
        skippedScheduled |= line == MoodleLine.SKIPPING && from < to && b[from] == 's';
        left = ReadableLine.of(b, from - line.length(), to);
      }
      case MARKER, OLD_MARKER -> {
        if (Ascii.isBlank(b, from, to)) {
          working();
          marked = true;
          markers++;
        }
      }
      case COMPLETED_AT -> roundCompleted(MoodleCompletion.of(b, from, to), end);
      case EXECUTION_TOOK -> {
        if (marked && MoodleCompletion.isWholeExecutionTook(b, from, to)) {
          phase = Phase.DONE;
        }
      }
      case MAINTENANCE -> stopped(new Sight.Skipped(Observation.MAINTENANCE));
      case UPGRADE_PENDING -> stopped(new Sight.Skipped(Observation.UPGRADE_PENDING));
      case DISABLED -> stopped(new Sight.Skipped(Observation.CRON_DISABLED));
      case ALREADY_RUNNING -> stopped(new Sight.Skipped(Observation.ALREADY_RUNNING));
      case EXCEPTION -> exception(b, from, to);
      case SCHEDULED_COMPLETE, ADHOC_COMPLETE, USER, GRACEFUL, OTHER -> {}
    }
  }

  /** Something that cron prints only while it works: no round is complete. */
  private void working() {
    phase = Phase.RUNNING;
    begun = true;
    marked = false;
  }

  private void stopped(Sight why) {
    phase = Phase.STOPPED;
    stop = why;
  }

  /**
   * An uncaught exception. Its text is translated; the English text of a running upgrade is the
   * only one that is taken for an order not to run. Old versions print the server time before they
   * fail to get their lock, so that is no start yet.
   */
  private void exception(byte[] b, int from, int to) {
    int text = from;
    while (text < to && Ascii.isSpace(b[text])) {
      text++;
    }
    boolean started = phase == Phase.IDLE || tasks.any() || markers > 0;
    if (Ascii.startsWith(b, text, to, BEING_UPGRADED) && !started) {
      stopped(new Sight.Skipped(Observation.UPGRADE_RUNNING));
    } else if (started) {
      stopped(new Sight.Failed(Reason.MARKER_MISSING));
    } else {
      stopped(new Sight.Failed(Reason.FAILED_BEFORE_START));
    }
  }

  private void roundCompleted(MoodleCompletion how, LineEnd end) {
    if (!marked || how == MoodleCompletion.OTHER) {
      return;
    }
    marked = false;
    // Where the output stops without a newline, Continuing may have been about to follow.
    boolean whole = how == MoodleCompletion.WHOLE && (end == LineEnd.NEWLINE || graceful);
    phase = whole ? Phase.DONE : Phase.IDLE;
  }

  /** What the output says of this run, should it end here. */
  Sight sight() {
    return switch (phase) {
      case BEFORE -> new Sight.Failed(Reason.MARKER_MISSING);
      case STOPPED -> stop;
      case RUNNING ->
          new Sight.Failed(tasks.open() == null ? Reason.MARKER_MISSING : Reason.DIED_IN_TASK);
      case IDLE ->
          last == MoodleLine.COMPLETED_AT || last == MoodleLine.GRACEFUL
              ? new Sight.Completed()
              : new Sight.Failed(Reason.MARKER_MISSING);
      case DONE -> new Sight.Completed();
    };
  }

  /** Adds what is to be said of this run, should it end here. */
  void addNotes(Findings findings) {
    if (!(sight() instanceof Sight.Completed)) {
      return;
    }
    if (phase == Phase.IDLE && last == MoodleLine.COMPLETED_AT) {
      findings.add(
          new Finding(
              Finding.ENDED_WHILE_IDLE,
              null,
              "the output ends between two rounds, with no task open: cron was stopped (cron.php"
                  + " --stop, purged caches) or killed, and nothing tells which"));
    }
    if (graceful) {
      findings.add(
          new Finding(
              Finding.STOPPED_ON_REQUEST,
              null,
              "cron was asked to stop, and did so in good order"));
    }
    if (skippedScheduled && !tasks.any()) {
      findings.add(
          new Finding(Finding.NOTHING_RAN, null, "no task was run: concurrency limit reached"));
    } else if (left != null) {
      findings.add(new Finding(Finding.WORK_LEFT, null, left));
    }
  }
}
