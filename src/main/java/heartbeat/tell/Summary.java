package heartbeat.tell;

import heartbeat.model.Human;
import heartbeat.model.PingKind;
import heartbeat.run.Capture;
import java.util.List;

/**
 * What the body of a ping says: reason, the line that tells most of a failure, tasks, counts,
 * duration, host and run. Nothing else that the job wrote, because logs can hold personal data.
 */
final class Summary {
  private static final int TASKS_SHOWN = 20;

  private Summary() {}

  static String of(RunReport report, PingKind kind) {
    StringBuilder text = new StringBuilder();
    if (report.isTest()) {
      text.append("TEST by `heartbeat test`: no job has run.\n");
    }
    if (kind == PingKind.START) {
      text.append("started\n");
    } else {
      text.append(report.verdict().id());
      if (report.verdict().reason() != null) {
        text.append(": ").append(report.clean(report.verdict().reason()));
      }
      text.append('\n').append(Quote.of(report).lines());
      text.append(Headline.sentence(report)).append('\n');
      counts(report, text);
    }
    text.append("job ").append(report.clean(report.job().name().value()));
    text.append(" on ").append(report.clean(report.context().host()));
    text.append(", run ").append(report.run());
    return text.append(", heartbeat ").append(report.context().version()).append('\n').toString();
  }

  private static void counts(RunReport report, StringBuilder text) {
    List<String> tasks = report.tasks();
    if (tasks.size() > 1) {
      for (int i = 0; i < Math.min(tasks.size(), TASKS_SHOWN); i++) {
        text.append("task: ").append(report.clean(tasks.get(i))).append('\n');
      }
      if (tasks.size() > TASKS_SHOWN) {
        text.append("and ").append(tasks.size() - TASKS_SHOWN).append(" more tasks\n");
      }
    }
    Capture capture = report.capture();
    if (capture == null) {
      return;
    }
    text.append(report.isHanging() ? "running for " : "duration ");
    text.append(Human.duration(capture.elapsed()));
    if (report.exitStatus() >= 0) {
      text.append(", exit status ").append(report.exitStatus());
    }
    text.append(", ").append(Human.bytes(capture.bytes()));
    text.append(capture.lines() == 1 ? " in 1 line, " : " in " + capture.lines() + " lines, ");
    text.append(Evidence.markers(capture));
    if (capture.oomKills() > 0) {
      text.append(", ").append(capture.oomKills()).append(" OOM kills");
    }
    text.append('\n');
  }
}
