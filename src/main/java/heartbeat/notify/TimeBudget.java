package heartbeat.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much time is left for deliveries. One for a run: the process that ran the job must not hang
 * about for a server that hangs, since what is left waits in the outbox.
 */
public final class TimeBudget {
  private static final long ENDLESS = Long.MAX_VALUE / 4;

  private final long begun = System.nanoTime();
  private final @Nullable TimeBudget whole;
  private long nanos;

  private TimeBudget(long nanos, @Nullable TimeBudget whole) {
    this.nanos = nanos;
    this.whole = whole;
  }

  /** So much from now on. */
  public static TimeBudget of(Duration time) {
    return new TimeBudget(Math.max(0, time.toNanos()), null);
  }

  /** As long as it takes: each attempt has limits of its own. */
  public static TimeBudget unlimited() {
    return new TimeBudget(ENDLESS, null);
  }

  /** What is left; zero when it is spent. */
  public synchronized Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - begun)));
  }

  /** Whether nothing is left. */
  public boolean isSpent() {
    return left().isZero();
  }

  /** The shorter one of this time and what is left. */
  Duration atMost(Duration time) {
    Duration left = left();
    return left.compareTo(time) < 0 ? left : time;
  }

  /** A part of what is left that is no longer than this. */
  public TimeBudget upTo(Duration time) {
    return of(atMost(time));
  }

  /** Half of what is left, for one of several who need some of it. */
  TimeBudget half() {
    return new TimeBudget(left().toNanos() / 2, this);
  }

  /** Time that was spent as somebody wished, such as a jitter, does not count. */
  public synchronized void extend(Duration wished) {
    nanos += wished.toNanos();
    if (whole != null) {
      whole.extend(wished);
    }
  }
}
