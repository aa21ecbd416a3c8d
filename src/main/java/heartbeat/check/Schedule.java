package heartbeat.check;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a check expects its pings. */
public sealed interface Schedule {
  /** {@link #expected} does not count further: nobody needs a more exact number. */
  int COUNT_LIMIT = 1_000;

  /** When the ping after this one is expected. */
  Instant next(Instant ping);

  /** The schedule's time zone; null when it has none. */
  default @Nullable ZoneId zone() {
    return null;
  }

  /** The same schedule in another time zone; unchanged when it has none. */
  default Schedule in(ZoneId zone) {
    return this;
  }

  /**
   * Reads a schedule: a cron expression if the text has five fields or begins with {@code @} and a
   * letter; else OnCalendar expressions, one per line. Throws IllegalArgumentException, with a
   * message for the user, when the text is neither.
   */
  static Schedule parse(String text, ZoneId zone) {
    String lines = text.strip();
    boolean cron = lines.startsWith("@") && lines.length() > 1 && !isDigit(lines.charAt(1));
    if (cron || (lines.indexOf('\n') < 0 && lines.split("\\s+", -1).length == 5)) {
      return new Cron(CronExpression.parse(text), zone);
    }
    try {
      return Calendar.parse(text, zone);
    } catch (IllegalArgumentException neither) {
      if (CronExpression.isMeant(lines)) {
        CronExpression.parse(lines); // throws: it counts the fields
      }
      throw neither;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** How many pings were expected after {@code after}, up to {@code until}; 1,000 at most. */
  int expected(Instant after, Instant until);

  /** A ping is expected this long after the last one. */
  record Period(Duration length) implements Schedule {
    /** Throws IllegalArgumentException when the period is not positive. */
    public Period {
      if (length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException("a period must be longer than nothing");
      }
    }

    @Override
    public Instant next(Instant ping) {
      return ping.plus(length);
    }

    @Override
    public int expected(Instant after, Instant until) {
      if (until.isBefore(after)) {
        return 0;
      }
      return (int) Math.min(COUNT_LIMIT, Duration.between(after, until).dividedBy(length));
    }
  }

  /** A ping is expected at the times of a cron expression in a time zone. */
  record Cron(CronExpression expression, ZoneId zone) implements Schedule {
    @Override
    public Schedule in(ZoneId other) {
      return new Cron(expression, other);
    }

    @Override
    public Instant next(Instant ping) {
      return expression.next(ping, zone);
    }

    @Override
    public int expected(Instant after, Instant until) {
      return count(this, after, until);
    }
  }

  /**
   * A ping is expected at the times of OnCalendar expressions. {@code zone} is for those that name
   * no time zone.
   */
  record Calendar(List<CalendarExpression> expressions, ZoneId zone) implements Schedule {
    public Calendar {
      expressions = List.copyOf(expressions);
    }

    /**
     * Reads the expressions, one per line. Throws IllegalArgumentException, with a message for the
     * user, when one is not valid.
     */
    public static Calendar parse(String text, ZoneId zone) {
      List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
      List<String> some = lines.isEmpty() ? List.of("") : lines;
      return new Calendar(some.stream().map(CalendarExpression::parse).toList(), zone);
    }

    /** The expressions, one per line. */
    public String text() {
      return expressions.stream().map(CalendarExpression::toString).collect(joining("\n"));
    }

    @Override
    public Schedule in(ZoneId other) {
      return new Calendar(expressions, other);
    }

    @Override
    public Instant next(Instant ping) {
      Instant first = CalendarExpression.NEVER;
      for (CalendarExpression expression : expressions) {
        Instant next = expression.next(ping, zone);
        first = next.isBefore(first) ? next : first;
      }
      return first;
    }

    @Override
    public int expected(Instant after, Instant until) {
      return count(this, after, until);
    }
  }

  private static int count(Schedule schedule, Instant after, Instant until) {
    int count = 0;
    Instant time = schedule.next(after);
    while (count < COUNT_LIMIT && !time.isAfter(until)) {
      count++;
      time = schedule.next(time);
    }
    return count;
  }
}
