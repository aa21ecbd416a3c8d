package heartbeat.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much time is left for deliveries. There is one for a run, which must not wait long for a
 * server that hangs: the outbox keeps what is left.
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

  /** This time, from now on. */
  public static TimeBudget of(Duration time) {
    return new TimeBudget(Math.max(0, time.toNanos()), null);
  }

  /** No limit: each attempt has limits of its own. */
  public static TimeBudget unlimited() {
    return new TimeBudget(ENDLESS, null);
  }

  /** The time that is left; zero when it is spent. */
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

  /** Half of what is left, so that the next one has the other half. */
  TimeBudget half() {
    return new TimeBudget(left().toNanos() / 2, this);
  }

  /** Adds time that the config asks to spend, such as a jitter. */
  public synchronized void extend(Duration wished) {
    nanos += wished.toNanos();
    if (whole != null) {
      whole.extend(wished);
    }
  }
}
