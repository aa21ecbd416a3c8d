package heartbeat.server.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creates and upgrades the tables. Each step runs once, in order; a step that was released never
 * changes.
 */
final class Schema {
  private static final String VERSION = "schema";
  private static final String COMPATIBLE = "compat";

  /**
   * The oldest schema version whose heartbeat can work with the current tables. When a step breaks
   * older versions, this number rises one release after it: add first, then use, then remove.
   */
  private static final int OLDEST = 1;

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
              CREATE TABLE checks (
                id $ID, uuid TEXT NOT NULL UNIQUE,
                unique_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                slug TEXT NOT NULL, origin TEXT NOT NULL, spec TEXT NOT NULL,
                status TEXT NOT NULL, since BIGINT, cause TEXT, last_ping BIGINT,
                last_duration BIGINT, run_started BIGINT, run_rid TEXT, run_first BIGINT,
                run_alive BIGINT, failures INTEGER NOT NULL, remind_at BIGINT, excused BIGINT,
                pings BIGINT NOT NULL, wake BIGINT)$ROOMY
              """,
              "CREATE INDEX checks_slug ON checks (slug)",
              "CREATE INDEX checks_wake ON checks (wake)",
              """
              CREATE TABLE pings (
                check_id $REF NOT NULL, n BIGINT NOT NULL, at BIGINT NOT NULL,
                signal TEXT NOT NULL, scheme TEXT NOT NULL, method TEXT NOT NULL,
                remote TEXT NOT NULL, agent TEXT NOT NULL, rid TEXT, exit_status INTEGER,
                duration BIGINT, body_size INTEGER NOT NULL, PRIMARY KEY (check_id, n))$CLUSTERED
              """,
              """
              CREATE TABLE bodies (
                check_id $REF NOT NULL, n BIGINT NOT NULL, body $BYTES NOT NULL,
                PRIMARY KEY (check_id, n))$CLUSTERED
              """,
              """
              CREATE TABLE flips (
                id $ID, check_id $REF NOT NULL, at BIGINT NOT NULL, was TEXT NOT NULL,
                became TEXT NOT NULL, cause TEXT NOT NULL)
              """,
              "CREATE INDEX flips_check ON flips (check_id, at)",
              """
              CREATE TABLE alerts (
                id $ID, check_id $REF, channel TEXT NOT NULL,
                message TEXT NOT NULL, created BIGINT NOT NULL, due BIGINT NOT NULL,
                attempts INTEGER NOT NULL, next_try BIGINT NOT NULL, done_at BIGINT,
                outcome TEXT NOT NULL)
              """,
              "CREATE INDEX alerts_open ON alerts (channel, id) WHERE done_at IS NULL",
              "CREATE INDEX alerts_done ON alerts (done_at) WHERE done_at IS NOT NULL"),
          List.of(
              "ALTER TABLE checks ADD COLUMN other_runs TEXT",
              "ALTER TABLE checks ADD COLUMN left_at BIGINT"),
          List.of(
              "ALTER TABLE checks ADD COLUMN late_told BIGINT",
              "ALTER TABLE alerts ADD COLUMN held TEXT"),
          List.of("ALTER TABLE checks ADD COLUMN hold TEXT"),
          List.of(
              """
              CREATE TABLE nodes (
                name TEXT PRIMARY KEY, version TEXT NOT NULL, config TEXT NOT NULL,
                alive BIGINT NOT NULL)
              """,
              """
              CREATE TABLE leases (
                channel TEXT PRIMARY KEY, node TEXT NOT NULL, until BIGINT NOT NULL,
                token BIGINT NOT NULL)
              """),
          List.of(
              "CREATE INDEX checks_depending ON checks (id) WHERE " + DependencyIndex.DEPENDING));

  private Schema() {}

  /**
   * Brings the tables to the newest version. Throws IllegalStateException when a newer heartbeat
   * made them.
   */
  static void migrate(Session session, Dialect dialect) throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
      String noted = session.note(VERSION);
      int version = noted == null ? 0 : Integer.parseInt(noted);
      if (version > STEPS.size() && !isCompatible(session, dialect)) {
        throw new IllegalStateException(
            "the database has schema version " + version + ", made by a newer heartbeat");
      }
      if (version >= STEPS.size()) {
        return;
      }
      for (List<String> step : STEPS.subList(version, STEPS.size())) {
        for (String sql : step) {
          statement.execute(dialect.table(sql));
        }
      }
      session.note(VERSION, Integer.toString(STEPS.size()));
      session.note(COMPATIBLE, Integer.toString(OLDEST));
    }
  }

  /**
   * Switches that share a database are upgraded one by one. An old switch goes on working with
   * newer tables when the newer version's {@link #OLDEST} allows it.
   */
  private static boolean isCompatible(Session session, Dialect dialect) throws SQLException {
    String oldest = dialect == Dialect.POSTGRES ? session.note(COMPATIBLE) : null;
    return oldest != null && Integer.parseInt(oldest) <= STEPS.size();
  }
}
