package heartbeat.server.store;

import heartbeat.server.alert.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people and programs see of the alerts: those that wait, were sent, or were given up. */
public final class AlertOverview {
  private final Session session;

  AlertOverview(Session session) {
    this.session = session;
  }

  /**
   * An alert that is waiting to be sent.
   *
   * @param due when it may be sent; quiet hours, for example, move it
   * @param attempts how many attempts have failed so far
   * @param why the channel's last answer; empty when there was no attempt yet
   */
  public record Waiting(
      String channel, Message message, Instant due, int attempts, Instant nextTry, String why) {}

  /** The waiting alerts of a check, the newest first. */
  public List<Waiting> waiting(long check, int most) throws SQLException {
    List<Waiting> all = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, message, created, due, attempts, next_try, outcome FROM alerts"
                + " WHERE check_id = ? AND done_at IS NULL ORDER BY id DESC LIMIT ?",
            check,
            most)) {
      while (row.next()) {
        all.add(
            new Waiting(
                row.getString(1),
                AlertTable.message(row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7)));
      }
    }
    return all;
  }

  /**
   * An alert that was sent or given up.
   *
   * @param outcome empty when it was sent; else why it was given up
   */
  public record Done(String channel, Message message, Instant at, String outcome) {}

  /** The newest alerts of a check that were sent or given up, the newest first. */
  public List<Done> done(long check, int most) throws SQLException {
    List<Done> done = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, message, done_at, outcome FROM alerts"
                + " WHERE check_id = ? AND done_at IS NOT NULL ORDER BY id DESC LIMIT ?",
            check,
            most)) {
      while (row.next()) {
        done.add(
            new Done(
                row.getString(1),
                AlertTable.message(row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4)));
      }
    }
    return done;
  }

  /**
   * A channel that can't deliver alerts.
   *
   * @param alerts how many alerts failed so far and wait for a retry; 0: heartbeat gave up the last
   *     one
   * @param attempts of the alert with the most attempts
   * @param why the channel's last answer
   */
  public record Stuck(String channel, int alerts, int attempts, String why) {
    /** One line, without the channel's answer. */
    public String summary() {
      if (alerts == 0) {
        return "heartbeat gave up the last alert to " + channel;
      }
      String many = alerts == 1 ? "1 alert" : alerts + " alerts";
      return many + " can't be delivered to " + channel;
    }
  }

  /**
   * The channels that have failed alerts waiting, and those whose last alert heartbeat gave up at
   * or after {@code since}.
   */
  public List<Stuck> stuck(Instant since) throws SQLException {
    List<Stuck> stuck = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, count(*), max(attempts), max(outcome) FROM alerts"
                + " WHERE done_at IS NULL AND attempts > 0 GROUP BY channel ORDER BY channel")) {
      while (row.next()) {
        stuck.add(new Stuck(row.getString(1), row.getInt(2), row.getInt(3), row.getString(4)));
      }
    }
    try (ResultSet row =
        session.query(
            "SELECT channel, attempts, outcome FROM alerts WHERE outcome <> '' AND id IN"
                + " (SELECT max(id) FROM alerts WHERE done_at >= ? GROUP BY channel)",
            since.toEpochMilli())) {
      while (row.next()) {
        String channel = row.getString(1);
        if (stuck.stream().noneMatch(one -> one.channel().equals(channel))) {
          stuck.add(new Stuck(channel, 0, row.getInt(2), row.getString(3)));
        }
      }
    }
    return stuck;
  }

  /** How many alerts wait to be sent. */
  public int waiting() throws SQLException {
    try (ResultSet row = session.query("SELECT count(*) FROM alerts WHERE done_at IS NULL")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** The number of the newest alert; 0 when there is none. */
  public long newest() throws SQLException {
    try (ResultSet row = session.query("SELECT max(id) FROM alerts")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
