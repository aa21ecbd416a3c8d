package heartbeat.check;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one OnCalendar expression as systemd 252 does. One difference: abbreviations of the local
 * time zone, such as CEST, are not accepted.
 */
final class CalendarParser {
  private final CalendarCursor input;
  private @Nullable ZoneId zone;
  private int weekdays = CalendarCursor.ALL_WEEK;
  private CalendarField years = CalendarField.ANY;
  private CalendarField months = CalendarField.ANY;
  private CalendarField days = CalendarField.ANY;
  private CalendarField hours = CalendarField.ANY;
  private CalendarField minutes = CalendarField.ANY;
  private CalendarField micros = CalendarField.of(0);

  /**
   * Parses the text. Throws IllegalArgumentException, with a message for the user, when it is not
   * valid.
   */
  CalendarParser(String text) {
    input = new CalendarCursor(text, withoutZone(text));
    if (input.isAtEnd()) {
      throw input.problem("it is empty");
    }
    if (!isShorthand()) {
      weekdays = input.weekdays();
      if (input.take("@")) {
        readTimestamp();
      } else {
        readDate();
        readTime();
      }
    }
    valid("year", years, 1970, 2199);
    valid("month", months, 1, 12);
    valid("day", days, 1, days.fromEnd() ? 28 : 31);
    valid("hour", hours, 0, 23);
    valid("minute", minutes, 0, 59);
    valid("second", micros, 0, 60 * CalendarCursor.SECOND - 1);
  }

  /** The time zone that the expression names; null: none. */
  @Nullable ZoneId zone() {
    return zone;
  }

  /** The weekdays as bits; bit 0 is Monday. */
  int weekdays() {
    return weekdays;
  }

  CalendarField years() {
    return years;
  }

  CalendarField months() {
    return months;
  }

  CalendarField days() {
    return days;
  }

  CalendarField hours() {
    return hours;
  }

  CalendarField minutes() {
    return minutes;
  }

  /** Microseconds within the minute. */
  CalendarField micros() {
    return micros;
  }

  /** Takes the zone from the end of the text. */
  private String withoutZone(String text) {
    int space = text.lastIndexOf(' ');
    if (space < 0) {
      return text;
    }
    String word = text.substring(space + 1);
    if (word.equalsIgnoreCase("UTC")) {
      zone = ZoneOffset.UTC;
    } else {
      try {
        zone = TimeZones.named(word);
      } catch (DateTimeException e) {
        return text;
      }
    }
    return text.substring(0, space);
  }

  private boolean isShorthand() {
    switch (input.rest().toLowerCase(Locale.ROOT)) {
      case "minutely" -> {}
      case "hourly" -> minutes = CalendarField.of(0);
      case "daily" -> midnight();
      case "weekly" -> {
        weekdays = 1;
        midnight();
      }
      case "monthly" -> firstOf();
      case "quarterly" -> firstOf(1, 4, 7, 10);
      case "biannually", "bi-annually", "semiannually", "semi-annually" -> firstOf(1, 7);
      case "yearly", "annually", "anually" -> firstOf(1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void firstOf(long... some) {
    months = CalendarField.of(some);
    days = CalendarField.of(1);
    midnight();
  }

  private void midnight() {
    hours = CalendarField.of(0);
    minutes = CalendarField.of(0);
  }

  /** {@code @1700000000}: one moment, in seconds since 1970. */
  private void readTimestamp() {
    OffsetDateTime time = Instant.ofEpochSecond(input.number()).atOffset(ZoneOffset.UTC);
    if (!input.isAtEnd()) {
      throw input.problem("something follows the timestamp");
    }
    zone = ZoneOffset.UTC;
    years = CalendarField.of(time.getYear());
    months = CalendarField.of(time.getMonthValue());
    days = CalendarField.of(time.getDayOfMonth());
    hours = CalendarField.of(time.getHour());
    minutes = CalendarField.of(time.getMinute());
    micros = CalendarField.of(time.getSecond() * CalendarCursor.SECOND);
  }

  /**
   * Reads a date: {@code 2026-11-29}, {@code 11-29} or {@code *-02~01}. Reads nothing when a time
   * comes first.
   */
  private void readDate() {
    if (input.isAtEnd()) {
      return;
    }
    String start = input.rest();
    CalendarField first = input.field(false);
    if (input.isAtEnd() || input.isAt(":")) {
      input.backTo(start);
      return;
    }
    boolean fromEnd = separator();
    CalendarField second = input.field(false);
    if (input.isAtEnd() || input.isAt(" ")) {
      months = first;
      days = new CalendarField(second.spans(), fromEnd);
    } else if (fromEnd) {
      throw input.problem("'~' stands before the day");
    } else {
      fromEnd = separator();
      days = new CalendarField(input.field(false).spans(), fromEnd);
      months = second;
      years = CalendarField.mapped(first, CalendarParser::fourDigits);
      if (!input.isAtEnd() && !input.isAt(" ")) {
        throw input.problem("its date does not end at '" + input.rest() + "'");
      }
    }
    input.skipSpaces();
  }

  /** Whether the day behind it counts from the end of the month. */
  private boolean separator() {
    boolean fromEnd = input.take("~");
    if (!fromEnd && !input.take("-")) {
      throw input.problem("it has neither date nor time at '" + input.rest() + "'");
    }
    return fromEnd;
  }

  private static long fourDigits(long year) {
    return year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
  }

  /** Reads {@code 02:30} or {@code 02:30:00}; without a time, it is midnight. */
  private void readTime() {
    if (input.isAtEnd()) {
      midnight();
      return;
    }
    hours = input.field(false);
    colon();
    minutes = input.field(false);
    if (input.isAtEnd()) {
      return;
    }
    colon();
    micros = input.field(true);
    if (!input.isAtEnd()) {
      throw input.problem("something follows its time: '" + input.rest() + "'");
    }
  }

  private void colon() {
    if (!input.take(":")) {
      throw input.problem("it has no time at '" + input.rest() + "'");
    }
  }

  private void valid(String what, CalendarField field, long from, long to) {
    for (CalendarField.Span span : field.spans()) {
      boolean last = span.stop() != CalendarField.NONE;
      boolean inside = span.start() >= from && span.start() <= to && span.repeat() <= to - from;
      if (last) {
        inside &= span.stop() <= to && span.start() + span.repeat() <= span.stop();
      } else if (field.fromEnd()) {
        inside &= span.start() - span.repeat() >= from;
      } else {
        inside &= span.start() + span.repeat() <= to;
      }
      if (!inside) {
        throw input.problem("its " + what + " is out of range or never repeats");
      }
    }
  }
}
