package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When the watchdog must judge which check, if no ping comes. */
public final class DueChecks {
  private final Session session;
  private final CheckTable checks;

  DueChecks(Session session, CheckTable checks) {
    this.session = session;
    this.checks = checks;
  }

  /** The checks that the watchdog must judge by now, the most urgent first. */
  public List<Long> due(Instant now, int most) throws SQLException {
    return session.ids(
        "SELECT id FROM checks WHERE wake <= ? ORDER BY wake LIMIT ?", now.toEpochMilli(), most);
  }

  /**
   * Of these checks, those that are still due and that no other switch is judging now; locks them.
   * With SQLite: all of them.
   */
  public List<Long> stillDue(List<Long> ids, Instant now) throws SQLException {
    if (!session.isShared()) {
      return ids;
    }
    List<Long> due = new ArrayList<>();
    Object numbers = ids.toArray(Long[]::new);
    try (ResultSet row =
        session.query(
            CheckRow.SELECT + "WHERE id = ANY(?) AND wake <= ? ORDER BY id FOR UPDATE SKIP LOCKED",
            numbers,
            now.toEpochMilli())) {
      while (row.next()) {
        due.add(row.getLong(1));
        checks.locked(row);
      }
    }
    return due;
  }

  /** When the watchdog must judge the next check; empty when no check has such a time. */
  public Optional<Instant> earliestWake() throws SQLException {
    try (ResultSet row = session.query("SELECT min(wake) FROM checks")) {
      return row.next()
          ? Optional.ofNullable(Times.instant(Session.nullableLong(row, 1)))
          : Optional.empty();
    }
  }

  /** Sets when the watchdog judges this check next. It is for a check that can't be judged now. */
  public void postpone(long id, Instant until) throws SQLException {
    session.update("UPDATE checks SET wake = ? WHERE id = ?", until.toEpochMilli(), id);
  }

  /** The checks that are not down and have a deadline. */
  public List<Long> watched() throws SQLException {
    return session.ids(
        "SELECT id FROM checks WHERE status <> 'DOWN' AND wake IS NOT NULL ORDER BY id");
  }

  /**
   * The checks with a stored time later than now, as after the clock was set back. Checks with
   * other runs are included too: their times are not compared.
   */
  public List<Long> fromTheFuture(Instant now) throws SQLException {
    long time = now.toEpochMilli();
    return session.ids(
        "SELECT id FROM checks WHERE origin <> 'LEFT' AND (last_ping > ? OR run_started > ? OR"
            + " run_alive > ? OR excused > ? OR since > ? OR other_runs LIKE '%:%')",
        time, time, time, time, time);
  }
}
