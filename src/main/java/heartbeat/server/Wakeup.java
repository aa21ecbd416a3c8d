package heartbeat.server;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets a thread sleep until a time, and lets other threads wake it. */
final class Wakeup {
  private boolean rung;
  private @Nullable Instant planned;

  /** Wakes the sleeper; if nobody sleeps, the next sleep ends at once. */
  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** Wakes the sleeper if it would sleep beyond {@code due}. */
  synchronized void ringFor(Instant due) {
    if (planned == null || due.isBefore(planned)) {
      ring();
    }
  }

  /**
   * Sleeps until another thread rings, or {@code most} has passed.
   *
   * @param until the time at which the sleeper has work to do; null: it has none planned
   */
  synchronized void sleep(@Nullable Instant until, Duration most) throws InterruptedException {
    planned = until;
    long end = System.nanoTime() + most.toNanos();
    while (!rung) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    rung = false;
    planned = Instant.MIN;
  }
}
