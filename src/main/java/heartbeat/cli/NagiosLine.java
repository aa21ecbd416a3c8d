package heartbeat.cli;

import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.Human;
import heartbeat.model.LastWords;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one line that a plugin prints for Nagios, and the exit status that goes with it. */
final class NagiosLine {
  static final int OK = 0;
  static final int WARNING = 1;
  static final int CRITICAL = 2;
  static final int UNKNOWN = 3;

  private static final List<String> WORDS = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");
  private static final int LONGEST_QUOTE = 100;

  private final PrintStream out;
  private final Instant now;

  NagiosLine(PrintStream out, Instant now) {
    this.out = out;
    this.now = now;
  }

  /** Prints it; what follows a bar would be performance data. Returns the exit status. */
  int print(int severity, String text) {
    out.println(WORDS.get(severity) + ": " + text.replace('|', '/'));
    return severity;
  }

  /**
   * Prints how jobs stand.
   *
   * @param problems other troubles, each as bad as a job that failed
   * @param job whose status it is; null for all jobs
   */
  int ofJobs(List<JobStatus> all, List<String> problems, @Nullable String job) {
    if (all.isEmpty() && problems.isEmpty()) {
      return print(UNKNOWN, job == null ? "no job has run yet" : "job " + job + " has not run yet");
    }
    List<String> bad = new ArrayList<>(problems);
    int worst = problems.isEmpty() ? OK : CRITICAL;
    for (JobStatus status : all) {
      worst = worse(status.severity(), worst);
      if (status.severity() != OK) {
        bad.add(status.job() + " " + brief(status));
      }
    }
    return print(worst, bad.isEmpty() ? all.size() + " job(s) well" : String.join("; ", bad));
  }

  /** CRITICAL weighs more than UNKNOWN: what failed must not hide behind what never ran. */
  static int worse(int one, int other) {
    return weight(one) > weight(other) ? one : other;
  }

  private static int weight(int severity) {
    return severity == CRITICAL ? UNKNOWN + 1 : severity;
  }

  private String brief(JobStatus status) {
    RunEntry latest = status.latest();
    RunRecord ended = status.lastEnded();
    String text = status.verdict();
    if (latest instanceof RunEntry.Running && ended != null) {
      text = ended.outcome().verdict();
    }
    String reason = ended == null ? null : ended.outcome().reason();
    String says = ended == null ? null : ended.outcome().says();
    String late = late(status);
    return text
        + (reason == null ? "" : " (" + reason + ")")
        + (says == null ? "" : ": " + LastWords.shortened(says, LONGEST_QUOTE))
        + (late.isEmpty() ? "" : ", " + late)
        + (status.undelivered() > 0 ? ", " + status.undelivered() + " undelivered" : "")
        + (status.state().troubles().pingProblem() == null ? "" : ", pings are refused");
  }

  /** What is late: a run that goes on, or one that has not begun; empty when nothing is. */
  private String late(JobStatus status) {
    if (status.hanging() != null || status.isSlow()) {
      Duration age = Duration.between(status.running().getFirst().started(), now);
      String length = Human.duration(age.truncatedTo(ChronoUnit.SECONDS));
      return status.hanging() == null
          ? "running for " + length
          : "hanging for " + length + " (" + status.hanging() + ")";
    }
    return status.isOverdue() ? "overdue" : "";
  }
}
