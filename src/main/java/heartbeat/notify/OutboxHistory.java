package heartbeat.notify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was done so far to deliver an item.
 *
 * @param created when it was put into the outbox
 * @param attempts how many failed
 * @param firstFailure when the first of them did; null before
 * @param due when processes that are not of its job may try it next
 * @param lastDetail what the last failed attempt said, without secrets; empty before
 */
public record OutboxHistory(
    Instant created, int attempts, @Nullable Instant firstFailure, Instant due, String lastDetail) {

  /** For so long a new item is left to the process that put it there. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 6;

  /** The jitter takes a fifth off the pause, or adds it. */
  private static final double JITTER = 0.2;

  /** The history of an item that is put there now. */
  static OutboxHistory begin(Instant now) {
    return new OutboxHistory(now, 0, null, now.plus(GRACE), "");
  }

  /**
   * The history after another attempt that failed: the pauses double from a minute to an hour.
   *
   * @param chance 0 to 1, for the jitter
   */
  OutboxHistory failed(Instant now, String detail, double chance) {
    long pause = Math.min(SHORTEST.toMillis() << Math.min(attempts, DOUBLINGS), LONGEST.toMillis());
    long withJitter = Math.round(pause * (1 - JITTER + 2 * JITTER * chance));
    return new OutboxHistory(
        // A clock that stepped back must not make it immortal.
        created.isAfter(now) ? now : created,
        attempts + 1,
        firstFailure == null ? now : firstFailure,
        now.plusMillis(withJitter),
        detail);
  }

  /** Whether its pause is over, or is so long that the clock must have stepped back. */
  boolean isDue(Instant now) {
    Duration left = Duration.between(now, due);
    return !left.isPositive() || left.compareTo(LONGEST.multipliedBy(2)) > 0;
  }

  /** Whether it has waited for so long. */
  boolean isOlderThan(Duration age, Instant now) {
    return Duration.between(created, now).compareTo(age) > 0;
  }
}
