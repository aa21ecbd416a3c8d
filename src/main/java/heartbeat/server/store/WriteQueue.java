package heartbeat.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The only thread that writes to a database: all works that were queued during the last commit go
 * into the next transaction.
 */
final class WriteQueue {
  private static final int MOST_IN_A_COMMIT = 500;

  private final BlockingQueue<QueuedWork<?>> queue = new LinkedBlockingQueue<>();
  private final QueuedWork<Boolean> end = new QueuedWork<>(Rows.UNKNOWN, session -> true);
  private final Consumer<List<QueuedWork<?>>> commit;
  private final Thread thread;
  private volatile boolean closed;

  /** {@code commit} must finish each work that it gets, as done or failed. */
  WriteQueue(Consumer<List<QueuedWork<?>>> commit) {
    this.commit = commit;
    thread = Thread.ofPlatform().name("store").start(this::loop);
  }

  /** Queues the work; returns its result once it is committed. */
  <T> T write(Rows rows, Store.Work<T> work) {
    if (closed) {
      throw new StoreException("the switch is stopping", new IllegalStateException());
    }
    QueuedWork<T> queued = new QueuedWork<>(rows, work);
    queue.add(queued);
    return queued.await();
  }

  /** Removes and returns all queued works: the caller must finish them. */
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

  /** Finishes the queued works, then ends the thread; returns false when it had ended before. */
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
