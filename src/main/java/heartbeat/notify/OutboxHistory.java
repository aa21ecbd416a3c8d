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
 * @param notBefore until when the server asked to be left alone, by anybody; null: it did not
 */
public record OutboxHistory(
    Instant created,
    int attempts,
    @Nullable Instant firstFailure,
    Instant due,
    String lastDetail,
    @Nullable Instant notBefore) {

  /** For so long a new item is left to the process that put it there. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 6;

  /** The jitter takes a fifth off the pause, or adds it. */
  private static final double JITTER = 0.2;

  /** The history of an item that is put there now. */
  static OutboxHistory begin(Instant now) {
    return new OutboxHistory(now, 0, null, now.plus(GRACE), "", null);
  }

  /**
   * The history after another attempt that failed: the pauses double from a minute to an hour.
   *
   * @param chance 0 to 1, for the jitter
   */
  OutboxHistory failed(Instant now, String detail, double chance) {
    return failed(now, detail, chance, Duration.ZERO);
  }

  /**
   * Likewise.
   *
   * @param asked how long the server asks to be left alone; so much at most is granted as a clock
   *     may step back
   */
  OutboxHistory failed(Instant now, String detail, double chance, Duration asked) {
    Duration granted = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    Instant asOfNow = granted.isPositive() ? now.plus(granted) : null;
    long pause = Math.min(SHORTEST.toMillis() << Math.min(attempts, DOUBLINGS), LONGEST.toMillis());
    long withJitter = Math.round(pause * (1 - JITTER + 2 * JITTER * chance));
    return new OutboxHistory(
        // A clock that stepped back must not make it immortal.
        created.isAfter(now) ? now : created,
        attempts + 1,
        firstFailure == null ? now : firstFailure,
        asOfNow != null && asOfNow.isAfter(now.plusMillis(withJitter))
            ? asOfNow
            : now.plusMillis(withJitter),
        detail,
        asOfNow);
  }

  /** Whether its pause is over, or is so long that the clock must have stepped back. */
  boolean isDue(Instant now) {
    Duration left = Duration.between(now, due);
    return !left.isPositive() || left.compareTo(LONGEST.multipliedBy(2)) > 0;
  }

  /** Whether the server still wants to be left alone. */
  boolean isToBeLeft(Instant now) {
    return notBefore != null
        && now.isBefore(notBefore)
        && Duration.between(now, notBefore).compareTo(LONGEST) <= 0;
  }

  /** Whether it has waited for so long. */
  boolean isOlderThan(Duration age, Instant now) {
    return Duration.between(created, now).compareTo(age) > 0;
  }
}
