package heartbeat.cli;

import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.Human;
import heartbeat.run.LogCommandLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How jobs stand, for people. */
final class StatusTable {
  /** The column of the values, behind the longest name with two spaces. */
  private static final int DETAILS_AT = "last judged run  ".length();

  private final PrintStream out;
  private final Instant now;

  StatusTable(PrintStream out, Instant now) {
    this.out = out;
    this.now = now;
  }

  /** A row a job, and below it what the job says of its failure. */
  void print(List<JobStatus> all) {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "JOB", "VERDICT", "REASON", "WHEN", "DURATION", "TREND", "NEXT", "UNDELIVERED"
        });
    all.stream()
        .sorted(Comparator.comparing(JobStatus::job))
        .forEach(
            status -> {
              rows.add(row(status));
              RunRecord ended = status.lastEnded();
              if (ended != null && ended.outcome().says() != null) {
                rows.add(new String[] {"  says: " + ended.outcome().says()});
              }
            });
    Table.print(rows, out);
  }

  private String[] row(JobStatus status) {
    RunRecord ended = status.lastEnded();
    RunEntry latest = status.latest();
    String hanging = status.hanging();
    String reason =
        hanging != null
            ? hanging
            : status.isSlow() ? "slow" : latest == null ? null : latest.reason();
    String paused = status.state().isPausedAt(now) ? " (paused)" : "";
    int running = status.running().size();
    Instant started =
        running > 0
            ? status.running().getFirst().started()
            : latest == null ? null : latest.started();
    return new String[] {
      status.job().value(),
      (hanging == null ? status.verdict() : "hanging")
          + (running > 1 ? " (" + running + " runs)" : "")
          + paused,
      reason == null ? "-" : reason,
      started == null ? "-" : Human.distance(started, now),
      ended == null ? "-" : Human.duration(ended.times().elapsed()),
      trend(status),
      next(status),
      status.undelivered() == 0 ? "-" : String.valueOf(status.undelivered())
    };
  }

  private String next(JobStatus status) {
    Instant next = status.next();
    if (next == null) {
      return "-";
    }
    return next.isAfter(now)
        ? "in " + Human.duration(Duration.between(now, next).truncatedTo(ChronoUnit.SECONDS))
        : (status.isOverdue() ? "overdue " : "due since ")
            + Human.duration(Duration.between(next, now).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String trend(JobStatus status) {
    RunRecord ended = status.lastEnded();
    Duration usual = status.usual();
    if (ended == null || usual == null || usual.toSeconds() < 1) {
      return "-";
    }
    long percent = (ended.times().elapsed().toMillis() - usual.toMillis()) * 100 / usual.toMillis();
    return Math.abs(percent) < 20 ? "steady" : (percent > 0 ? "+" : "") + percent + "%";
  }

  /**
   * What else is known of one job.
   *
   * @param stateDir the state directory that the user named; null for the usual place
   */
  void printDetails(JobStatus status, @Nullable Path stateDir) {
    RunRecord ended = status.lastEnded();
    out.println();
    for (RunEntry.Running run : status.running()) {
      detail("running", run.run() + ", begun " + Human.distance(run.started(), now));
    }
    if (ended != null) {
      printJudged(ended);
      detail("its log", LogCommandLine.of(status.job().value(), ended.run().toString(), stateDir));
    }
    if (status.state().troubles().pingProblem() != null) {
      detail("pings", status.state().troubles().pingProblem());
    }
    if (status.state().troubles().configProblem() != null) {
      detail("config", status.state().troubles().configProblem());
    }
    Instant until = status.state().pausedUntil();
    if (until != null && until.isAfter(now)) {
      detail("paused", until.equals(Instant.MAX) ? "until resumed" : "until " + until);
    }
  }

  private void printJudged(RunRecord run) {
    Instant ended = run.times().ended().truncatedTo(ChronoUnit.SECONDS);
    detail("last judged run", run.run() + ", ended " + ended);
    run.outcome().findings().forEach(finding -> detail("finding", PrintedFindings.line(finding)));
    if (run.output().openTask() != null) {
      detail("open task", run.output().openTask());
    }
    if (!run.output().lastLine().isEmpty()) {
      detail("last line", run.output().lastLine());
    }
    run.notes().forEach(note -> detail("note", note));
    if (run.snapshot() != null) {
      out.println("the machine then");
      out.print(run.snapshot());
    }
  }

  private void detail(String what, Object value) {
    out.println(what + " ".repeat(DETAILS_AT - what.length()) + value);
  }
}
