package heartbeat.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work beside the reading, on daemon threads: what hangs there keeps nobody from ending. */
final class Background {
  private static final int PATIENCE_SECONDS = 10;

  private Background() {}

  static <T> CompletableFuture<T> run(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Background::start);
  }

  static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<T, R> work) {
    return first.thenApplyAsync(work, Background::start);
  }

  /** Does it without anybody waiting for it or asking how it went. */
  static void start(Runnable work) {
    try {
      Thread.ofPlatform().daemon().start(work);
    } catch (OutOfMemoryError noThread) {
      // No process or thread is to be had: late is better than never.
      work.run();
    }
  }

  /** Does it, and waits for its end for so long at most; false when it has not ended by then. */
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

  /** The result; null when it failed or is not there in ten seconds. */
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
