package heartbeat.server;

import heartbeat.check.Alert;
import heartbeat.check.Deadline;
import heartbeat.check.Transition;
import heartbeat.model.Human;
import heartbeat.model.LastWords;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Message;
import heartbeat.server.store.DependencyIndex;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.PingTable;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.util.List;

/** Makes the message of an alert from what is stored about its check. */
final class AlertMessages {
  private AlertMessages() {}

  /**
   * The message.
   *
   * @param stored the check as it was before the event
   * @param base the switch's URL; empty when the config names none
   */
  static Message of(
      Session session, StoredCheck stored, Transition transition, Alert alert, String base)
      throws SQLException {
    String link = base.isEmpty() ? "" : base + "/checks/" + stored.id();
    boolean recovered = alert.kind() == Alert.Kind.RECOVERED;
    PingTable.Last last = session.pings().last(stored.id());
    Message message =
        Message.of(
            stored.check(),
            alert,
            recovered ? stored.state().lastPing() : transition.state().lastPing(),
            recovered ? null : last.exitStatus(),
            recovered ? "" : last.log(),
            recovered || !last.ofNewest() ? "" : LastWords.ofPing(last.log()),
            link);
    if (alert.kind() == Alert.Kind.DOWN) {
      message =
          message.expectedAt(Deadline.expected(stored.check(), stored.state(), alert.cause()));
      int held = DependencyIndex.dependants(session, stored.check().uuid()).size();
      return held == 0 ? message : message.withNote(heldBack(held));
    }
    List<PingRow> newest = recovered ? session.pings().newest(stored.id(), 1) : List.of();
    return newest.isEmpty() ? message : message.withNote(broughtBy(newest.getFirst()));
  }

  private static String heldBack(int checks) {
    return checks == 1
        ? "Alerts of the check that depends on it are held back until it is up again."
        : "Alerts of the "
            + checks
            + " checks that depend on it are held back until it is up again.";
  }

  /**
   * Describes the ping that brought the recovery: people want to know whether the failed run
   * recovered or another one.
   */
  private static String broughtBy(PingRow ping) {
    StringBuilder text = new StringBuilder("It is back with ping number ").append(ping.n());
    text.append(" at ").append(AlertText.local(ping.at())).append(", from ").append(ping.remote());
    if (ping.rid() != null) {
      text.append(", run ").append(ping.rid());
    }
    if (ping.duration() != null) {
      text.append(", which took ").append(Human.duration(ping.duration()));
    }
    return text.append('.').toString();
  }
}
