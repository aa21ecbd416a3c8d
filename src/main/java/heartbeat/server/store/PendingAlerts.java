package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What a channel is about to be told of a check: alerts that are not sent yet may be withdrawn,
 * because the problem is over before anybody was told of it.
 */
public final class PendingAlerts {
  private final Session session;

  PendingAlerts(Session session) {
    this.session = session;
  }

  /** Deletes the alerts of a check on a channel that are not due yet; returns how many. */
  public int withdraw(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND due > ?",
        check,
        channel,
        now.toEpochMilli());
  }

  /**
   * Deletes the alerts of a check on a channel that were made at or after {@code since} and are
   * held back or not due yet.
   */
  public void withdrawMadeSince(long check, String channel, Instant since, Instant now)
      throws SQLException {
    session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
            + " AND (held IS NOT NULL OR due > ?) AND created >= ?",
        check,
        channel,
        now.toEpochMilli(),
        since.toEpochMilli());
  }

  /**
   * Deletes the "late" alerts of a check on a channel that are held back or not due yet; returns
   * how many.
   */
  public int withdrawLate(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND (held IS NOT NULL OR due > ?)"
            + " AND message LIKE '{\"kind\":\"late\",%'",
        check, channel, now.toEpochMilli());
  }

  /** Deletes the alerts of a check on a channel that are held back; returns how many. */
  public int withdrawHeld(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
            + " AND (held = 'DOWN' OR (held IS NOT NULL AND due > ?))",
        check,
        channel,
        now.toEpochMilli());
  }

  /** Makes the alerts due now that wait for the end of this maintenance. */
  public void maintenanceEnded(Instant from, Instant until, Instant now) throws SQLException {
    session.update(
        "UPDATE alerts SET due = ?, next_try = ? WHERE done_at IS NULL AND created >= ?"
            + " AND due >= ? AND due < ?",
        now.toEpochMilli(),
        now.toEpochMilli(),
        from.toEpochMilli(),
        until.toEpochMilli(),
        until.plus(AlertTable.LONGEST_RETRY).toEpochMilli());
  }

  /** Whether an alert of this check on this channel is not due yet. */
  public boolean waits(long check, String channel, Instant now) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT count(*) FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
                + " AND due > ?",
            check,
            channel,
            now.toEpochMilli())) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  /**
   * Whether the newest alert of this check on this channel says that the check is down. Alerts that
   * were not sent yet count too.
   */
  public boolean toldDown(long check, String channel) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT message, created FROM alerts WHERE check_id = ? AND channel = ?"
                + " ORDER BY id DESC LIMIT 20",
            check,
            channel)) {
      while (row.next()) {
        switch (AlertTable.message(row.getString(1), Instant.ofEpochMilli(row.getLong(2))).kind()) {
          case "down", "reminder" -> {
            return true;
          }
          case "recovered" -> {
            return false;
          }
          default -> {} // says neither up nor down
        }
      }
    }
    return false;
  }
}
