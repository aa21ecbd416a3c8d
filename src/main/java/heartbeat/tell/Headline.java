package heartbeat.tell;

import heartbeat.model.Human;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Observation;
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
  static String sentence(RunReport report) {
    String job = "Job " + report.clean(report.job().name().value());
    return switch (report.verdict()) {
      case Verdict.Success success -> job + " completed.";
      case Verdict.Warning warning -> job + " completed, but " + complaint(report, warning) + ".";
      case Verdict.Failure failure -> job + " " + failed(report, failure) + ".";
      case Verdict.Skipped skipped -> job + " did not run: " + skip(skipped.why()) + ".";
    };
  }

  /** A few words for a subject. */
  static String brief(RunReport report) {
    return switch (report.verdict()) {
      case Verdict.Success success -> "completed";
      case Verdict.Warning warning ->
          Objects.requireNonNullElseGet(
              plugin(report), () -> quoting(report, complaint(report, warning)));
      case Verdict.Failure failure ->
          Objects.requireNonNullElseGet(
              plugin(report), () -> quoting(report, briefly(report, failure)));
      case Verdict.Skipped skipped -> skip(skipped.why());
    };
  }

  /** Adds the line that tells most: a phone's preview shows no more than the subject. */
  private static String quoting(RunReport report, String words) {
    String quote = report.tasks().size() > 1 ? "" : Quote.of(report).brief();
    return quote.isEmpty() || words.contains(quote) ? words : words + ": " + quote;
  }

  /** A plugin's status line without its performance data; null when no plugin wrote the output. */
  private static @Nullable String plugin(RunReport report) {
    String reason = report.verdict().reason();
    boolean told = Finding.FAILURE_MARKER.equals(reason) || Finding.WARNING_MARKER.equals(reason);
    String line = told && report.isPlugin() ? Quote.of(report).says() : null;
    return line == null ? null : line.substring(0, (line + "|").indexOf('|')).strip();
  }

  private static String complaint(RunReport report, Verdict.Warning warning) {
    return switch (warning.reason()) {
      case Finding.TASK_FAILED -> failedTasks(report);
      case Finding.WARNING_MARKER ->
          report.isPlugin() ? "reports a warning" : "its output has a line that means a warning";
      case Finding.ENDED_WHILE_IDLE -> "it ended while it was waiting for more tasks";
      default -> "with a finding: " + report.clean(warning.reason());
    };
  }

  private static String failedTasks(RunReport report) {
    List<String> tasks = report.tasks();
    if (tasks.isEmpty()) {
      return "a task in it failed";
    }
    if (tasks.size() == 1) {
      return "task " + report.taskName(tasks.getFirst()) + " failed";
    }
    StringBuilder named = new StringBuilder().append(tasks.size()).append(" tasks failed: ");
    for (int i = 0; i < Math.min(tasks.size(), TASKS_NAMED); i++) {
      named.append(i == 0 ? "" : "; ").append(report.taskName(tasks.get(i)));
    }
    return named.append(tasks.size() > TASKS_NAMED ? "; …" : "").toString();
  }

  private static String failed(RunReport report, Verdict.Failure failure) {
    String elapsed = Human.duration(report.elapsed());
    return switch (failure.why()) {
      case NO_OUTPUT ->
          report.exitStatus() < 0
              ? "wrote nothing at all, so it most likely never began"
              : "wrote nothing at all, and ended with exit status " + report.exitStatus();
      case MARKER_MISSING ->
          report.writtenStatus() < 0
              ? "ended without saying that it completed"
              : "ended with exit status " + report.writtenStatus();
      case DIED_IN_TASK -> "died in task " + openTask(report) + ": its output stops there";
      case FAILED_BEFORE_START -> "gave up before it could start its work";
      case FAILURE_MARKER ->
          report.isPlugin() ? "reports a problem" : "wrote a line that means failure";
      case EXIT_STATUS ->
          report.exitStatus() < 0
              ? "reported a status that means failure"
              : "ended with exit status " + report.exitStatus();
      case SIGNAL -> "was killed" + bySignal(report);
      case TIME_LIMIT ->
          report.isHanging()
              ? "is still running after " + elapsed + inTask(report)
              : "ran for " + elapsed + ", longer than it may" + inTask(report);
      case SILENCE ->
          report.isHanging()
              ? "is still running, but has written nothing for "
                  + Human.duration(report.silence())
                  + inTask(report)
              : "was silent for longer than it may" + inTask(report);
      case NOT_STARTED -> "could not be started" + why(report);
      case TOO_FAST -> "ended after only " + elapsed + ", too fast to have done its work";
      case TASK_FAILED -> "completed, but " + failedTasks(report);
      case INTERRUPTED ->
          "was still going when heartbeat itself was told to end"
              + bySignal(report)
              + ", so nobody knows how it ended";
    };
  }

  private static String briefly(RunReport report, Verdict.Failure failure) {
    String elapsed = Human.duration(report.elapsed());
    return switch (failure.why()) {
      case NO_OUTPUT -> "no output";
      case MARKER_MISSING ->
          report.writtenStatus() < 0
              ? "ended without its success marker"
              : "exit status " + report.writtenStatus();
      case DIED_IN_TASK -> "died in task " + openTask(report);
      case FAILED_BEFORE_START -> "gave up before it started";
      case FAILURE_MARKER ->
          report.isPlugin() ? "reports a problem" : "failure marker in the output";
      case EXIT_STATUS ->
          report.exitStatus() < 0 ? "reports a failure" : "exit status " + report.exitStatus();
      case SIGNAL -> "killed" + bySignal(report);
      case TIME_LIMIT ->
          (report.isHanging() ? "still running after " : "over its time limit: ")
              + elapsed
              + inTask(report);
      case SILENCE ->
          report.isHanging()
              ? "hangs, silent for " + Human.duration(report.silence()) + inTask(report)
              : "silent";
      case NOT_STARTED -> "could not be started";
      case TOO_FAST -> "too fast: " + elapsed;
      case TASK_FAILED -> failedTasks(report);
      case INTERRUPTED -> "heartbeat was interrupted";
    };
  }

  private static String openTask(RunReport report) {
    return report.openTask() == null ? "(not named)" : report.taskName(report.openTask());
  }

  private static String why(RunReport report) {
    Capture capture = report.capture();
    return capture != null && capture.ending() instanceof Ending.NotStarted notStarted
        ? ": " + report.clean(notStarted.why())
        : "";
  }

  private static String inTask(RunReport report) {
    return report.openTask() == null ? "" : ", in task " + report.taskName(report.openTask());
  }

  private static String bySignal(RunReport report) {
    if (report.capture() == null) {
      return "";
    }
    return switch (report.capture().ending()) {
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
      case Observation.MAINTENANCE -> "the site is in maintenance mode";
      case Observation.CRON_DISABLED -> "cron is disabled in the site's settings";
      case Observation.UPGRADE_PENDING -> "the site waits for an upgrade";
      case Observation.UPGRADE_RUNNING -> "the site is being upgraded";
      case Observation.ALREADY_RUNNING -> "an earlier run is still going";
      default -> why;
    };
  }
}
