package heartbeat.server;

import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code /metrics} in the Prometheus text format. */
final class Metrics {
  private final Switch heart;

  Metrics(Switch heart) {
    this.heart = heart;
  }

  void serve(Exchange exchange) {
    List<Stored> checks = heart.store().read(session -> session.checks().readable());
    int waiting = heart.store().read(session -> session.outbox().waiting());
    exchange.send(200, "text/plain; version=0.0.4; charset=utf-8", text(checks, waiting));
  }

  private String text(List<Stored> checks, int waiting) {
    StringBuilder out = new StringBuilder();
    Instant now = heart.now();
    Map<Look, Integer> looks = new EnumMap<>(Look.class);
    head(out, "heartbeat_check_up", "gauge", "1 unless the check is down.");
    for (Stored stored : checks) {
      Look look = Deadline.look(stored.check(), stored.state(), now);
      looks.merge(look, 1, Integer::sum);
      line(out, "heartbeat_check_up", stored, look == Look.DOWN ? "0" : "1");
    }
    head(out, "heartbeat_check_pings_total", "counter", "Pings received, of any kind.");
    for (Stored stored : checks) {
      line(out, "heartbeat_check_pings_total", stored, Long.toString(stored.state().pings()));
    }
    head(out, "heartbeat_check_last_ping_timestamp_seconds", "gauge", "Last success or failure.");
    for (Stored stored : checks) {
      Instant last = stored.state().lastPing();
      if (last != null) {
        line(
            out,
            "heartbeat_check_last_ping_timestamp_seconds",
            stored,
            seconds(last.toEpochMilli()));
      }
    }
    head(out, "heartbeat_check_last_duration_seconds", "gauge", "Duration of the last run.");
    for (Stored stored : checks) {
      Duration last = stored.state().lastDuration();
      if (last != null) {
        line(out, "heartbeat_check_last_duration_seconds", stored, seconds(last.toMillis()));
      }
    }
    head(out, "heartbeat_check_started", "gauge", "1 while a run goes on.");
    for (Stored stored : checks) {
      CheckState.Run run = stored.state().run();
      line(out, "heartbeat_check_started", stored, run == null ? "0" : "1");
    }
    head(out, "heartbeat_checks", "gauge", "Checks by state.");
    for (Look look : Look.values()) {
      out.append("heartbeat_checks{status=\"").append(look.id()).append("\"} ");
      out.append(looks.getOrDefault(look, 0)).append('\n');
    }
    head(out, "heartbeat_alerts_waiting", "gauge", "Alerts that are not sent yet.");
    out.append("heartbeat_alerts_waiting ").append(waiting).append('\n');
    return out.toString();
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, Stored stored, String value) {
    String slug = stored.check().slug();
    String label = slug.isEmpty() ? stored.check().name() : slug;
    out.append(name).append("{check=\"");
    out.append(label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    out.append("\"} ").append(value).append('\n');
  }

  private static String seconds(long millis) {
    return Double.toString(millis / 1000.0);
  }
}
