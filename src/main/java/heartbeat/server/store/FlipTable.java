package heartbeat.server.store;

import heartbeat.check.Cause;
import heartbeat.check.Flip;
import heartbeat.check.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Each check's changes of status. */
public final class FlipTable {
  private final Session session;

  FlipTable(Session session) {
    this.session = session;
  }

  public void add(long check, Flip flip) throws SQLException {
    session.later(
        "INSERT INTO flips (check_id, at, was, became, cause) VALUES (?, ?, ?, ?, ?)",
        check,
        flip.at().toEpochMilli(),
        flip.from().name(),
        flip.to().name(),
        flip.cause().name());
  }

  /** The newest flips between two times, the newest first; {@code most} at most. */
  public List<Flip> between(long check, Instant from, Instant to, int most) throws SQLException {
    List<Flip> flips = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT at, was, became, cause FROM flips WHERE check_id = ? AND at >= ? AND at < ?"
                + " ORDER BY at DESC, id DESC LIMIT ?",
            check,
            from.toEpochMilli(),
            to.toEpochMilli(),
            most)) {
      while (row.next()) {
        flips.add(
            new Flip(
                Instant.ofEpochMilli(row.getLong(1)),
                Status.valueOf(row.getString(2)),
                Status.valueOf(row.getString(3)),
                Cause.valueOf(row.getString(4))));
      }
    }
    return flips;
  }

  /** Corrects flips after the clock was set back: a time in the future becomes {@code now}. */
  public void notAfter(Instant now) throws SQLException {
    session.update("UPDATE flips SET at = ? WHERE at > ?", now.toEpochMilli(), now.toEpochMilli());
  }

  public void removeBefore(Instant time) throws SQLException {
    session.update("DELETE FROM flips WHERE at < ?", time.toEpochMilli());
  }
}
