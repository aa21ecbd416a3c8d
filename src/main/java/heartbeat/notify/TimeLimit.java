package heartbeat.notify;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a wait in time whatever hangs. Time-outs of sockets do not cover everything: a name server
 * that does not answer blocks in native code, and a peer that sends a byte a second meets each of
 * them.
 */
final class TimeLimit {
  private TimeLimit() {}

  /**
   * What the work answers, done on a thread of this kind; of a kind that does not keep the process
   * alive. Throws TimeoutException when it takes longer (the thread is interrupted, and left to
   * itself if that does not move it), and what the work throws as ExecutionException.
   */
  static <T> T within(Duration limit, Thread.Builder kind, Callable<T> work)
      throws TimeoutException, ExecutionException, InterruptedException {
    var task = new FutureTask<>(work);
    kind.start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      task.cancel(true);
    }
  }
}
