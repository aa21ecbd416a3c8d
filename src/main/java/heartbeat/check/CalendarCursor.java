package heartbeat.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far an OnCalendar expression has been read, and the parts that can stand there: weekdays,
 * numbers, fields. What is read is passed.
 */
final class CalendarCursor {
  /** In microseconds. */
  static final long SECOND = 1_000_000;

  static final int ALL_WEEK = 0x7F;
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private final String text;
  private String rest;

  /**
   * At the beginning of an expression.
   *
   * @param text what the user wrote, for messages
   * @param rest what is to be read of it
   */
  CalendarCursor(String text, String rest) {
    this.text = text;
    this.rest = rest;
  }

  /** What has not been read. */
  String rest() {
    return rest;
  }

  boolean isAtEnd() {
    return rest.isEmpty();
  }

  boolean isAt(String sign) {
    return rest.startsWith(sign);
  }

  /** Passes this sign; false when something else stands here. */
  boolean take(String sign) {
    if (!rest.startsWith(sign)) {
      return false;
    }
    rest = rest.substring(sign.length());
    return true;
  }

  /** Back to where {@link #rest} was this. */
  void backTo(String earlier) {
    rest = earlier;
  }

  /**
   * Weekdays, such as {@code Mon..Wed,Sat}, as bits: bit 0 is Monday; all when there are none. A
   * dash means the same as two dots; a comma at the end is ignored.
   */
  int weekdays() {
    int found = 0;
    int rangeFrom = -1;
    while (true) {
      int day = weekday();
      if (day < 0) {
        if (found == 0 && rangeFrom < 0) {
          return ALL_WEEK;
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
        return found;
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

  /** {@code *}, or a list of {@code 1}, {@code 1..5}, {@code 0/15}; seconds may have a fraction. */
  CalendarField field(boolean seconds) {
    if (take("*")) {
      return seconds
          ? new CalendarField(List.of(new CalendarField.Span(0, CalendarField.NONE, SECOND)), false)
          : CalendarField.ANY;
    }
    List<CalendarField.Span> spans = new ArrayList<>();
    while (true) {
      spans.add(span(seconds));
      if (!take(",")) {
        return new CalendarField(List.copyOf(spans), false);
      }
    }
  }

  private CalendarField.Span span(boolean seconds) {
    long start = value(seconds);
    long stop = CalendarField.NONE;
    long repeat = 0;
    if (take("..")) {
      stop = value(seconds);
      repeat = seconds ? SECOND : 1;
      if (seconds && !rest.startsWith("/") && stop - start < SECOND) {
        throw problem("its range of seconds is shorter than a second");
      }
    }
    if (take("/")) {
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

  long number() {
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

  void skipSpaces() {
    while (rest.startsWith(" ")) {
      rest = rest.substring(1);
    }
  }

  /** What is wrong, for the user. */
  IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(
        "'" + text + "' is not an OnCalendar expression: " + what + "; write 'Mon..Fri 02:30'");
  }
}
