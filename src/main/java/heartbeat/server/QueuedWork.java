package heartbeat.server;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Work that waits for the writer, and its outcome, which its sender waits for. */
final class QueuedWork<T extends @Nullable Object> {
  private final Store.Work<T> work;
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable failure;

  QueuedWork(Store.Work<T> work) {
    this.work = work;
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
  @SuppressWarnings("NullAway") // the work's own type says whether its result may be null
  T await() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while the database was written", e);
    }
    switch (failure) {
      case null -> {
        return result;
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
