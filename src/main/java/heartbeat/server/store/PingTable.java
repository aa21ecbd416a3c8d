package heartbeat.server.store;

import heartbeat.check.Signal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of received pings, with their bodies. Each check keeps only its newest pings. */
public final class PingTable {
  /** How many old pings are removed at a time. */
  private static final int BUNCH = 20;

  private static final String COLUMNS =
      "SELECT n, at, signal, scheme, method, remote, agent, rid, exit_status, duration, body_size"
          + " FROM pings WHERE check_id = ? ";

  private final Session session;

  PingTable(Session session) {
    this.session = session;
  }

  /**
   * Adds a ping. From time to time it also removes the old pings, so that the newest {@code keep}
   * stay.
   */
  public void add(long check, PingRow ping, byte[] body, int keep) throws SQLException {
    UUID rid = ping.rid();
    Duration duration = ping.duration();
    session.later(
        "INSERT INTO pings (check_id, n, at, signal, scheme, method, remote, agent, rid,"
            + " exit_status, duration, body_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        check,
        ping.n(),
        ping.at().toEpochMilli(),
        ping.signal().name(),
        ping.scheme(),
        ping.method(),
        ping.remote(),
        ping.agent(),
        rid == null ? null : rid.toString(),
        ping.exitStatus(),
        duration == null ? null : duration.toMillis(),
        body.length);
    if (body.length > 0) {
      session.later(
          "INSERT INTO bodies (check_id, n, body) VALUES (?, ?, ?)", check, ping.n(), body);
    }
    if (ping.n() > keep && ping.n() % BUNCH == 0) {
      long oldest = ping.n() - keep;
      session.later("DELETE FROM pings WHERE check_id = ? AND n <= ?", check, oldest);
      session.later("DELETE FROM bodies WHERE check_id = ? AND n <= ?", check, oldest);
    }
  }

  /** The newest pings of a check, the newest first. */
  public List<PingRow> newest(long check, int most) throws SQLException {
    List<PingRow> pings = new ArrayList<>();
    try (ResultSet row = session.query(COLUMNS + "ORDER BY n DESC LIMIT ?", check, most)) {
      while (row.next()) {
        pings.add(ping(row));
      }
    }
    return pings;
  }

  /** The newest pings of a check that ended a run, the newest first. */
  public List<PingRow> runs(long check, int most) throws SQLException {
    List<PingRow> pings = new ArrayList<>();
    try (ResultSet row =
        session.query(
            COLUMNS + "AND signal IN ('SUCCESS', 'FAILURE') ORDER BY n DESC LIMIT ?",
            check,
            most)) {
      while (row.next()) {
        pings.add(ping(row));
      }
    }
    return pings;
  }

  /** The newest pings of a check before this one, the newest first. */
  public List<PingRow> before(long check, long n, int most) throws SQLException {
    List<PingRow> pings = new ArrayList<>();
    try (ResultSet row =
        session.query(COLUMNS + "AND n < ? ORDER BY n DESC LIMIT ?", check, n, most)) {
      while (row.next()) {
        pings.add(ping(row));
      }
    }
    return pings;
  }

  /** The stored part of a ping's body; null when there is none. */
  public byte @Nullable [] body(long check, long n) throws SQLException {
    try (ResultSet row =
        session.query("SELECT body FROM bodies WHERE check_id = ? AND n = ?", check, n)) {
      return row.next() ? row.getBytes(1) : null;
    }
  }

  /**
   * What the last run of a check sent.
   *
   * @param log the body of the newest ping that has one; empty when no ping has one
   * @param ofNewest whether that ping is the newest of all
   * @param exitStatus of the newest ping that ended a run; null when it had none
   */
  public record Last(String log, boolean ofNewest, @Nullable Integer exitStatus) {}

  /** The log and the exit status of a check's last run, for an alert. */
  public Last last(long check) throws SQLException {
    String log = "";
    boolean ofNewest = false;
    try (ResultSet row =
        session.query(
            "SELECT body, n, (SELECT MAX(n) FROM pings WHERE pings.check_id = bodies.check_id)"
                + " FROM bodies WHERE check_id = ? ORDER BY n DESC LIMIT 1",
            check)) {
      if (row.next()) {
        log = new String(row.getBytes(1), StandardCharsets.UTF_8);
        ofNewest = row.getLong(2) == row.getLong(3);
      }
    }
    return new Last(log, ofNewest, exitStatus(check));
  }

  /** The exit status of the newest ping that ended a run; null when that ping had none. */
  @Nullable
  public Integer exitStatus(long check) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT exit_status FROM pings WHERE check_id = ? AND signal IN ('SUCCESS', 'FAILURE')"
                + " ORDER BY n DESC LIMIT 1",
            check)) {
      Long exit = row.next() ? Session.nullableLong(row, 1) : null;
      return exit == null ? null : exit.intValue();
    }
  }

  private static PingRow ping(ResultSet row) throws SQLException {
    String rid = row.getString(8);
    Long exit = Session.nullableLong(row, 9);
    Long duration = Session.nullableLong(row, 10);
    return new PingRow(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Signal.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        rid == null ? null : UUID.fromString(rid),
        exit == null ? null : exit.intValue(),
        duration == null ? null : Duration.ofMillis(duration),
        row.getInt(11));
  }
}
