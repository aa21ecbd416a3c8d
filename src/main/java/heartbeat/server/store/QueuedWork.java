package heartbeat.server.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A work in the queue of the writing thread. The sender waits for its result. */
final class QueuedWork<T> {
  private final Rows rows;
  private final Store.Work<T> work;
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable failure;

  QueuedWork(Rows rows, Store.Work<T> work) {
    this.rows = rows;
    this.work = work;
  }

  Rows rows() {
    return rows;
  }

  /** Runs the work in the writing thread; the transaction is not committed yet. */
  void run(Session session) throws SQLException {
    result = work.in(session);
  }

  /** The transaction was committed: the sender gets the result. */
  void done() {
    answered.countDown();
  }

  /** The transaction was rolled back: the sender gets this exception. */
  void failed(Throwable why) {
    failure = why;
    answered.countDown();
  }

  /** Waits for the commit, then returns the result; throws what the work threw. */
  T await() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while the database was written", e);
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return Objects.requireNonNull(result);
  }
}
