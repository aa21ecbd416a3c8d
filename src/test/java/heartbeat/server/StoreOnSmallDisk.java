package heartbeat.server;

import heartbeat.server.store.Rows;
import heartbeat.server.store.Store;
import java.sql.SQLException;
import java.time.InstantSource;

/** A database whose disk may be full. */
final class StoreOnSmallDisk implements Store {
  private final Store store;
  boolean full;

  StoreOnSmallDisk(Store store) {
    this.store = store;
  }

  @Override
  public <T> T write(Rows rows, Work<T> work) {
    return store.write(
        rows,
        session -> {
          T result = work.in(session);
          if (full) {
            throw new SQLException("database or disk is full");
          }
          return result;
        });
  }

  @Override
  public <T> T read(Work<T> work) {
    return store.read(work);
  }

  @Override
  public InstantSource clock(InstantSource local) {
    return store.clock(local);
  }

  @Override
  public boolean isShared() {
    return store.isShared();
  }

  @Override
  public void guard(Guard guard) {
    store.guard(guard);
  }

  @Override
  public void close() {
    store.close();
  }
}
