package heartbeat.check;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A time of day in which alerts wait; they are never dropped. It may span midnight. */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
  /** Throws IllegalArgumentException when the two times are the same. */
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours may not last all day");
    }
  }

  /** When something that is to be said now may be said: now, or the end of the quiet hours. */
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
