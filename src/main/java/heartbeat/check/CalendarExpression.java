package heartbeat.check;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * An OnCalendar expression of systemd timers, such as {@code Mon..Fri *-*-* 02:30:00}; see
 * systemd.time(7). Its times are the same as those of {@code systemd-analyze calendar}. A time that
 * does not exist because the clock is set forward is skipped. In an hour that comes twice, the
 * timer fires only in the first one. This is own code because no JVM library reads these
 * expressions.
 */
public final class CalendarExpression {
  /** The value for "never", as systemd prints it. */
  public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  private static final int LAST_YEAR = 2199;
  private static final long SECOND = 1_000_000;

  private final String text;
  private final CalendarParser parts;

  private CalendarExpression(String text) {
    this.text = text;
    this.parts = new CalendarParser(text);
  }

  /**
   * Reads an expression. Throws IllegalArgumentException, with a message for the user, when the
   * text is not an expression, or when no time after the year 2000 matches it.
   */
  public static CalendarExpression parse(String text) {
    CalendarExpression parsed = new CalendarExpression(text.strip());
    if (parsed.nextMatch(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
      throw new IllegalArgumentException(
          "no time ever matches the OnCalendar expression '" + text.strip() + "'");
    }
    return parsed;
  }

  /**
   * The first matching time after {@code after}; NEVER when there is none.
   *
   * @param zone the time zone, unless the expression names its own
   */
  public Instant next(Instant after, ZoneId zone) {
    ZoneRules rules = (parts.zone() == null ? zone : parts.zone()).getRules();
    Instant from = after.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
    LocalDateTime local = LocalDateTime.ofInstant(from, rules.getOffset(from));
    while (true) {
      LocalDateTime match = nextMatch(local);
      if (match == null) {
        return NEVER;
      }
      ZoneOffsetTransition change = rules.getTransition(match);
      if (change == null) {
        return match.toInstant(rules.getOffset(match));
      }
      if (change.isOverlap()) {
        boolean second = !from.isBefore(change.getInstant());
        return match.toInstant(second ? change.getOffsetAfter() : change.getOffsetBefore());
      }
      local = change.getDateTimeAfter();
    }
  }

  /** The first matching time at or after this one; null when there is none. */
  private @Nullable LocalDateTime nextMatch(LocalDateTime from) {
    LocalDate start = from.toLocalDate();
    LocalDate day = nextDay(start);
    while (day != null) {
      LocalTime time = nextTime(day.equals(start) ? from.toLocalTime() : LocalTime.MIDNIGHT);
      if (time != null) {
        return day.atTime(time);
      }
      day = nextDay(day.plusDays(1));
    }
    return null;
  }

  private @Nullable LocalDate nextDay(LocalDate from) {
    long year = parts.years().next(from.getYear(), LAST_YEAR);
    while (year != CalendarField.NONE) {
      boolean thisYear = year == from.getYear();
      long month = parts.months().next(thisYear ? from.getMonthValue() : 1, 12);
      while (month != CalendarField.NONE) {
        boolean thisMonth = thisYear && month == from.getMonthValue();
        LocalDate day =
            nextDay(YearMonth.of((int) year, (int) month), thisMonth ? from.getDayOfMonth() : 1);
        if (day != null) {
          return day;
        }
        month = parts.months().next(month + 1, 12);
      }
      year = parts.years().next(year + 1, LAST_YEAR);
    }
    return null;
  }

  private @Nullable LocalDate nextDay(YearMonth month, int from) {
    int length = month.lengthOfMonth();
    CalendarField days = parts.days().inMonth(length);
    long day = days.next(from, length);
    while (day != CalendarField.NONE) {
      LocalDate date = month.atDay((int) day);
      if ((parts.weekdays() >> (date.getDayOfWeek().getValue() - 1) & 1) != 0) {
        return date;
      }
      day = days.next(day + 1, length);
    }
    return null;
  }

  private @Nullable LocalTime nextTime(LocalTime from) {
    long hour = parts.hours().next(from.getHour(), 23);
    while (hour != CalendarField.NONE) {
      boolean thisHour = hour == from.getHour();
      long minute = parts.minutes().next(thisHour ? from.getMinute() : 0, 59);
      while (minute != CalendarField.NONE) {
        boolean thisMinute = thisHour && minute == from.getMinute();
        long least = thisMinute ? from.getSecond() * SECOND + from.getNano() / 1_000 : 0;
        long micros = parts.micros().next(least, 60 * SECOND - 1);
        if (micros != CalendarField.NONE) {
          return LocalTime.of((int) hour, (int) minute).plusNanos(micros * 1_000);
        }
        minute = parts.minutes().next(minute + 1, 59);
      }
      hour = parts.hours().next(hour + 1, 23);
    }
    return null;
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalendarExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
