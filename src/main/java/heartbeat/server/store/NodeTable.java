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
   * One of the switches.
   *
   * @param version of its heartbeat
   * @param config what tells its checks from those of other configs
   * @param alive when it last said so
   */
  public record Node(String name, String version, String config, Instant alive) {}

  /** A switch says that it is alive. */
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

  /** A switch was stopped. */
  public void remove(String name) throws SQLException {
    session.update("DELETE FROM nodes WHERE name = ?", name);
  }

  /** Those that were alive after this time, by name. */
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

  /** Forgets those that have not been alive since then. */
  public void removeBefore(Instant time) throws SQLException {
    session.update("DELETE FROM nodes WHERE alive < ?", time.toEpochMilli());
  }
}
