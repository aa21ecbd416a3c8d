package heartbeat.server.store;

import java.sql.SQLException;
import java.time.InstantSource;

/**
 * The switch's memory. What {@link #write} did is durable when it returns: after a power cut it is
 * still there.
 */
public interface Store extends AutoCloseable {
  /** Work for one transaction. The store may run it again after a failure. */
  @FunctionalInterface
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /**
   * Changes the database: all of the work or nothing of it. Returns what the work returned. Throws
   * StoreException when it could not be stored; what the work itself throws comes out as it is.
   */
  default <T> T write(Work<T> work) {
    return write(Rows.UNKNOWN, work);
  }

  /** Likewise; the work is about these checks. */
  <T> T write(Rows rows, Work<T> work);

  /**
   * From now on this runs first in each transaction that changes the database. A batch that is
   * tried again runs it again.
   */
  void guard(Guard guard);

  /** What must be seen to before anything else in a transaction; on the writer's thread. */
  interface Guard {
    /** Runs in the transaction, before its works. */
    void before(Session session) throws SQLException;

    /** The transaction in which it ran last is durable. */
    void stored();
  }

  /** The clock that all switches on this database go by, given the clock of this machine. */
  default InstantSource clock(InstantSource local) {
    return local;
  }

  /** Whether other switches may use the database at the same time. */
  default boolean isShared() {
    return false;
  }

  /** Looks at the database. Throws StoreException when it can't be read. */
  <T> T read(Work<T> work);

  /** Closes the store when the work that was begun is done. */
  @Override
  void close();
}
