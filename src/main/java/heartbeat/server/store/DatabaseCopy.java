package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies everything from a SQLite file into an empty PostgreSQL database, in one transaction. */
public final class DatabaseCopy {
  private static final int AT_ONCE = 1_000;

  /** These tables are about the switches that use the database, not about its checks. */
  private static final Set<String> NOT_COPIED = Set.of("nodes", "leases");

  private static final String NOTES = "notes";

  private DatabaseCopy() {}

  /**
   * Copies all tables; returns the number of rows of each. Throws StoreException, with a message
   * for the user, when the new database already has checks or one of the databases can't be used.
   */
  public static Map<String, Long> copy(SqliteStore from, Store to) {
    return from.read(source -> to.write(target -> copy(source, target)));
  }

  private static Map<String, Long> copy(Session source, Session target) throws SQLException {
    try (ResultSet row = target.query("SELECT count(*) FROM checks")) {
      if (row.next() && row.getLong(1) > 0) {
        throw new StoreException(
            "the new database has checks already: copy before a switch uses it",
            new IllegalStateException());
      }
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table : tables(source)) {
      rows.put(table, copy(source, target, table));
    }
    return rows;
  }

  private static List<String> tables(Session source) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet row =
        source.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                + " ORDER BY name")) {
      while (row.next()) {
        if (!NOT_COPIED.contains(row.getString(1))) {
          tables.add(row.getString(1));
        }
      }
    }
    return tables;
  }

  private static long copy(Session source, Session target, String table) throws SQLException {
    // The new database has its own notes about the version of its tables.
    String which = table.equals(NOTES) ? " WHERE name NOT IN ('schema', 'compat')" : "";
    String ifThere = table.equals(NOTES) ? " ON CONFLICT (name) DO NOTHING" : "";
    long count = 0;
    boolean numbered;
    try (ResultSet row = source.query("SELECT * FROM " + table + which)) {
      List<String> names = columns(row);
      numbered = names.contains("id");
      String insert =
          "INSERT INTO "
              + table
              + " ("
              + String.join(", ", names)
              + ") VALUES ("
              + String.join(", ", Collections.nCopies(names.size(), "?"))
              + ")"
              + ifThere;
      while (row.next()) {
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = row.getObject(i + 1);
        }
        target.later(insert, values);
        count++;
        if (count % AT_ONCE == 0) {
          target.flush();
        }
      }
    }
    target.flush();
    if (numbered && count > 0) {
      goOnNumbering(target, table);
    }
    return count;
  }

  private static List<String> columns(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnName(i));
    }
    return names;
  }

  /** The next row gets a number after those that were copied. */
  private static void goOnNumbering(Session target, String table) throws SQLException {
    target
        .query(
            "SELECT setval(pg_get_serial_sequence('"
                + table
                + "', 'id'), (SELECT max(id) FROM "
                + table
                + "))")
        .close();
  }
}
