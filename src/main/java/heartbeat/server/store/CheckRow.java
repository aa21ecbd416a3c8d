package heartbeat.server.store;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps a check and its state to a row of the table {@code checks}, and back. */
final class CheckRow {
  /** Selects all columns of a check; the caller appends the condition. */
  static final String SELECT =
      "SELECT id, uuid, name, slug, origin, spec, status, since, cause, last_ping, last_duration,"
          + " run_started, run_rid, run_first, run_alive, failures, remind_at, excused, pings,"
          + " other_runs, late_told, hold FROM checks ";

  private CheckRow() {}

  /** The check of this row of {@link #SELECT}. Throws RuntimeException when it is damaged. */
  static StoredCheck stored(ResultSet row, CheckJson spec) throws SQLException {
    Check check =
        spec.check(
            UUID.fromString(row.getString(2)),
            row.getString(3),
            row.getString(4),
            row.getString(6));
    String cause = row.getString(9);
    Long duration = Session.nullableLong(row, 11);
    CheckState state =
        new CheckState(
            Status.valueOf(row.getString(7)),
            Times.instant(Session.nullableLong(row, 8)),
            cause == null ? null : Cause.valueOf(cause),
            Times.instant(Session.nullableLong(row, 10)),
            duration == null ? null : Duration.ofMillis(duration),
            run(row),
            row.getInt(16),
            Times.instant(Session.nullableLong(row, 17)),
            Times.instant(Session.nullableLong(row, 18)),
            row.getLong(19),
            OtherRuns.parse(row.getString(20)),
            Times.instant(Session.nullableLong(row, 21)),
            HoldText.parse(row.getString(22)));
    return new StoredCheck(row.getLong(1), Origin.valueOf(row.getString(5)), check, state).seen();
  }

  private static CheckState.@Nullable Run run(ResultSet row) throws SQLException {
    Instant started = Times.instant(Session.nullableLong(row, 12));
    if (started == null) {
      return null;
    }
    String rid = row.getString(13);
    Instant first = Times.instant(Session.nullableLong(row, 14));
    return new CheckState.Run(
        started,
        rid == null ? null : UUID.fromString(rid),
        first == null ? started : first,
        Times.instant(Session.nullableLong(row, 15)));
  }

  /** Writes a state, as {@link CheckTable#save} says. */
  static void save(
      Session session, StoredCheck before, CheckState state, @Nullable Instant wake, Instant now)
      throws SQLException {
    Duration duration = state.lastDuration();
    Long due = Times.millis(wake);
    session.later(
        "UPDATE checks SET last_ping = ?, last_duration = ?, pings = ?,"
            + " wake = CASE WHEN wake > ? AND wake < ? THEN wake ELSE ? END WHERE id = ?",
        Times.millis(state.lastPing()),
        duration == null ? null : duration.toMillis(),
        state.pings(),
        now.toEpochMilli(),
        due,
        due,
        before.id());
    if (!state.isMerelyLater(before.state())) {
      saveRest(session, before.id(), state);
    }
  }

  /** Writes the columns that do not change when a healthy check gets its next ping. */
  private static void saveRest(Session session, long id, CheckState state) throws SQLException {
    CheckState.Run run = state.run();
    Cause cause = state.cause();
    session.later(
        "UPDATE checks SET status = ?, since = ?, cause = ?, run_started = ?, run_rid = ?,"
            + " run_first = ?, run_alive = ?, failures = ?, remind_at = ?, excused = ?,"
            + " other_runs = ?, late_told = ?, hold = ? WHERE id = ?",
        state.status().name(),
        Times.millis(state.since()),
        cause == null ? null : cause.name(),
        run == null ? null : Times.millis(run.started()),
        run == null || run.rid() == null ? null : run.rid().toString(),
        run == null ? null : Times.millis(run.first()),
        run == null ? null : Times.millis(run.alive()),
        state.failures(),
        Times.millis(state.remindAt()),
        Times.millis(state.excused()),
        OtherRuns.text(state.others()),
        Times.millis(state.lateTold()),
        HoldText.text(state.hold()),
        id);
  }
}
