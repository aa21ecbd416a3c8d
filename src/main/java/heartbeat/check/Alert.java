package heartbeat.check;

import java.time.Instant;
import java.util.Locale;

/**
 * Something to tell people about a check.
 *
 * @param at when it became true
 * @param notBefore when it may be said: later than {@code at} in quiet hours
 * @param cause of a down or reminder: why it is down; of a recovery: why it was
 * @param since since when it is, or was, down
 * @param missed how many runs are missing until now; 0 when none was expected
 */
public record Alert(
    Kind kind, Instant at, Instant notBefore, Cause cause, Instant since, int missed) {
  /** What it tells. */
  public enum Kind {
    DOWN,
    RECOVERED,
    /** Still down. */
    REMINDER,
    /** Expected, not here yet, and within its grace; {@code since} is when it was expected. */
    LATE,
    /** What was told to be late has come; {@code since} is when it was expected. */
    ARRIVED;

    /** The name for users: {@code down}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
