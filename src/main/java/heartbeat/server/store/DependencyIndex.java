package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the checks that depend on other checks (parents). The JSON of a check lists the UUIDs of
 * its parents.
 */
public final class DependencyIndex {
  /**
   * The condition of the index. The database uses the index only for a query with exactly this
   * text.
   */
  static final String DEPENDING = "spec LIKE '%\"depends_on\":%'";

  private DependencyIndex() {}

  /** Whether any check depends on another one. */
  public static boolean any(Session session) throws SQLException {
    try (ResultSet row = session.query("SELECT 1 FROM checks WHERE " + DEPENDING + " LIMIT 1")) {
      return row.next();
    }
  }

  /** The checks that depend on this one, directly or not. */
  public static Set<UUID> dependants(Session session, UUID uuid) throws SQLException {
    Set<UUID> found = new LinkedHashSet<>();
    List<UUID> open = new ArrayList<>(List.of(uuid));
    while (!open.isEmpty()) {
      try (ResultSet row =
          session.query(
              "SELECT uuid FROM checks WHERE " + DEPENDING + " AND spec LIKE ?",
              "%\"" + open.removeLast() + "\"%")) {
        while (row.next()) {
          UUID child = UUID.fromString(row.getString(1));
          if (found.add(child)) {
            open.add(child);
          }
        }
      }
    }
    return found;
  }
}
