package heartbeat.check;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time of day in which alerts wait; no alert is dropped. It may include midnight. */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
  private static final Pattern WRITTEN =
      Pattern.compile("([0-2][0-9]:[0-5][0-9]) *- *([0-2][0-9]:[0-5][0-9])");

  /** Throws IllegalArgumentException when the two times are the same. */
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours may not last all day");
    }
  }

  /**
   * Reads {@code 22:00-07:00}. Throws IllegalArgumentException, with a message for the user, when
   * the text has another form.
   */
  public static QuietHours parse(String text, ZoneId zone) {
    Matcher hours = WRITTEN.matcher(text);
    if (!hours.matches()) {
      throw new IllegalArgumentException("is not a time of day; write 22:00-07:00");
    }
    try {
      return new QuietHours(LocalTime.parse(hours.group(1)), LocalTime.parse(hours.group(2)), zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a time of day; write 22:00-07:00", e);
    }
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    return from + "-" + to;
  }

  /** When an alert may be sent: now, or in quiet hours at their end. */
  public Instant sayAt(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean overnight = to.isBefore(from);
    boolean begun = !time.isBefore(from);
    boolean ended = !time.isBefore(to);
    if (overnight ? ended && !begun : ended || !begun) {
      return now;
    }
    ZonedDateTime end = local.toLocalDate().atTime(to).atZone(zone);
    return overnight && begun ? end.plusDays(1).toInstant() : end.toInstant();
  }
}
