package heartbeat.server;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Wakes a thread that sleeps until something is due. */
final class Wakeup {
  private boolean rung;
  private @Nullable Instant planned;

  /** Wakes the sleeper; if nobody sleeps, the next sleep is over at once. */
  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** Wakes the sleeper if it would sleep longer than until then. */
  synchronized void ringFor(Instant due) {
    if (planned == null || due.isBefore(planned)) {
      ring();
    }
  }

  /**
   * Sleeps until it rings or the time is over.
   *
   * @param until what the sleeper waits for, by the clock; null: nothing
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
