package heartbeat.check;

import java.time.LocalDate;

/**
 * The days on which a cron expression fires.
 *
 * @param days of the month, as bits
 * @param lastDay whether the month's last day is one of them, {@code L}
 * @param lastWorkday whether the month's last day from Monday to Friday is one of them, {@code LW}
 * @param weekdays as bits; bit 0 is Sunday
 * @param nth bit {@code 8 * n + weekday}: the n-th such weekday of the month, {@code 5#3}
 * @param lastWeekdays as bits: the month's last such weekday, {@code 5L}
 * @param both whether day of month and day of week must both match. As in Vixie cron: when either
 *     field starts with a star, both must match; when neither does, one match is enough
 */
record CronDays(
    int days,
    boolean lastDay,
    boolean lastWorkday,
    int weekdays,
    long nth,
    int lastWeekdays,
    boolean both) {

  static CronDays parse(String dayOfMonth, String dayOfWeek) {
    int days = 0;
    boolean lastDay = false;
    boolean lastWorkday = false;
    for (String item : dayOfMonth.split(",", -1)) {
      if (item.equalsIgnoreCase("L")) {
        lastDay = true;
      } else if (item.equalsIgnoreCase("LW")) {
        lastWorkday = true;
      } else {
        days |= (int) CronField.DAY_OF_MONTH.bits(item);
      }
    }
    int weekdays = 0;
    int lastWeekdays = 0;
    long nth = 0;
    for (String item : dayOfWeek.split(",", -1)) {
      int hash = item.indexOf('#');
      if (hash > 0) {
        nth |= 1L << (8 * nth(item, item.substring(hash + 1)) + weekday(item.substring(0, hash)));
      } else if (item.length() > 1 && (item.endsWith("L") || item.endsWith("l"))) {
        lastWeekdays |= 1 << weekday(item.substring(0, item.length() - 1));
      } else {
        weekdays |= (int) CronField.DAY_OF_WEEK.bits(item);
      }
    }
    boolean both = dayOfMonth.startsWith("*") || dayOfWeek.startsWith("*");
    return new CronDays(days, lastDay, lastWorkday, weekdays, nth, lastWeekdays, both);
  }

  private static int weekday(String text) {
    return CronField.DAY_OF_WEEK.value(text) % 7;
  }

  private static int nth(String item, String text) {
    if (text.length() != 1 || text.charAt(0) < '1' || text.charAt(0) > '5') {
      throw CronField.DAY_OF_WEEK.problem(item, "after '#' comes 1 to 5");
    }
    return text.charAt(0) - '0';
  }

  boolean match(LocalDate date) {
    return both ? ofMonth(date) && ofWeek(date) : ofMonth(date) || ofWeek(date);
  }

  private boolean ofMonth(LocalDate date) {
    int day = date.getDayOfMonth();
    return (days >> day & 1) != 0
        || (lastDay && day == date.lengthOfMonth())
        || (lastWorkday && day == lastWorkday(date));
  }

  private static int lastWorkday(LocalDate date) {
    int last = date.lengthOfMonth();
    int weekend = date.withDayOfMonth(last).getDayOfWeek().getValue() - 5;
    return last - Math.max(0, weekend);
  }

  private boolean ofWeek(LocalDate date) {
    int weekday = date.getDayOfWeek().getValue() % 7;
    int day = date.getDayOfMonth();
    return (weekdays >> weekday & 1) != 0
        || (nth >> (8 * ((day + 6) / 7) + weekday) & 1) != 0
        || ((lastWeekdays >> weekday & 1) != 0 && day + 7 > date.lengthOfMonth());
  }
}
