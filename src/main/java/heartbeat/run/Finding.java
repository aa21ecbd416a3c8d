package heartbeat.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was noticed in a run.
 *
 * @param kind a fixed name: {@code task-failed}, {@code warning-marker}, {@code work-left}, …
 * @param task the task it concerns, as the output names it
 * @param message what the output says, or what it means, for people
 */
public record Finding(String kind, @Nullable String task, String message) {
  /** A task of a run that completed failed. */
  public static final String TASK_FAILED = "task-failed";

  /** A warning marker, or a plugin's WARNING. */
  public static final String WARNING_MARKER = "warning-marker";

  /** A failure marker, or a plugin's CRITICAL or UNKNOWN. */
  public static final String FAILURE_MARKER = "failure-marker";

  /** Cron ended between two rounds: stopped on purpose or killed, nothing tells which. */
  public static final String ENDED_WHILE_IDLE = "ended-while-idle";

  /** The task in which the output stopped. */
  public static final String DIED_IN_TASK = "died-in-task";

  /** Why the command could not be started. */
  public static final String NOT_STARTED = "not-started";

  /** What a script said when it gave up: its line between {@code !!!}. */
  public static final String EXCEPTION = "exception";

  /** A note: cron completed without running a task. */
  public static final String NOTHING_RAN = "nothing-ran";

  /** A note: cron completed and left tasks to a later or another run. */
  public static final String WORK_LEFT = "work-left";

  /** A note: cron was asked to stop, and did so in good order. */
  public static final String STOPPED_ON_REQUEST = "stopped-on-request";

  private static final String NOT_SHOWN = "(not shown: a redact pattern can't be used)";

  /** The output stopped in this task. */
  public static Finding diedIn(String task) {
    return new Finding(DIED_IN_TASK, task, "it had begun and not ended when the output stopped");
  }

  /** The same without anything that the job wrote: only their kinds. */
  static List<Finding> withoutText(List<Finding> findings) {
    return findings.stream().map(one -> new Finding(one.kind(), null, NOT_SHOWN)).toList();
  }

  /** Whether it makes a completed run a warning, when the rules do not say otherwise. */
  public boolean warns() {
    return switch (kind) {
      case TASK_FAILED, WARNING_MARKER, ENDED_WHILE_IDLE -> true;
      default -> false;
    };
  }
}
