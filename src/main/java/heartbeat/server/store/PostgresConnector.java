package heartbeat.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Makes connections to PostgreSQL; after a failure not at once again, but soon. */
final class PostgresConnector {
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final String url;
  private final Properties properties;
  private final String shown;
  private final Driver driver = new Driver();
  private Duration wait = FIRST_WAIT;
  private long notBefore = System.nanoTime();
  private @Nullable SQLException last;

  PostgresConnector(String url, Properties properties, String shown) {
    this.url = url;
    this.properties = properties;
    this.shown = shown;
  }

  /** A new connection. Fails at once while the last failure is a moment ago. */
  Connection connect() throws SQLException {
    synchronized (this) {
      if (last != null && System.nanoTime() - notBefore < 0) {
        throw new SQLException(last.getMessage(), last.getSQLState(), last);
      }
    }
    try {
      Connection connection = driver.connect(url, properties);
      if (connection == null) {
        throw new SQLException("not a PostgreSQL URL", "08001");
      }
      synchronized (this) {
        last = null;
        wait = FIRST_WAIT;
      }
      return connection;
    } catch (SQLException e) {
      synchronized (this) {
        last = e;
        notBefore = System.nanoTime() + wait.toNanos();
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
      }
      throw e;
    }
  }

  /** What a user is told when something could not be read or written. */
  StoreException failed(String what, SQLException e) {
    return new StoreException("can't " + what + " " + shown + ": " + e.getMessage(), e);
  }

  StoreException unusable(Throwable e) {
    return new StoreException("can't use " + shown + ": " + e.getMessage(), e);
  }

  /** The connection is of no use any more: the server went, or is no primary any more. */
  static boolean isGone(SQLException e, Connection connection) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    try {
      return state.startsWith("08")
          || state.startsWith("57P0")
          || state.equals("25006")
          || connection.isClosed();
    } catch (SQLException closed) {
      return true;
    }
  }

  /** Somebody else was in the way: a deadlock, or the same row made at the same time. */
  static boolean isPassing(Throwable e) {
    String state =
        e instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    return state.equals("40P01") || state.equals("40001") || state.equals("23505");
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException dead) {
      // It was of no use any more.
    }
  }
}
