package heartbeat.server.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Iterates over all checks that can be read, in the order of their ids. It reads 500 checks at a
 * time: there may be very many, and a slow caller must not block a database connection.
 */
public final class AllChecks implements Iterable<StoredCheck> {
  private static final int AT_ONCE = 500;

  private final Store store;

  public AllChecks(Store store) {
    this.store = store;
  }

  @Override
  public Iterator<StoredCheck> iterator() {
    return new Iterator<>() {
      private final List<StoredCheck> some = new ArrayList<>(AT_ONCE);
      private int taken;
      private long last = -1;

      @Override
      public boolean hasNext() {
        while (taken == some.size()) {
          some.clear();
          taken = 0;
          long from = last;
          last = store.read(session -> session.checks().each(from, AT_ONCE, some::add));
          if (last == from) {
            return false;
          }
          // Lets other virtual threads run: carrier threads are few.
          LockSupport.parkNanos(1);
        }
        return true;
      }

      @Override
      public StoredCheck next() {
        return some.get(taken++);
      }
    };
  }
}
