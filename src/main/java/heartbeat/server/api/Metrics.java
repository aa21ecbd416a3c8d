package heartbeat.server.api;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.model.Uuids;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.NodeTable;
import heartbeat.server.store.StoredCheck;
import heartbeat.server.store.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /metrics} in the Prometheus text format. */
public final class Metrics {
  private final SwitchService service;

  public Metrics(SwitchService service) {
    this.service = service;
  }

  /**
   * The values of one check that the metrics need. A whole check would need much more memory, and
   * there may be very many.
   */
  private record Sample(
      String labels,
      DisplayStatus look,
      long pings,
      @Nullable Long last,
      @Nullable Long took,
      boolean runs) {
    static Sample of(StoredCheck stored, Instant now) {
      CheckState state = stored.state();
      Duration took = state.lastDuration();
      return new Sample(
          labelsOf(stored.check()),
          Deadline.exactStatus(stored.check(), state, now),
          state.pings(),
          Times.millis(state.lastPing()),
          took == null ? null : took.toMillis(),
          state.run() != null);
    }
  }

  public void serve(Exchange exchange) {
    Instant now = service.now();
    List<Sample> checks = new ArrayList<>();
    for (StoredCheck stored : new AllChecks(service.store())) {
      checks.add(Sample.of(stored, now));
    }
    int waiting = service.store().read(session -> session.alertOverview().waiting());
    List<NodeTable.Node> nodes = service.nodes().alive();
    exchange.stream(
        "text/plain; version=0.0.4; charset=utf-8",
        out -> {
          write(out, checks, waiting);
          nodes(out, nodes);
        });
  }

  private static void write(Appendable out, List<Sample> checks, int waiting) throws IOException {
    Map<DisplayStatus, Integer> looks = new EnumMap<>(DisplayStatus.class);
    head(out, "heartbeat_check_up", "gauge", "1 unless the check is down.");
    for (Sample check : checks) {
      looks.merge(check.look, 1, Integer::sum);
      line(out, "heartbeat_check_up", check, check.look == DisplayStatus.DOWN ? "0" : "1");
    }
    head(out, "heartbeat_check_pings_total", "counter", "Pings received, of any kind.");
    for (Sample check : checks) {
      line(out, "heartbeat_check_pings_total", check, Long.toString(check.pings));
    }
    head(out, "heartbeat_check_last_ping_timestamp_seconds", "gauge", "Last success or failure.");
    for (Sample check : checks) {
      if (check.last != null) {
        line(out, "heartbeat_check_last_ping_timestamp_seconds", check, seconds(check.last));
      }
    }
    head(out, "heartbeat_check_last_duration_seconds", "gauge", "Duration of the last run.");
    for (Sample check : checks) {
      if (check.took != null) {
        line(out, "heartbeat_check_last_duration_seconds", check, seconds(check.took));
      }
    }
    head(out, "heartbeat_check_started", "gauge", "1 while a run goes on.");
    for (Sample check : checks) {
      line(out, "heartbeat_check_started", check, check.runs ? "1" : "0");
    }
    head(out, "heartbeat_checks", "gauge", "Checks by state.");
    for (DisplayStatus look : DisplayStatus.values()) {
      out.append("heartbeat_checks{status=\"").append(look.id()).append("\"} ");
      out.append(Integer.toString(looks.getOrDefault(look, 0))).append('\n');
    }
    head(out, "heartbeat_alerts_waiting", "gauge", "Alerts that are not sent yet.");
    out.append("heartbeat_alerts_waiting ").append(Integer.toString(waiting)).append('\n');
  }

  /** Writes the metrics of the switches; nothing when only one switch can use the database. */
  private static void nodes(Appendable out, List<NodeTable.Node> nodes) throws IOException {
    if (!nodes.isEmpty()) {
      head(out, "heartbeat_node_alive", "gauge", "Switches that share the database.");
      for (NodeTable.Node node : nodes) {
        out.append("heartbeat_node_alive{node=\"").append(escaped(node.name()));
        out.append("\",version=\"").append(escaped(node.version()));
        out.append("\",config=\"").append(escaped(node.config())).append("\"} 1\n");
      }
    }
  }

  private static void head(Appendable out, String name, String type, String help)
      throws IOException {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /**
   * The labels of a check. {@code unique_key} makes them unique: checks may share names and slugs,
   * and when two series have the same labels Prometheus keeps only one.
   */
  private static String labelsOf(Check check) {
    String name = check.slug().isEmpty() ? check.name() : check.slug();
    return "{check=\""
        + escaped(name)
        + "\",name=\""
        + escaped(check.name())
        + "\",tags=\""
        + escaped(String.join(" ", check.tags()))
        + "\",unique_key=\""
        + Uuids.uniqueKey(check.uuid())
        + "\"} ";
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static void line(Appendable out, String name, Sample check, String value)
      throws IOException {
    out.append(name).append(check.labels).append(value).append('\n');
  }

  private static String seconds(long millis) {
    return Double.toString(millis / 1000.0);
  }
}
