package heartbeat.check;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that people must be told about a check.
 *
 * @param at when it happened
 * @param notBefore the earliest time to send it: later than {@code at} in quiet hours
 * @param cause why the check is down; in a recovery, why it was down
 * @param since since when it is, or was, down
 * @param missed how many expected runs have not come; 0 when none was expected
 */
public record Alert(
    Kind kind, Instant at, Instant notBefore, Cause cause, Instant since, int missed) {
  /** The kind of alert. */
  public enum Kind {
    DOWN,
    RECOVERED,
    /** Still down. */
    REMINDER,
    /** The ping is late but still within its grace; {@code since} is when it was expected. */
    LATE,
    /** The ping that was reported as late has come; {@code since} is when it was expected. */
    ARRIVED;

    /** The name for users: {@code down}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
