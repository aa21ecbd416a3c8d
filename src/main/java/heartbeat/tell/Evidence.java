package heartbeat.tell;

import heartbeat.model.Human;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Signals;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The facts of a run, one on each line, names and values aligned. */
final class Evidence {
  private static final int FINDINGS_SHOWN = 20;
  private static final int NAME_WIDTH = 12;

  private final RunReport report;
  private final StringBuilder lines = new StringBuilder();

  private Evidence(RunReport report) {
    this.report = report;
  }

  static String of(RunReport report) {
    return new Evidence(report).all();
  }

  /** A time for people and machines: ISO 8601, UTC, to the second. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String all() {
    line("job", report.clean(report.job().name().value()));
    line("host", report.clean(report.context().host()));
    line("run", report.run().toString());
    Capture capture = report.capture();
    if (capture == null) {
      line("time", time(report.context().now()));
    } else {
      times(capture);
    }
    line("verdict", report.verdict().id());
    if (report.verdict().reason() != null) {
      line("reason", report.clean(report.verdict().reason()));
    }
    if (report.openTask() != null) {
      line("open task", report.clean(report.openTask()));
    }
    findings(report.verdict().findings());
    if (capture != null) {
      output(capture);
    }
    line("heartbeat", report.clean(report.context().version()));
    return lines.toString();
  }

  private void times(Capture capture) {
    line("started", time(capture.started()));
    if (report.isHanging()) {
      line("now", time(report.context().now()) + ", still running");
      line("running for", Human.duration(capture.elapsed()));
      line("silent for", Human.duration(report.silence()));
    } else {
      line("ended", time(capture.ended()));
      line("duration", Human.duration(capture.elapsed()));
    }
  }

  private void findings(List<Finding> findings) {
    for (int i = 0; i < Math.min(findings.size(), FINDINGS_SHOWN); i++) {
      Finding finding = findings.get(i);
      List<String> parts = new ArrayList<>();
      parts.add(finding.kind());
      if (finding.task() != null) {
        parts.add(report.clean(finding.task()));
      }
      if (!finding.message().isBlank()) {
        parts.add(report.clean(finding.message()));
      }
      line("finding", String.join(": ", parts));
    }
    if (findings.size() > FINDINGS_SHOWN) {
      line("", "and " + (findings.size() - FINDINGS_SHOWN) + " more");
    }
  }

  private void output(Capture capture) {
    if (!report.isHanging()) {
      line("ending", ending(capture.ending()));
    }
    String lastLine = report.lastLine();
    line("last line", lastLine.isEmpty() ? "(none)" : lastLine);
    line(
        "output",
        Human.bytes(capture.bytes())
            + (capture.lines() == 1 ? ", 1 line" : ", " + capture.lines() + " lines"));
    line("markers", markers(capture) + " seen");
    line(
        "OOM kills",
        capture.oomKills() < 0 ? "not known" : capture.oomKills() + " on this machine meanwhile");
    if (capture.leftOut() > 0) {
      line(
          "note",
          Human.bytes(capture.leftOut())
              + " from the middle of the log were not kept (log-limit "
              + Human.bytes(report.job().log().limit())
              + ")");
    }
    for (String note : capture.notes()) {
      line("note", report.clean(note));
    }
  }

  /** {@code 1 success marker}. */
  static String markers(Capture capture) {
    long markers = capture.observation().markers();
    return markers == 1 ? "1 success marker" : markers + " success markers";
  }

  private String ending(Ending ending) {
    return switch (ending) {
      case Ending.Eof eof -> "the pipe was closed; nobody knows the exit status";
      case Ending.Exited exited -> "exit status " + exited.status();
      case Ending.Signalled signalled -> "killed by " + Signals.named(signalled.signal());
      case Ending.TimedOut timedOut ->
          "ended by heartbeat after max-duration " + Human.duration(timedOut.limit());
      case Ending.NotStarted notStarted ->
          "not started (status " + notStarted.status() + "): " + report.clean(notStarted.why());
      case Ending.Interrupted interrupted ->
          "heartbeat was told to end by " + Signals.named(interrupted.signal());
    };
  }

  private void line(String name, String value) {
    lines.append("  ").append(name);
    lines.repeat(' ', Math.max(1, NAME_WIDTH - name.length()));
    lines.append(value).append('\n');
  }
}
