package heartbeat.capture;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from the reading thread to something that may be slow, hung or broken, on a daemon
 * thread of its own and through a bounded queue.
 *
 * <p>When the queue is full, the reader waits for a target that makes progress at {@value
 * #HEALTHY_BYTES_PER_SECOND} bytes a second or more: a busy disk loses nothing, and the job gets no
 * slower than if it wrote there itself. All waiting beyond that pace is charged to a budget for the
 * whole run; when it is spent, bytes are dropped and counted until the target has caught up. So a
 * hung target costs the job its budget once.
 */
final class AsyncWriter {
  /** Waiting for a target that is at least as fast as this costs no budget. */
  static final long HEALTHY_BYTES_PER_SECOND = 8L << 20;

  /** Where the bytes go. Only the writer's own thread uses it, but for {@link #held}. */
  interface Target {
    /** Writes all of these bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** At this place, so many bytes are missing. */
    void lost(long bytes) throws IOException;

    /** Everything has been written. */
    void finish() throws IOException;

    /** Closes what is open, after a failure; what has been written stays. */
    void abandon();

    /** How many bytes of the run's output can be found there now. Any thread may ask. */
    long held();
  }

  /** Opens the target, on the writer's own thread: it may take long. */
  interface Opener {
    Target open() throws Exception;
  }

  private final Object lock = new Object();
  private final String name;
  private final ByteQueue queue;
  private final Opener opener;
  private long budgetNanos;

  private @Nullable Target target;
  private @Nullable Throwable failure;
  private boolean closing;
  private boolean ended;
  private boolean dropping;
  private long removed;
  private long gap;
  private long dropped;

  AsyncWriter(String name, int capacity, long budgetNanos, Opener opener) {
    this.name = name;
    this.queue = new ByteQueue(capacity);
    this.budgetNanos = budgetNanos;
    this.opener = opener;
  }

  /**
   * Starts the thread. If the system gives none (no memory, too many threads), the writer has
   * failed.
   */
  void start() {
    try {
      Thread.ofPlatform().daemon().name("heartbeat-" + name).start(this::run);
    } catch (OutOfMemoryError | RuntimeException noThread) {
      fail(noThread);
    }
  }

  /** Takes these bytes, or counts them as dropped. Throws nothing; waits as described above. */
  void offer(byte[] bytes, int offset, int length) {
    synchronized (lock) {
      int done = 0;
      while (done < length && failure == null && !dropping) {
        int n = queue.put(bytes, offset + done, length - done);
        done += n;
        lock.notifyAll();
        if (done < length && !awaitRoom(n)) {
          dropping = true;
        }
      }
      gap += failure == null ? length - done : 0;
      dropped += length - done;
    }
  }

  /** Waits until the queue has room; false when the budget is spent. */
  private boolean awaitRoom(int lastPut) {
    if (lastPut == 0 && !queue.isFull()) {
      return false; // no memory for another segment: waiting does not make any
    }
    while (queue.isFull() && failure == null) {
      if (budgetNanos <= 0) {
        return false;
      }
      long before = System.nanoTime();
      long removedBefore = removed;
      if (!await(budgetNanos)) {
        return false;
      }
      long free = (removed - removedBefore) * 1_000_000_000L / HEALTHY_BYTES_PER_SECOND;
      budgetNanos -= Math.max(0, System.nanoTime() - before - free);
    }
    return true;
  }

  /**
   * The end of the output: waits until everything has been written and the target is finished, but
   * not longer than {@code stall} without progress and {@code total} in all. True when it is.
   */
  boolean finish(long stallNanos, long totalNanos) {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
      long end = System.nanoTime() + totalNanos;
      long seen = removed;
      long patience = System.nanoTime() + stallNanos;
      while (!ended) {
        long now = System.nanoTime();
        if (removed != seen) {
          seen = removed;
          patience = now + stallNanos;
        }
        long left = Math.min(end - now, patience - now);
        if (left <= 0 || !await(left)) {
          return false;
        }
      }
      return failure == null;
    }
  }

  /** How many of the offered bytes never reached the target because it was too slow or broken. */
  long dropped() {
    synchronized (lock) {
      return dropped;
    }
  }

  /** Of the offered bytes, those that the target holds now. */
  long held() {
    synchronized (lock) {
      return target == null ? 0 : target.held();
    }
  }

  /** Why the writing failed; null when it did not. */
  @Nullable Throwable failure() {
    synchronized (lock) {
      return failure;
    }
  }

  private void run() {
    try {
      Target opened = opener.open();
      synchronized (lock) {
        target = opened;
      }
      while (step(opened)) {}
      opened.finish();
      synchronized (lock) {
        ended = true;
        lock.notifyAll();
      }
    } catch (Throwable broken) {
      // Whatever it is, also a lack of memory: give up the target and go on reading.
      fail(broken);
    }
  }

  /** Writes what is in the queue, or waits for it; false at the end. */
  private boolean step(Target to) throws IOException, InterruptedException {
    byte[] bytes = null;
    int offset = 0;
    int length = 0;
    long missing = 0;
    synchronized (lock) {
      while (queue.isEmpty() && gap == 0) {
        if (closing) {
          return false;
        }
        lock.wait();
      }
      if (queue.isEmpty()) {
        // What came before the gap has been written: from here on the writer takes bytes again.
        missing = gap;
        gap = 0;
        dropping = false;
      } else {
        bytes = queue.head();
        offset = queue.headOffset();
        length = queue.headLength();
      }
    }
    if (bytes == null) {
      to.lost(missing);
      return true;
    }
    to.write(bytes, offset, length);
    synchronized (lock) {
      queue.remove(length);
      removed += length;
      lock.notifyAll();
    }
    return true;
  }

  private void fail(Throwable why) {
    Target broken;
    synchronized (lock) {
      failure = why;
      dropped += queue.size();
      queue.clear();
      broken = target;
    }
    if (broken != null) {
      broken.abandon();
    }
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  private boolean await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, 1_000_000));
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
