package heartbeat.check;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one OnCalendar expression as systemd 252 does. One difference: abbreviations of the local
 * time zone, such as CEST, are not accepted.
 */
final class CalendarParser {
  private static final int ALL_WEEK = 0x7F;
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final long SECOND = 1_000_000;

  private final String text;
  private String rest;
  private @Nullable ZoneId zone;
  private int weekdays = ALL_WEEK;
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
    this.text = text;
    this.rest = text;
    readZone();
    if (rest.isEmpty()) {
      throw problem("it is empty");
    }
    if (!isShorthand()) {
      readWeekdays();
      if (rest.startsWith("@")) {
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
    valid("second", micros, 0, 60 * SECOND - 1);
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

  private void readZone() {
    int space = rest.lastIndexOf(' ');
    if (space < 0) {
      return;
    }
    String word = rest.substring(space + 1);
    if (word.equalsIgnoreCase("UTC")) {
      zone = ZoneOffset.UTC;
    } else {
      try {
        zone = TimeZones.named(word);
      } catch (DateTimeException e) {
        return;
      }
    }
    rest = rest.substring(0, space);
  }

  private boolean isShorthand() {
    switch (rest.toLowerCase(Locale.ROOT)) {
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

  /**
   * Reads weekdays, such as {@code Mon..Wed,Sat}. A dash means the same as two dots; a comma at the
   * end is ignored.
   */
  private void readWeekdays() {
    int found = 0;
    int rangeFrom = -1;
    while (true) {
      int day = weekday();
      if (day < 0) {
        if (found == 0 && rangeFrom < 0) {
          return;
        }
        throw problem("it has no weekday at '" + rest + "'");
      }
      if (rangeFrom > day) {
        throw problem("its weekdays run backwards");
      }
      for (int i = rangeFrom < 0 ? day : rangeFrom; i <= day; i++) {
        found |= 1 << i;
      }
      boolean range = rest.startsWith("..") || rest.startsWith("-");
      if (range && rangeFrom >= 0) {
        throw problem("its weekdays have a range in a range");
      }
      boolean list = rest.startsWith(",");
      rest = rest.substring(rest.startsWith("..") ? 2 : range || list ? 1 : 0);
      if (rest.isEmpty() || rest.startsWith(" ")) {
        if (range) {
          throw problem("its range of weekdays has no end");
        }
        skipSpaces();
        weekdays = found;
        return;
      }
      if (!range && !list) {
        throw problem("it has no weekday at '" + rest + "'");
      }
      rangeFrom = range ? day : -1;
    }
  }

  /** Takes the name of a weekday, long or of three letters; -1 when there is none. */
  private int weekday() {
    int end = 0;
    while (end < rest.length() && Character.isLetter(rest.charAt(end))) {
      end++;
    }
    String word = rest.substring(0, end).toLowerCase(Locale.ROOT);
    for (int i = 0; i < WEEKDAYS.size(); i++) {
      if (word.equals(WEEKDAYS.get(i)) || word.equals(WEEKDAYS.get(i).substring(0, 3))) {
        rest = rest.substring(end);
        return i;
      }
    }
    return -1;
  }

  /** {@code @1700000000}: one moment, in seconds since 1970. */
  private void readTimestamp() {
    rest = rest.substring(1);
    OffsetDateTime time = Instant.ofEpochSecond(number()).atOffset(ZoneOffset.UTC);
    if (!rest.isEmpty()) {
      throw problem("something follows the timestamp");
    }
    zone = ZoneOffset.UTC;
    years = CalendarField.of(time.getYear());
    months = CalendarField.of(time.getMonthValue());
    days = CalendarField.of(time.getDayOfMonth());
    hours = CalendarField.of(time.getHour());
    minutes = CalendarField.of(time.getMinute());
    micros = CalendarField.of(time.getSecond() * SECOND);
  }

  /**
   * Reads a date: {@code 2026-11-29}, {@code 11-29} or {@code *-02~01}. Reads nothing when a time
   * comes first.
   */
  private void readDate() {
    String start = rest;
    if (rest.isEmpty()) {
      return;
    }
    CalendarField first = field(false);
    if (rest.isEmpty() || rest.startsWith(":")) {
      rest = start;
      return;
    }
    boolean fromEnd = separator();
    CalendarField second = field(false);
    if (rest.isEmpty() || rest.startsWith(" ")) {
      months = first;
      days = new CalendarField(second.spans(), fromEnd);
    } else if (fromEnd) {
      throw problem("'~' stands before the day");
    } else {
      fromEnd = separator();
      days = new CalendarField(field(false).spans(), fromEnd);
      months = second;
      years = CalendarField.mapped(first, CalendarParser::fourDigits);
      if (!rest.isEmpty() && !rest.startsWith(" ")) {
        throw problem("its date does not end at '" + rest + "'");
      }
    }
    skipSpaces();
  }

  private boolean separator() {
    if (!rest.startsWith("-") && !rest.startsWith("~")) {
      throw problem("it has neither date nor time at '" + rest + "'");
    }
    boolean fromEnd = rest.startsWith("~");
    rest = rest.substring(1);
    return fromEnd;
  }

  private static long fourDigits(long year) {
    return year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
  }

  /** Reads {@code 02:30} or {@code 02:30:00}; without a time, it is midnight. */
  private void readTime() {
    if (rest.isEmpty()) {
      midnight();
      return;
    }
    hours = field(false);
    colon();
    minutes = field(false);
    if (rest.isEmpty()) {
      return;
    }
    colon();
    micros = field(true);
    if (!rest.isEmpty()) {
      throw problem("something follows its time: '" + rest + "'");
    }
  }

  private void colon() {
    if (!rest.startsWith(":")) {
      throw problem("it has no time at '" + rest + "'");
    }
    rest = rest.substring(1);
  }

  /** {@code *}, or a list of {@code 1}, {@code 1..5}, {@code 0/15}; seconds may have a fraction. */
  private CalendarField field(boolean seconds) {
    if (rest.startsWith("*")) {
      rest = rest.substring(1);
      return seconds
          ? new CalendarField(List.of(new CalendarField.Span(0, CalendarField.NONE, SECOND)), false)
          : CalendarField.ANY;
    }
    List<CalendarField.Span> spans = new ArrayList<>();
    while (true) {
      spans.add(span(seconds));
      if (!rest.startsWith(",")) {
        return new CalendarField(List.copyOf(spans), false);
      }
      rest = rest.substring(1);
    }
  }

  private CalendarField.Span span(boolean seconds) {
    long start = value(seconds);
    long stop = CalendarField.NONE;
    long repeat = 0;
    if (rest.startsWith("..")) {
      rest = rest.substring(2);
      stop = value(seconds);
      repeat = seconds ? SECOND : 1;
      if (seconds && !rest.startsWith("/") && stop - start < SECOND) {
        throw problem("its range of seconds is shorter than a second");
      }
    }
    if (rest.startsWith("/")) {
      rest = rest.substring(1);
      repeat = value(seconds);
      if (repeat == 0) {
        throw problem("a repetition of 0 never ends");
      }
    }
    if (stop > start && repeat > 0) {
      stop -= (stop - start) % repeat;
    }
    return stop == start
        ? new CalendarField.Span(start, CalendarField.NONE, 0)
        : new CalendarField.Span(start, stop, repeat);
  }

  private long value(boolean seconds) {
    long whole = number();
    if (!seconds) {
      return whole;
    }
    long micros = whole * SECOND;
    if (rest.startsWith(".") && !rest.startsWith("..")) {
      int end = 1;
      while (end < rest.length() && isDigit(rest.charAt(end))) {
        end++;
      }
      if (end == 1) {
        throw problem("a fraction has no digits at '" + rest + "'");
      }
      String fraction = (rest.substring(1, end) + "0000000").substring(0, 7);
      micros += (Long.parseLong(fraction) + 5) / 10;
      rest = rest.substring(end);
    }
    return micros;
  }

  private long number() {
    int end = 0;
    while (end < rest.length() && isDigit(rest.charAt(end))) {
      end++;
    }
    if (end == 0 || end > 10) {
      throw problem("it has no number at '" + rest + "'");
    }
    long number = Long.parseLong(rest.substring(0, end));
    rest = rest.substring(end);
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipSpaces() {
    while (rest.startsWith(" ")) {
      rest = rest.substring(1);
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
        throw problem("its " + what + " is out of range or never repeats");
      }
    }
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(
        "'" + text + "' is not an OnCalendar expression: " + what + "; write 'Mon..Fri 02:30'");
  }
}
