package heartbeat.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Makes connections to PostgreSQL. After a failure it waits before the next attempt: 50 ms at
 * first, 2 seconds at most.
 */
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

  /**
   * A new connection. Until the wait after a failure is over, it throws that failure again at once.
   */
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

  /** The exception that tells the user what could not be read or written. */
  StoreException failed(String what, SQLException e) {
    return new StoreException("can't " + what + " " + shown + ": " + e.getMessage(), e);
  }

  StoreException unusable(Throwable e) {
    return new StoreException("can't use " + shown + ": " + e.getMessage(), e);
  }

  /**
   * Whether this connection can't be used any more: the server has stopped, or is no longer the
   * primary.
   */
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

  /**
   * Whether a retry may succeed: a deadlock, or another switch inserted the same row at the same
   * time.
   */
  static boolean isPassing(Throwable e) {
    String state =
        e instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    return state.equals("40P01") || state.equals("40001") || state.equals("23505");
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException dead) {
      // The connection was unusable already.
    }
  }
}
