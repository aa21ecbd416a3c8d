package heartbeat.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection with its prepared statements, for one thread at a time. The same SQL works in SQLite
 * and in PostgreSQL.
 */
public final class Session {
  private final Connection connection;
  private final boolean shared;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Set<PreparedStatement> batches = new LinkedHashSet<>();
  private final CheckCache cache;
  private final CheckTable checks;
  private final CheckDefinitions definitions;
  private final DueChecks dueChecks;
  private final PingTable pings = new PingTable(this);
  private final FlipTable flips = new FlipTable(this);
  private final AlertTable outbox = new AlertTable(this);
  private final PendingAlerts pendingAlerts = new PendingAlerts(this);
  private final HeldAlerts heldAlerts = new HeldAlerts(this);
  private final AlertOverview alertOverview = new AlertOverview(this);
  private final NodeTable nodes = new NodeTable(this);
  private final LeaseTable leases = new LeaseTable(this);

  /**
   * A session that is its database's only writer.
   *
   * @param spec shared by all sessions
   * @param remembered how many checks it keeps in memory instead of reading them again
   */
  public Session(Connection connection, CheckJson spec, int remembered) {
    this(connection, spec, remembered, false);
  }

  private Session(Connection connection, CheckJson spec, int remembered, boolean shared) {
    this.connection = connection;
    this.shared = shared;
    this.cache = new CheckCache(remembered);
    this.checks = new CheckTable(this, spec, cache);
    this.definitions = new CheckDefinitions(this, checks);
    this.dueChecks = new DueChecks(this, checks);
  }

  /** A session that only reads. */
  static Session reading(Connection connection, CheckJson spec) {
    return new Session(connection, spec, 0);
  }

  /**
   * A writing session for a database that other switches write to as well: it locks each check that
   * it reads, and remembers the check until the end of the transaction.
   */
  static Session sharing(Connection connection, CheckJson spec) {
    return new Session(connection, spec, Integer.MAX_VALUE, true);
  }

  /**
   * Whether other switches write to the database: then this session locks what it reads for a
   * change.
   */
  boolean isShared() {
    return shared;
  }

  /**
   * Takes the lock with this name; holds it until the end of the transaction. Does nothing with
   * SQLite.
   */
  public void lock(String name) throws SQLException {
    if (shared) {
      query("SELECT pg_advisory_xact_lock(hashtext(?))", "heartbeat " + name).close();
    }
  }

  public CheckTable checks() {
    return checks;
  }

  public CheckDefinitions definitions() {
    return definitions;
  }

  public DueChecks dueChecks() {
    return dueChecks;
  }

  public PingTable pings() {
    return pings;
  }

  public FlipTable flips() {
    return flips;
  }

  public AlertTable outbox() {
    return outbox;
  }

  public PendingAlerts pendingAlerts() {
    return pendingAlerts;
  }

  public HeldAlerts heldAlerts() {
    return heldAlerts;
  }

  public AlertOverview alertOverview() {
    return alertOverview;
  }

  public NodeTable nodes() {
    return nodes;
  }

  public LeaseTable leases() {
    return leases;
  }

  public Connection connection() {
    return connection;
  }

  /** Clears everything that is remembered or waiting: it may not match the database any more. */
  void forget() throws SQLException {
    checks.forget();
    for (PreparedStatement statement : batches) {
      statement.clearBatch();
    }
    batches.clear();
  }

  /** The value noted under this name, such as the schema's version; null when there is none. */
  @Nullable
  public String note(String key) throws SQLException {
    try (ResultSet row = query("SELECT value FROM notes WHERE name = ?", key)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Like {@link #note(String)}, and locks the note until the end of the transaction. */
  @Nullable
  public String lockedNote(String key) throws SQLException {
    String lock = shared ? " FOR UPDATE" : "";
    try (ResultSet row = query("SELECT value FROM notes WHERE name = ?" + lock, key)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Stores a value under a name. */
  public void note(String key, String value) throws SQLException {
    update(
        "INSERT INTO notes (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        key,
        value);
  }

  /** Runs a query, after the changes that wait. */
  public ResultSet query(String sql, @Nullable Object... values) throws SQLException {
    flush();
    return bound(sql, values).executeQuery();
  }

  /**
   * Queues a change, to be sent together with others before the next query or update. Changes by
   * the same statement keep their order; changes by different statements may be reordered. With
   * SQLite it runs at once.
   */
  void later(String sql, @Nullable Object... values) throws SQLException {
    if (!shared) {
      update(sql, values);
      return;
    }
    PreparedStatement statement = bound(sql, values);
    statement.addBatch();
    batches.add(statement);
  }

  /** Sends the queued changes. */
  void flush() throws SQLException {
    if (!batches.isEmpty()) {
      for (PreparedStatement statement : batches) {
        statement.executeBatch();
      }
      batches.clear();
    }
  }

  /** Runs a query whose first column is the id of a check. */
  List<Long> ids(String sql, @Nullable Object... values) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = query(sql, values)) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }

  /** Changes rows; returns how many. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    flush();
    return bound(sql, values).executeUpdate();
  }

  // A prepared statement stays open as long as the connection.
  private PreparedStatement bound(String sql, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text ->
            statement.setString(i + 1, shared ? text.replace('\0', '\uFFFD') : text);
        case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
        case Long[] numbers ->
            statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> throw new IllegalArgumentException("no column holds " + values[i]);
      }
    }
    return statement;
  }

  static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return value == 0 && row.wasNull() ? null : value;
  }
}
