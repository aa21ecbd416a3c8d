package heartbeat.server.store;

import java.sql.SQLException;

/**
 * The switch's memory. What {@link #write} did is durable when it returns: after a power cut it is
 * still there.
 */
public interface Store extends AutoCloseable {
  /** Something to do with the database, in one transaction. It may be run again after a failure. */
  @FunctionalInterface
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /**
   * Changes the database: all of the work or nothing of it. Returns what the work returned. Throws
   * StoreException when it could not be stored; what the work itself throws comes out as it is.
   */
  <T> T write(Work<T> work);

  /** Looks at the database. Throws StoreException when it can't be read. */
  <T> T read(Work<T> work);

  /** Ends after what was begun. */
  @Override
  void close();
}
