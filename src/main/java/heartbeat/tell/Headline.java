package heartbeat.tell;

import heartbeat.model.Human;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Signals;
import heartbeat.run.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in one sentence and in a few words. From the log they quote only the names of
 * tasks and, in the few words, the line that tells most.
 */
final class Headline {
  private static final int TASKS_NAMED = 5;

  private Headline() {}

  /** One plain sentence. */
  static String sentence(RunReport t) {
    String job = "Job " + t.clean(t.job().name().value());
    return switch (t.verdict()) {
      case Verdict.Success success -> job + " completed.";
      case Verdict.Warning warning -> job + " completed, but " + complaint(t, warning) + ".";
      case Verdict.Failure failure -> job + " " + failed(t, failure) + ".";
      case Verdict.Skipped skipped -> job + " did not run: " + skip(skipped.why()) + ".";
    };
  }

  /** A few words for a subject. */
  static String brief(RunReport t) {
    return switch (t.verdict()) {
      case Verdict.Success success -> "completed";
      case Verdict.Warning warning ->
          Objects.requireNonNullElseGet(plugin(t), () -> quoting(t, complaint(t, warning)));
      case Verdict.Failure failure ->
          Objects.requireNonNullElseGet(plugin(t), () -> quoting(t, briefly(t, failure)));
      case Verdict.Skipped skipped -> skip(skipped.why());
    };
  }

  /** Adds the line that tells most: a phone's preview shows no more than the subject. */
  private static String quoting(RunReport t, String words) {
    String quote = t.tasks().size() > 1 ? "" : Quote.of(t).brief();
    return quote.isEmpty() || words.contains(quote) ? words : words + ": " + quote;
  }

  /** A plugin's status line without its performance data; null when no plugin wrote the output. */
  private static @Nullable String plugin(RunReport t) {
    String reason = t.verdict().reason();
    boolean told = Finding.FAILURE_MARKER.equals(reason) || Finding.WARNING_MARKER.equals(reason);
    String line = told && t.isPlugin() ? Quote.of(t).says() : null;
    return line == null ? null : line.substring(0, (line + "|").indexOf('|')).strip();
  }

  private static String complaint(RunReport t, Verdict.Warning warning) {
    return switch (warning.reason()) {
      case "task-failed" -> failedTasks(t);
      case "warning-marker" ->
          t.isPlugin() ? "reports a warning" : "its output has a line that means a warning";
      case "ended-while-idle" -> "it ended while it was waiting for more tasks";
      default -> "with a finding: " + t.clean(warning.reason());
    };
  }

  private static String failedTasks(RunReport t) {
    List<String> tasks = t.tasks();
    if (tasks.isEmpty()) {
      return "a task in it failed";
    }
    if (tasks.size() == 1) {
      return "task " + t.taskName(tasks.getFirst()) + " failed";
    }
    StringBuilder named = new StringBuilder().append(tasks.size()).append(" tasks failed: ");
    for (int i = 0; i < Math.min(tasks.size(), TASKS_NAMED); i++) {
      named.append(i == 0 ? "" : "; ").append(t.taskName(tasks.get(i)));
    }
    return named.append(tasks.size() > TASKS_NAMED ? "; …" : "").toString();
  }

  private static String failed(RunReport t, Verdict.Failure failure) {
    String elapsed = Human.duration(t.elapsed());
    return switch (failure.why()) {
      case NO_OUTPUT ->
          t.exitStatus() < 0
              ? "wrote nothing at all, so it most likely never began"
              : "wrote nothing at all, and ended with exit status " + t.exitStatus();
      case MARKER_MISSING ->
          t.writtenStatus() < 0
              ? "ended without saying that it completed"
              : "ended with exit status " + t.writtenStatus();
      case DIED_IN_TASK -> "died in task " + openTask(t) + ": its output stops there";
      case FAILED_BEFORE_START -> "gave up before it could start its work";
      case FAILURE_MARKER -> t.isPlugin() ? "reports a problem" : "wrote a line that means failure";
      case EXIT_STATUS ->
          t.exitStatus() < 0
              ? "reported a status that means failure"
              : "ended with exit status " + t.exitStatus();
      case SIGNAL -> "was killed" + bySignal(t);
      case TIME_LIMIT ->
          t.isHanging()
              ? "is still running after " + elapsed + inTask(t)
              : "ran for " + elapsed + ", longer than it may" + inTask(t);
      case SILENCE ->
          t.isHanging()
              ? "is still running, but has written nothing for "
                  + Human.duration(t.silence())
                  + inTask(t)
              : "was silent for longer than it may" + inTask(t);
      case NOT_STARTED -> "could not be started" + why(t);
      case TOO_FAST -> "ended after only " + elapsed + ", too fast to have done its work";
      case TASK_FAILED -> "completed, but " + failedTasks(t);
      case INTERRUPTED ->
          "was still going when heartbeat itself was told to end"
              + bySignal(t)
              + ", so nobody knows how it ended";
    };
  }

  private static String briefly(RunReport t, Verdict.Failure failure) {
    String elapsed = Human.duration(t.elapsed());
    return switch (failure.why()) {
      case NO_OUTPUT -> "no output";
      case MARKER_MISSING ->
          t.writtenStatus() < 0
              ? "ended without its success marker"
              : "exit status " + t.writtenStatus();
      case DIED_IN_TASK -> "died in task " + openTask(t);
      case FAILED_BEFORE_START -> "gave up before it started";
      case FAILURE_MARKER -> t.isPlugin() ? "reports a problem" : "failure marker in the output";
      case EXIT_STATUS ->
          t.exitStatus() < 0 ? "reports a failure" : "exit status " + t.exitStatus();
      case SIGNAL -> "killed" + bySignal(t);
      case TIME_LIMIT ->
          (t.isHanging() ? "still running after " : "over its time limit: ") + elapsed + inTask(t);
      case SILENCE ->
          t.isHanging() ? "hangs, silent for " + Human.duration(t.silence()) + inTask(t) : "silent";
      case NOT_STARTED -> "could not be started";
      case TOO_FAST -> "too fast: " + elapsed;
      case TASK_FAILED -> failedTasks(t);
      case INTERRUPTED -> "heartbeat was interrupted";
    };
  }

  private static String openTask(RunReport t) {
    return t.openTask() == null ? "(not named)" : t.taskName(t.openTask());
  }

  private static String why(RunReport t) {
    Capture capture = t.capture();
    return capture != null && capture.ending() instanceof Ending.NotStarted notStarted
        ? ": " + t.clean(notStarted.why())
        : "";
  }

  private static String inTask(RunReport t) {
    return t.openTask() == null ? "" : ", in task " + t.taskName(t.openTask());
  }

  private static String bySignal(RunReport t) {
    if (t.capture() == null) {
      return "";
    }
    return switch (t.capture().ending()) {
      case Ending.Signalled by -> " by " + Signals.named(by.signal());
      case Ending.Interrupted by -> " by " + Signals.named(by.signal());
      case Ending.Eof eof -> "";
      case Ending.Exited exited -> "";
      case Ending.TimedOut timedOut -> "";
      case Ending.NotStarted notStarted -> "";
    };
  }

  private static String skip(String why) {
    return switch (why) {
      case "maintenance" -> "the site is in maintenance mode";
      case "cron-disabled" -> "cron is disabled in the site's settings";
      case "upgrade-pending" -> "the site waits for an upgrade";
      case "upgrade-running" -> "the site is being upgraded";
      case "already-running" -> "an earlier run is still going";
      default -> why;
    };
  }
}
