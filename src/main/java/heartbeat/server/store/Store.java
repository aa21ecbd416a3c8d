package heartbeat.server.store;

import java.sql.SQLException;
import java.time.InstantSource;

/**
 * The switch's database. When {@link #write} returns, its changes are durable: they survive a power
 * cut.
 */
public interface Store extends AutoCloseable {
  /** Work for one transaction. The store may run it again after a failure. */
  @FunctionalInterface
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /**
   * Runs the work in a transaction: all of its changes are stored, or none. Returns the work's
   * result. Throws StoreException when the changes could not be stored; an exception of the work
   * itself is passed on.
   */
  default <T> T write(Work<T> work) {
    return write(Rows.UNKNOWN, work);
  }

  /** Like {@link #write(Work)}, for a work that changes only these checks. */
  <T> T write(Rows rows, Work<T> work);

  /**
   * Sets the guard, which from now on runs first in each writing transaction. When the store
   * retries a batch, the guard runs again.
   */
  void guard(Guard guard);

  /** Runs before all works of a transaction, in the writing thread. */
  interface Guard {
    /** Runs in the transaction, before its works. */
    void before(Session session) throws SQLException;

    /** The transaction in which {@link #before} ran last is durable. */
    void stored();
  }

  /** The clock that all switches on this database share, made from this machine's clock. */
  default InstantSource clock(InstantSource local) {
    return local;
  }

  /** Whether other switches may use the database at the same time. */
  default boolean isShared() {
    return false;
  }

  /** Runs a work that only reads. Throws StoreException when the database can't be read. */
  <T> T read(Work<T> work);

  /** Finishes the works that have begun, then closes the store. */
  @Override
  void close();
}
