package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.server.store.CheckDefinitions;
import heartbeat.server.store.NodeTable.Node;
import heartbeat.server.store.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The switches (nodes) on this database, including this one. With SQLite, there is no other. */
public final class Nodes {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /** A switch that has not reported for longer counts as dead. */
  static final Duration ALIVE = Duration.ofSeconds(12);

  private final boolean shared;
  private volatile String name;
  private final String version;
  private volatile String config = "";
  private volatile List<Node> alive = List.of();

  /** When this switch last reported that it is alive, or tried to. */
  private Instant said = Instant.ofEpochMilli(Long.MAX_VALUE);

  Nodes(boolean shared, String name, String version) {
    this.shared = shared;
    this.name = name;
    this.version = version;
  }

  /** The name of this switch. */
  String name() {
    return name;
  }

  /** Sets the checks of this switch's config, to be compared with those of other switches. */
  void config(List<Check> checks) {
    config = hash(checks);
  }

  static String hash(List<Check> checks) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      checks.stream()
          .map(check -> CheckDefinitions.Identity.of(0, check).toString())
          .sorted()
          .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reports, within a transaction, that this switch is alive, and reads which others are. */
  void note(Session session, Instant now) throws SQLException {
    if (shared) {
      tellApart(session.nodes().since(said));
      session.nodes().note(new Node(name, version, config, now));
      said = now;
      List<Node> before = alive;
      List<Node> seen = session.nodes().since(now.minus(ALIVE));
      alive = seen;
      tellChanges(before, seen);
    }
  }

  /**
   * Changes this switch's name when another switch reports under the same one: with one name, both
   * would take the same lease.
   */
  private void tellApart(List<Node> later) {
    if (later.stream().anyMatch(node -> node.name().equals(name))) {
      String before = name;
      name = before + "#" + UUID.randomUUID().toString().substring(0, 4);
      LOG.warn("another switch is named {} as well; this one is {} now", before, name);
    }
  }

  private static void tellChanges(List<Node> before, List<Node> now) {
    if (!names(before).equals(names(now))) {
      LOG.info("the switches on this database: {}", String.join(", ", names(now)));
    }
    if (differ(now) && !(differ(before) && names(before).equals(names(now)))) {
      LOG.warn(
          "the switches on this database have different checks in their configs; none is removed"
              + " until they agree");
    }
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream()
        .map(node -> node.name() + " (" + node.version() + ", config " + node.config() + ")")
        .toList();
  }

  private static boolean differ(List<Node> nodes) {
    return nodes.stream().map(Node::config).distinct().count() > 1;
  }

  /** Whether any other switch is alive. */
  boolean hasOthers(Session session, Instant now) throws SQLException {
    return shared
        && session.nodes().since(now.minus(ALIVE)).stream()
            .anyMatch(node -> !node.name().equals(name));
  }

  /** Whether all switches that are alive have the same checks in their configs. */
  boolean agree(Session session, Instant now) throws SQLException {
    return !shared
        || session.nodes().since(now.minus(ALIVE)).stream()
            .allMatch(node -> node.name().equals(name) || node.config().equals(config));
  }

  /** Removes this switch from the list when it stops. */
  void leave(Session session) throws SQLException {
    if (shared) {
      session.nodes().remove(name);
    }
  }

  /** The switches that were alive at the last report; an empty list with SQLite. */
  public List<Node> alive() {
    return alive;
  }

  /** Whether the configs of these switches have different checks. */
  public boolean differ() {
    return differ(alive);
  }
}
