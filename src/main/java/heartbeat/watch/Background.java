package heartbeat.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work beside the reading, on daemon threads: a thread that hangs does not keep the process alive.
 */
final class Background {
  private static final int PATIENCE_SECONDS = 10;

  private Background() {}

  static <T> CompletableFuture<T> run(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Background::start);
  }

  static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<T, R> work) {
    return first.thenApplyAsync(work, Background::start);
  }

  /** Starts it; nobody waits for its end or learns of its failure. */
  static void start(Runnable work) {
    try {
      Thread.ofPlatform().daemon().start(work);
    } catch (OutOfMemoryError noThread) {
      // The system gives no thread: do it here, and late.
      work.run();
    }
  }

  /** Does it, and waits for its end; false when it has not ended within this time. */
  static boolean ends(Runnable work, Duration patience) {
    try {
      return Thread.ofPlatform().daemon().start(work).join(patience);
    } catch (OutOfMemoryError noThread) {
      work.run();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The result; null when the work failed or takes longer than ten seconds. */
  static <T> @Nullable T result(CompletableFuture<T> work) {
    try {
      return work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
