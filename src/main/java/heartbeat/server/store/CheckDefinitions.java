package heartbeat.server.store;

import heartbeat.check.Check;
import heartbeat.model.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the checks: those of the config, and those that pings, people and programs have
 * made. A change of settings leaves the state as it is.
 */
public final class CheckDefinitions {
  private final Session session;
  private final CheckTable checks;

  CheckDefinitions(Session session, CheckTable checks) {
    this.session = session;
    this.checks = checks;
  }

  /**
   * The names and settings of a check, without its state: readable also when the state is damaged.
   */
  public record Identity(
      long id,
      String uuid,
      String name,
      String slug,
      Origin origin,
      @Nullable Instant leftAt,
      String spec) {
    /** A check of the config. */
    public static Identity of(long id, Check check) {
      return new Identity(
          id,
          check.uuid().toString(),
          check.name(),
          check.slug(),
          Origin.CONFIG,
          null,
          CheckJson.text(check));
    }
  }

  /** All checks. */
  public List<Identity> identities() throws SQLException {
    List<Identity> all = new ArrayList<>();
    try (ResultSet row =
        session.query("SELECT id, uuid, name, slug, origin, spec, left_at FROM checks")) {
      while (row.next()) {
        all.add(
            new Identity(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Origin.valueOf(row.getString(5)),
                Times.instant(Session.nullableLong(row, 7)),
                row.getString(6)));
      }
    }
    return all;
  }

  /** The name of a check, also when the rest of its row can't be read. */
  public String name(long id) throws SQLException {
    try (ResultSet row = session.query("SELECT name FROM checks WHERE id = ?", id)) {
      return row.next() ? row.getString(1) : "number " + id;
    }
  }

  /** Adds a check; returns its id. */
  public long add(Origin origin, Check check) throws SQLException {
    session.update(
        "INSERT INTO checks (uuid, unique_key, name, slug, origin, spec, status, failures, pings)"
            + " VALUES (?, ?, ?, ?, ?, ?, 'NEW', 0, 0)",
        check.uuid().toString(),
        Uuids.uniqueKey(check.uuid()),
        check.name(),
        check.slug(),
        origin.name(),
        CheckJson.text(check));
    checks.forgetSlugs();
    try (ResultSet row =
        session.query("SELECT id FROM checks WHERE uuid = ?", check.uuid().toString())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Changes the settings of a check; its state stays. */
  public void define(long id, Origin origin, Check check) throws SQLException {
    session.update(
        "UPDATE checks SET uuid = ?, unique_key = ?, name = ?, slug = ?, origin = ?, spec = ?,"
            + " left_at = NULL WHERE id = ?",
        check.uuid().toString(),
        Uuids.uniqueKey(check.uuid()),
        check.name(),
        check.slug(),
        origin.name(),
        CheckJson.text(check),
        id);
    checks.forget();
  }

  /**
   * Marks a check that the config does not name any more: the watchdog does not judge it from now
   * on.
   */
  public void leave(long id, Instant now) throws SQLException {
    session.update(
        "UPDATE checks SET origin = ?, left_at = ?, wake = NULL WHERE id = ?",
        Origin.LEFT.name(),
        now.toEpochMilli(),
        id);
    checks.forget();
  }

  /** The checks that left the config before this time. */
  public List<Long> leftBefore(Instant time) throws SQLException {
    return session.ids(
        "SELECT id FROM checks WHERE origin = ? AND left_at < ?",
        Origin.LEFT.name(),
        time.toEpochMilli());
  }

  /** Deletes a check with its pings, bodies and flips. */
  public void remove(long id) throws SQLException {
    session.update("DELETE FROM checks WHERE id = ?", id);
    session.update("DELETE FROM pings WHERE check_id = ?", id);
    session.update("DELETE FROM bodies WHERE check_id = ?", id);
    session.update("DELETE FROM flips WHERE check_id = ?", id);
    checks.forget();
  }
}
