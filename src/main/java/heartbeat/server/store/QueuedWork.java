package heartbeat.server.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Work that waits for the writer, and its outcome, which its sender waits for. */
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

  /** Done by the writer, not committed yet. */
  void run(Session session) throws SQLException {
    result = work.in(session);
  }

  /** It is committed. */
  void done() {
    answered.countDown();
  }

  /** It was rolled back. */
  void failed(Throwable why) {
    failure = why;
    answered.countDown();
  }

  /** The result, once it is committed. */
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
