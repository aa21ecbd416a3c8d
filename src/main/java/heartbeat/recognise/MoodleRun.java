package heartbeat.recognise;

import heartbeat.run.Findings;
import heartbeat.run.Observation;
import heartbeat.run.Observation.Sight;
import heartbeat.run.ReadableLine;
import heartbeat.run.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script of Moodle or Totara, by the lines that mean something; or several that write
 * into one pipe at the same time.
 *
 * <p>Which script it is, the output tells: {@code cron.php} begins with the server time and two
 * blank lines, and ends with a marker and a line after it; {@code adhoc_task.php} begins with the
 * server time and one blank line, and ends with {@code Ran N adhoc tasks} or its one task; {@code
 * scheduled_task.php} prints nothing but its task; {@code automated_backups.php} has a marker of
 * its own. Where it could be either, it is judged as {@code cron.php} is, unless its exit status or
 * a marker of the job is known.
 */
final class MoodleRun {
  private enum Phase {
    BEFORE,
    /** It said why it would not run, or could not. */
    STOPPED,
    RUNNING,
    /** Between two rounds. */
    IDLE,
    DONE
  }

  /** Another cron's lines may come between its server time and the blank line after that. */
  private static final int BLANK_WITHIN = 3;

  private static final byte[] HEADING = Ascii.bytes("== ");
  private static final byte[] HEADING_END = Ascii.bytes(" ==");
  private static final byte[] OTHERS_RUN_ADHOC =
      Ascii.bytes("adhoc tasks. Concurrency limit reached.");

  private final MoodleTasks tasks;
  private final MoodleScript script;
  private final MoodleNotes notes;
  private MoodleParallel parallel = MoodleParallel.NONE;
  private Phase phase = Phase.BEFORE;
  private Sight whyStopped = new Sight.Nothing();

  /** The marker has come, and the line that completes its round has not. */
  private boolean marked;

  private boolean begun;
  private long markers;
  private MoodleLine last = MoodleLine.OTHER;

  /** Within how many more lines a blank one must follow a server time in a task's output. */
  private int serverTimeInTask;

  MoodleRun(Findings findings) {
    tasks = new MoodleTasks(findings);
    script = new MoodleScript();
    notes = new MoodleNotes();
  }

  MoodleRun(MoodleRun other, Findings findings) {
    tasks = new MoodleTasks(other.tasks, findings);
    script = new MoodleScript(other.script);
    notes = new MoodleNotes(other.notes);
    parallel = other.parallel.copy();
    phase = other.phase;
    whyStopped = other.whyStopped;
    marked = other.marked;
    begun = other.begun;
    markers = other.markers;
    last = other.last;
    serverTimeInTask = other.serverTimeInTask;
  }

  /** How many markers stood outside of tasks. */
  long markers() {
    return markers;
  }

  /** Whether it began to work. */
  boolean begun() {
    return begun;
  }

  /** Whether there was any line that decides something. */
  boolean seen() {
    return phase != Phase.BEFORE;
  }

  /** Whether the run is over, as far as the output shows: later lines belong to another run. */
  boolean over() {
    return phase == Phase.BEFORE || phase == Phase.DONE || phase == Phase.STOPPED;
  }

  @Nullable OpenTask openTask() {
    return tasks.open();
  }

  /** Whether this line can only be the beginning of a run that follows this one. */
  boolean nextRunBegins(MoodleLine line, byte[] b, int from, int to) {
    if (phase == Phase.BEFORE) {
      boolean begins =
          switch (line) {
            case SERVER_TIME -> isServerTime(b, from, to);
            case EXECUTE_SCHEDULED, EXECUTE_ADHOC -> true;
            default -> false;
          };
      return begins && script.isBroken();
    }
    if (tasks.open() != null) {
      return !parallel.any() && tasks.beginsAgain(line, b, from, to);
    }
    return switch (line) {
      case SERVER_TIME -> isServerTime(b, from, to) && (over() || scriptMayHaveEnded());
      case MAINTENANCE, UPGRADE_PENDING, DISABLED, ALREADY_RUNNING -> true;
      case EXCEPTION, FATAL, HTML_FATAL, PHP_FATAL, PARSE, HTML_PARSE, PHP_PARSE, NO_SCRIPT ->
          phase == Phase.DONE || phase == Phase.STOPPED;
      // Of the scripts, scheduled_task.php alone prints no server time.
      case EXECUTE_SCHEDULED -> over() || (scriptMayHaveEnded() && script.isAdhoc());
      case EXECUTE_ADHOC -> phase == Phase.STOPPED;
      default -> false;
    };
  }

  private boolean scriptMayHaveEnded() {
    return phase == Phase.RUNNING && !parallel.any() && script.completed();
  }

  /** While idle cron prints no heading but that it was asked to stop, in the site's language. */
  private static boolean isHeading(byte[] b, int from, int to) {
    return Ascii.startsWith(b, from, to, HEADING)
        && Ascii.endsWith(b, from, Ascii.trimmed(b, from, to), HEADING_END);
  }

  /** As PHP's {@code date('r')} writes it: a weekday and a comma. */
  static boolean isServerTime(byte[] b, int from, int to) {
    return to - from > 3 && b[from + 3] == ',';
  }

  boolean lastIsServerTime() {
    return last == MoodleLine.SERVER_TIME;
  }

  /** A line without text. */
  void blank() {
    if (serverTimeInTask > 0) {
      serverTimeInTask = 0;
      parallel = parallel.joined(phase == Phase.IDLE, marked);
    }
    script.blank();
  }

  /** A line of text; the bytes are what follows its fixed beginning. */
  void line(MoodleLine kind, byte[] b, int from, int to, LineEnd end) {
    MoodleLine line = kind;
    if (phase == Phase.IDLE && line == MoodleLine.OTHER) {
      if (PhpComplaint.isWarning(b, from, to)) {
        return;
      }
      line = isHeading(b, from, to) ? MoodleLine.GRACEFUL : line;
    }
    last = line;
    if (serverTimeInTask > 0) {
      serverTimeInTask--;
    }
    if (script.awaitsText()) {
      script.text(line == MoodleLine.OTHER && PhpComplaint.isDisplayed(b, from, to));
    }
    if (line == MoodleLine.OTHER) {
      if (end == LineEnd.OUTPUT) {
        script.cutOff();
      }
      return;
    }
    if (line == MoodleLine.GRACEFUL) {
      notes.stoppedOnRequest();
      return;
    }
    int open = tasks.opened();
    if (open > 0 && tasks.ends(line, b, from, to)) {
      script.taskEnded(line == MoodleLine.SCHEDULED_FAILED || line == MoodleLine.ADHOC_FAILED);
    } else if (open < parallel.atOnce()) {
      betweenTasks(line, b, from, to);
    } else if (line == MoodleLine.SERVER_TIME) {
      serverTimeInTask = isServerTime(b, from, to) ? BLANK_WITHIN : 0;
    }
  }

  private void betweenTasks(MoodleLine line, byte[] b, int from, int to) {
    switch (line) {
      case SERVER_TIME -> serverTime(b, from, to);
      case EXECUTE_SCHEDULED, EXECUTE_ADHOC -> {
        working();
        parallel.working();
        script.taskBegun(line == MoodleLine.EXECUTE_ADHOC);
        tasks.begin(line, b, from, to);
      }
      case SCHEDULED_FAILED, ADHOC_FAILED -> {
        working();
        tasks.failedLate(line, b, from, to);
        script.taskEnded(true);
      }
      case RAN -> {
        working();
        parallel.working();
        tasks.ran(b, from, to);
        script.ran(MoodleCompletion.isWholeRan(b, from, to));
      }
      case SKIPPING, STOPPING -> leavesWork(line, b, from, to);
      case MARKER, OLD_MARKER, BACKUPS_MARKER -> marker(b, from, to);
      case COMPLETED_AT -> roundCompleted(MoodleCompletion.of(b, from, to));
      case EXECUTION_TOOK -> executionTook(b, from, to);
      case MAINTENANCE -> skipped(Observation.MAINTENANCE);
      case UPGRADE_PENDING -> skipped(Observation.UPGRADE_PENDING);
      case DISABLED -> skipped(Observation.CRON_DISABLED);
      case ALREADY_RUNNING -> skipped(Observation.ALREADY_RUNNING);
      case EXCEPTION -> exception(b, from, to);
      case TASK_EXCEPTION -> script.taskException();
      case LOCK_LEFT, FATAL, HTML_FATAL, PHP_FATAL, PARSE, HTML_PARSE, PHP_PARSE, NO_SCRIPT ->
          script.broken();
      case WAITING -> script.unfinished();
      case SCHEDULED_COMPLETE, ADHOC_COMPLETE, USER, GRACEFUL, OTHER -> {}
    }
  }

  private void serverTime(byte[] b, int from, int to) {
    if (isServerTime(b, from, to)) {
      if (phase == Phase.RUNNING || phase == Phase.IDLE) {
        parallel = parallel.joined(phase == Phase.IDLE, marked);
      }
      working();
      script.serverTime();
    }
  }

  /** It leaves tasks to a later or another run. */
  private void leavesWork(MoodleLine line, byte[] b, int from, int to) {
    working();
    script.unfinished();
    boolean skipped = line == MoodleLine.SKIPPING;
    if (skipped && Ascii.startsWith(b, from, Ascii.trimmed(b, from, to), OTHERS_RUN_ADHOC)) {
      script.ran(true);
    }
    notes.workLeft(
        ReadableLine.of(b, from - line.length(), to), skipped && from < to && b[from] == 's');
  }

  private void marker(byte[] b, int from, int to) {
    if (Ascii.isBlank(b, from, to)) {
      working();
      parallel.marked();
      marked = true;
      markers += tasks.opened() == 0 ? 1 : 0;
    }
  }

  private void executionTook(byte[] b, int from, int to) {
    if (MoodleCompletion.isWholeExecutionTook(b, from, to)) {
      if (parallel.any()) {
        parallelCompleted(false);
      } else if (marked) {
        phase = Phase.DONE;
      }
    }
  }

  /** A line that cron prints only while it works: the round is not complete. */
  private void working() {
    phase = Phase.RUNNING;
    begun = true;
    marked = false;
  }

  /** With a task open, another cron of several may say so; most likely the task printed it. */
  private void skipped(String why) {
    if (tasks.open() == null) {
      stopped(new Sight.Skipped(why));
    }
  }

  private void stopped(Sight why) {
    phase = Phase.STOPPED;
    whyStopped = why;
  }

  /**
   * An uncaught exception. Its text is translated; only that of a running upgrade means that the
   * run was told not to run. Old versions print the server time before they fail to get their lock,
   * so the server time is not yet a start.
   */
  private void exception(byte[] b, int from, int to) {
    boolean started =
        phase == Phase.IDLE || tasks.any() || markers > 0 || parallel.any() || script.hasRun();
    if (!started && MoodleUpgrade.isRunning(b, from, to)) {
      skipped(Observation.UPGRADE_RUNNING);
      return;
    }
    notes.exception(ReadableLine.of(b, from - MoodleLine.EXCEPTION.length(), to));
    if (parallel.any()) {
      parallel.crashed();
    } else {
      stopped(new Sight.Failed(started ? Reason.MARKER_MISSING : Reason.FAILED_BEFORE_START));
    }
  }

  private void roundCompleted(MoodleCompletion how) {
    if (how == MoodleCompletion.OTHER) {
      return;
    }
    if (parallel.any()) {
      parallelCompleted(how == MoodleCompletion.CONTINUING);
    } else if (marked) {
      marked = false;
      phase = how == MoodleCompletion.WHOLE ? Phase.DONE : Phase.IDLE;
    }
  }

  private void parallelCompleted(boolean continuing) {
    parallel.completed(continuing);
    if (parallel.allDone()) {
      phase = Phase.DONE;
    }
  }

  /** What the output says of this run if it ends here. */
  Sight sight() {
    return switch (phase) {
      case BEFORE -> new Sight.Failed(Reason.MARKER_MISSING);
      case STOPPED -> whyStopped;
      case RUNNING -> {
        if (tasks.open() != null) {
          yield new Sight.Failed(Reason.DIED_IN_TASK);
        }
        yield parallel.any() && !script.isAdhoc() ? parallel.sight() : script.sight(markers > 0);
      }
      case IDLE ->
          last == MoodleLine.COMPLETED_AT || last == MoodleLine.GRACEFUL
              ? new Sight.Completed()
              : new Sight.Failed(Reason.MARKER_MISSING);
      case DONE -> new Sight.Completed();
    };
  }

  /** Adds the notes on this run if it ends here. */
  void addNotes(Findings findings) {
    boolean idle = phase == Phase.IDLE && last == MoodleLine.COMPLETED_AT;
    notes.addTo(
        findings,
        sight() instanceof Sight.Completed,
        idle || (phase == Phase.RUNNING && parallel.someIdle()),
        tasks.any());
  }
}
