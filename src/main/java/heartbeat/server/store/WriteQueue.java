package heartbeat.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The one thread that writes to a database: all work that queued up while the last commit ran goes
 * into the next transaction.
 */
final class WriteQueue {
  private static final int MOST_IN_A_COMMIT = 500;

  private final BlockingQueue<QueuedWork<?>> queue = new LinkedBlockingQueue<>();
  private final QueuedWork<Boolean> end = new QueuedWork<>(Rows.UNKNOWN, session -> true);
  private final Consumer<List<QueuedWork<?>>> commit;
  private final Thread thread;
  private volatile boolean closed;

  /** {@code commit} answers each work that it gets. */
  WriteQueue(Consumer<List<QueuedWork<?>>> commit) {
    this.commit = commit;
    thread = Thread.ofPlatform().name("store").start(this::loop);
  }

  /** Returns when the work is committed. */
  <T> T write(Rows rows, Store.Work<T> work) {
    if (closed) {
      throw new StoreException("the switch is stopping", new IllegalStateException());
    }
    QueuedWork<T> queued = new QueuedWork<>(rows, work);
    queue.add(queued);
    return queued.await();
  }

  /** Takes all that waits, for {@code commit} to answer it at once. */
  List<QueuedWork<?>> takeAll() {
    List<QueuedWork<?>> all = new ArrayList<>();
    queue.drainTo(all);
    if (all.remove(end)) {
      queue.add(end);
    }
    return all;
  }

  private void loop() {
    List<QueuedWork<?>> batch = new ArrayList<>(MOST_IN_A_COMMIT);
    boolean ended = false;
    try {
      while (!ended) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, MOST_IN_A_COMMIT - 1);
        ended = batch.remove(end);
        if (!batch.isEmpty()) {
          commit.accept(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after what waits; false: it had ended before. */
  boolean close() throws InterruptedException {
    if (closed && !thread.isAlive()) {
      return false;
    }
    closed = true;
    queue.add(end);
    thread.join();
    return true;
  }
}
