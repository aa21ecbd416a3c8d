package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.ReadableLine;
import org.jspecify.annotations.Nullable;

/** Which task of a cron run is open, and which ones failed. */
final class MoodleTasks {
  private static final byte[] CANCELLED = Ascii.bytes("Cancelling task.");
  private static final byte[] CLASS_END = Ascii.bytes("),");
  private static final byte[] COMMA = Ascii.bytes(",");

  private final Findings findings;
  private @Nullable OpenTask open;
  private @Nullable OpenTask closed;
  private boolean any;

  MoodleTasks(Findings findings) {
    this.findings = findings;
  }

  MoodleTasks(MoodleTasks other, Findings findings) {
    this.findings = findings;
    open = other.open;
    closed = other.closed;
    any = other.any;
  }

  /** The task that has begun and not ended. */
  @Nullable OpenTask open() {
    return open;
  }

  /** Whether any task has begun, as far as the output tells. */
  boolean any() {
    return any;
  }

  /** A line that begins a task while none is open; the bytes are what follows its colon. */
  void begin(MoodleLine line, byte[] b, int from, int to) {
    open = OpenTask.of(b, from, to, line == MoodleLine.EXECUTE_ADHOC);
    any = true;
  }

  /** A line {@code Ran N adhoc tasks}. */
  void ran(byte[] b, int from, int to) {
    any |= from < to && b[from] >= '1' && b[from] <= '9';
  }

  /** Whether the line begins the very task that is open: within one process that can't be. */
  boolean beginsAgain(MoodleLine line, byte[] b, int from, int to) {
    return open != null
        && line == (open.adhoc() ? MoodleLine.EXECUTE_ADHOC : MoodleLine.EXECUTE_SCHEDULED)
        && open.isNamed(b, from, to);
  }

  /** A line while this task is open: only its own end counts, the rest it may have printed. */
  void inside(OpenTask task, MoodleLine line, byte[] b, int from, int to) {
    switch (line) {
      case SCHEDULED_COMPLETE, ADHOC_COMPLETE -> {
        if (task.adhoc() == (line == MoodleLine.ADHOC_COMPLETE) && task.isNamed(b, from, to)) {
          close(task);
        }
      }
      case SCHEDULED_FAILED, ADHOC_FAILED -> {
        int message =
            task.adhoc() == (line == MoodleLine.ADHOC_FAILED) ? task.message(b, from, to) : -1;
        if (message >= 0) {
          addFailed(task.readable(), b, message, to);
          close(task);
        }
      }
      case USER -> {
        if (task.adhoc() && Ascii.endsWith(b, from, Ascii.trimmed(b, from, to), CANCELLED)) {
          close(task);
        }
      }
      default -> {}
    }
  }

  private void close(OpenTask task) {
    open = null;
    closed = task;
  }

  /**
   * A task is said to have failed while none is open: it was complete, and then the database was
   * gone when that should be noted; or its beginning was swallowed.
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
