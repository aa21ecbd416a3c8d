package heartbeat.check;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A cron expression: five fields as in vixie cron's crontab(5), or {@code @daily} and the like. For
 * days, {@code L}, {@code LW}, {@code 5#3} and {@code 5L} are allowed too.
 *
 * <p>Changes of the clock are handled as in Debian's cron. When minute or hour starts with a star,
 * the job runs whenever the local clock shows a matching time: not in a skipped hour, and twice in
 * a repeated one. A job with fixed times runs once on each matching day: when the clock skips its
 * time, right after the change; when its time comes twice, at the first one.
 */
public final class CronExpression {
  /** The Gregorian calendar repeats after 400 years. */
  private static final int CYCLE_YEARS = 400;

  /** Words of cron's letters; the first is a minute, and neither a date nor a time of day. */
  private static final Pattern FIELDS =
      Pattern.compile("[*\\d][\\d/,]*(-\\d+)?[\\d/,]*(\\s+[*?\\w][\\w*/,?#-]*)+");

  private final String text;
  private final long minutes;
  private final int hours;
  private final int months;
  private final CronDays days;
  private final boolean wildcard;

  private CronExpression(String text, String[] fields) {
    this.text = text;
    minutes = bits(CronField.MINUTE, fields[0]);
    hours = (int) bits(CronField.HOUR, fields[1]);
    months = (int) bits(CronField.MONTH, fields[3]);
    days = CronDays.parse(fields[2], fields[4]);
    wildcard = fields[0].startsWith("*") || fields[1].startsWith("*");
  }

  /**
   * Reads an expression. Throws IllegalArgumentException, with a message for the user, when the
   * text is not an expression, or when no day of any year matches it.
   */
  public static CronExpression parse(String text) {
    String[] fields = spelledOut(text.strip()).split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "a cron expression has 5 fields (minute hour day month weekday), this one has "
              + (text.isBlank() ? 0 : fields.length)
              + ": '"
              + text
              + "'");
    }
    CronExpression parsed = new CronExpression(text.strip(), fields);
    LocalDate start = LocalDate.of(2000, 1, 1);
    if (parsed.nextDay(start, start.plusYears(CYCLE_YEARS)).getYear() >= 2000 + CYCLE_YEARS) {
      throw new IllegalArgumentException("no day ever matches the cron expression '" + text + "'");
    }
    return parsed;
  }

  /** Whether the text looks like a cron expression, with five fields or not. */
  static boolean isMeant(String text) {
    return FIELDS.matcher(text).matches();
  }

  private static String spelledOut(String text) {
    if (!text.startsWith("@")) {
      return text;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "@yearly", "@annually" -> "0 0 1 1 *";
      case "@monthly" -> "0 0 1 * *";
      case "@weekly" -> "0 0 * * 0";
      case "@daily", "@midnight" -> "0 0 * * *";
      case "@hourly" -> "0 * * * *";
      default ->
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' is none of @hourly, @daily, @midnight, @weekly, @monthly, @yearly,"
                  + " @annually");
    };
  }

  private static long bits(CronField field, String list) {
    long bits = 0;
    for (String item : list.split(",", -1)) {
      bits |= field.bits(item);
    }
    return bits;
  }

  /** The first time after {@code after} at which it fires. */
  public Instant next(Instant after, ZoneId zone) {
    return wildcard ? nextOnTheClock(after, zone.getRules()) : nextFixed(after, zone.getRules());
  }

  private Instant nextOnTheClock(Instant after, ZoneRules rules) {
    Instant from = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      Instant found = nextMatch(LocalDateTime.ofInstant(from, offset)).toInstant(offset);
      if (change == null || found.isBefore(change.getInstant())) {
        return found;
      }
      from = change.getInstant();
    }
  }

  private Instant nextFixed(Instant after, ZoneRules rules) {
    LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
    while (true) {
      local = nextMatch(local.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1));
      Instant found = instant(local, rules);
      if (found.isAfter(after)) {
        return found;
      }
    }
  }

  /**
   * When the clock skips this local time, the end of the gap; when the time comes twice, the first
   * one.
   */
  private static Instant instant(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  /** The first matching minute at or after this one. */
  private LocalDateTime nextMatch(LocalDateTime from) {
    LocalDate limit = from.toLocalDate().plusYears(CYCLE_YEARS);
    LocalDate day = nextDay(from.toLocalDate(), limit);
    LocalTime time = day.equals(from.toLocalDate()) ? from.toLocalTime() : LocalTime.MIDNIGHT;
    for (int hour = time.getHour(); hour < 24; hour++) {
      if ((hours >> hour & 1) != 0) {
        long left =
            hour == time.getHour() ? minutes >>> time.getMinute() << time.getMinute() : minutes;
        if (left != 0) {
          return day.atTime(hour, Long.numberOfTrailingZeros(left));
        }
      }
    }
    return nextMatch(day.plusDays(1).atStartOfDay());
  }

  /**
   * The first matching day at or after {@code from}; when there is none before {@code limit}, a day
   * at or after {@code limit}.
   */
  private LocalDate nextDay(LocalDate from, LocalDate limit) {
    LocalDate day = from;
    while (day.isBefore(limit)) {
      if ((months >> day.getMonthValue() & 1) == 0) {
        day = day.plusMonths(1).withDayOfMonth(1);
      } else if (days.match(day)) {
        return day;
      } else {
        day = day.plusDays(1);
      }
    }
    return day;
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
