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

  static String of(RunReport t, PingKind kind) {
    StringBuilder text = new StringBuilder();
    if (t.isTest()) {
      text.append("TEST by `heartbeat test`: no job has run.\n");
    }
    if (kind == PingKind.START) {
      text.append("started\n");
    } else {
      text.append(t.verdict().id());
      if (t.verdict().reason() != null) {
        text.append(": ").append(t.clean(t.verdict().reason()));
      }
      text.append('\n').append(Quote.of(t).lines());
      text.append(Headline.sentence(t)).append('\n');
      counts(t, text);
    }
    text.append("job ").append(t.clean(t.job().name().value()));
    text.append(" on ").append(t.clean(t.context().host()));
    text.append(", run ").append(t.run());
    return text.append(", heartbeat ").append(t.context().version()).append('\n').toString();
  }

  private static void counts(RunReport t, StringBuilder text) {
    List<String> tasks = t.tasks();
    if (tasks.size() > 1) {
      for (int i = 0; i < Math.min(tasks.size(), TASKS_SHOWN); i++) {
        text.append("task: ").append(t.clean(tasks.get(i))).append('\n');
      }
      if (tasks.size() > TASKS_SHOWN) {
        text.append("and ").append(tasks.size() - TASKS_SHOWN).append(" more tasks\n");
      }
    }
    Capture capture = t.capture();
    if (capture == null) {
      return;
    }
    text.append(t.isHanging() ? "running for " : "duration ");
    text.append(Human.duration(capture.elapsed()));
    if (t.exitStatus() >= 0) {
      text.append(", exit status ").append(t.exitStatus());
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
