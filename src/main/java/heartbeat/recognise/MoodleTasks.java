package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.ReadableLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tasks of a cron run are open, and which ones failed. */
final class MoodleTasks {
  private static final byte[] CANCELLED = Ascii.bytes(". Cancelling task.");
  private static final byte[] CLASS_END = Ascii.bytes("),");
  private static final byte[] COMMA = Ascii.bytes(",");

  private final Findings findings;

  /** Most often one; more only where several crons write into one pipe. */
  private final List<OpenTask> open = new ArrayList<>(1);

  private @Nullable OpenTask closed;
  private boolean any;

  MoodleTasks(Findings findings) {
    this.findings = findings;
  }

  MoodleTasks(MoodleTasks other, Findings findings) {
    this.findings = findings;
    open.addAll(other.open);
    closed = other.closed;
    any = other.any;
  }

  /** The task that has begun last of those that have not ended. */
  @Nullable OpenTask open() {
    return open.isEmpty() ? null : open.getLast();
  }

  /** How many tasks have begun and not ended. */
  int opened() {
    return open.size();
  }

  /** Whether any task has begun, as far as the output tells. */
  boolean any() {
    return any;
  }

  /** A line that begins a task while none is open; the bytes are what follows its colon. */
  void begin(MoodleLine line, byte[] b, int from, int to) {
    open.add(OpenTask.of(b, from, to, line == MoodleLine.EXECUTE_ADHOC));
    any = true;
  }

  /** A line {@code Ran N adhoc tasks}. */
  void ran(byte[] b, int from, int to) {
    any |= from < to && b[from] >= '1' && b[from] <= '9';
  }

  /** Whether the line begins the very task that is open: within one process that can't be. */
  boolean beginsAgain(MoodleLine line, byte[] b, int from, int to) {
    OpenTask task = open();
    return task != null
        && line == (task.adhoc() ? MoodleLine.EXECUTE_ADHOC : MoodleLine.EXECUTE_SCHEDULED)
        && task.isNamed(b, from, to);
  }

  /**
   * Closes the task that this line ends; false for any other line, which a task may have printed.
   */
  boolean ends(MoodleLine line, byte[] b, int from, int to) {
    switch (line) {
      case SCHEDULED_COMPLETE, ADHOC_COMPLETE, SCHEDULED_FAILED, ADHOC_FAILED, USER -> {
        for (int i = open.size() - 1; i >= 0; i--) {
          if (ends(open.get(i), line, b, from, to)) {
            closed = open.remove(i);
            return true;
          }
        }
      }
      default -> {}
    }
    return false;
  }

  private boolean ends(OpenTask task, MoodleLine line, byte[] b, int from, int to) {
    return switch (line) {
      case SCHEDULED_COMPLETE, ADHOC_COMPLETE ->
          task.adhoc() == (line == MoodleLine.ADHOC_COMPLETE) && task.isNamed(b, from, to);
      case SCHEDULED_FAILED, ADHOC_FAILED -> {
        int message =
            task.adhoc() == (line == MoodleLine.ADHOC_FAILED) ? task.message(b, from, to) : -1;
        if (message >= 0) {
          addFailed(task.readable(), b, message, to);
        }
        yield message >= 0;
      }
      case USER -> task.adhoc() && cancels(task, b, from, Ascii.trimmed(b, from, to));
      default -> false;
    };
  }

  private boolean cancels(OpenTask task, byte[] b, int from, int to) {
    return Ascii.endsWith(b, from, to, CANCELLED)
        && (open.size() == 1 || task.nameEnds(b, from, to - CANCELLED.length));
  }

  /**
   * A line says that a task has failed, and none is open: the task completed, and then the database
   * was gone; or the output lacks its beginning.
   */
  void failedLate(MoodleLine line, byte[] b, int from, int to) {
    any = true;
    int message = closed == null ? -1 : closed.message(b, from, to);
    if (message < 0) {
      boolean named = line == MoodleLine.SCHEDULED_FAILED;
      int end = Ascii.indexOf(b, from, to, named ? CLASS_END : COMMA);
      message = end < 0 ? to + 1 : end + (named ? CLASS_END.length : COMMA.length);
    }
    addFailed(ReadableLine.of(b, from, message - 1), b, Math.min(message, to), to);
  }

  private void addFailed(String task, byte[] b, int message, int to) {
    findings.add(new Finding(Finding.TASK_FAILED, task, ReadableLine.of(b, message, to)));
  }
}
