package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The switches that share the database. */
public final class NodeTable {
  private final Session session;

  NodeTable(Session session) {
    this.session = session;
  }

  /**
   * A switch that uses the database.
   *
   * @param version its version of heartbeat
   * @param config a hash of its config's checks: two switches with the same checks have the same
   *     one
   * @param alive when it last reported that it is alive
   */
  public record Node(String name, String version, String config, Instant alive) {}

  /** Stores that a switch is alive. */
  public void note(Node node) throws SQLException {
    session.update(
        "INSERT INTO nodes (name, version, config, alive) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET version = excluded.version,"
            + " config = excluded.config, alive = excluded.alive",
        node.name(),
        node.version(),
        node.config(),
        node.alive().toEpochMilli());
  }

  /** Removes a switch that was stopped. */
  public void remove(String name) throws SQLException {
    session.update("DELETE FROM nodes WHERE name = ?", name);
  }

  /** The switches that reported after this time, by name. */
  public List<Node> since(Instant time) throws SQLException {
    List<Node> nodes = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT name, version, config, alive FROM nodes WHERE alive > ? ORDER BY name",
            time.toEpochMilli())) {
      while (row.next()) {
        nodes.add(
            new Node(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4))));
      }
    }
    return nodes;
  }

  /** Removes the switches that have not reported since this time. */
  public void removeBefore(Instant time) throws SQLException {
    session.update("DELETE FROM nodes WHERE alive < ?", time.toEpochMilli());
  }
}
