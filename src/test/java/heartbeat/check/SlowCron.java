package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Debian's cron daemon does, watched minute by minute: a job with a star in minute or hour
 * runs when the wall clock matches; any other runs for each minute that the wall clock shows for
 * the first time, or skips.
 */
final class SlowCron {
  private final String[] fields;
  private final boolean wildcard;

  private SlowCron(String text) {
    fields = text.split(" ", -1);
    wildcard = fields[0].charAt(0) == '*' || fields[1].charAt(0) == '*';
  }

  /** Times after {@code after}, not later than the horizon. */
  static List<Instant> next(String text, ZoneId zone, Instant after, Duration horizon, int count) {
    return new SlowCron(text).watch(zone, after, horizon, count);
  }

  private List<Instant> watch(ZoneId zone, Instant after, Duration horizon, int count) {
    List<Instant> found = new ArrayList<>();
    Instant now = after.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofDays(1));
    LocalDateTime seen = LocalDateTime.ofInstant(now, zone);
    while (found.size() < count && now.isBefore(after.plus(horizon))) {
      now = now.plusSeconds(60);
      LocalDateTime clock = LocalDateTime.ofInstant(now, zone);
      boolean fires = wildcard && matches(clock);
      while (seen.isBefore(clock)) {
        seen = seen.plusMinutes(1);
        fires |= !wildcard && matches(seen);
      }
      if (fires && now.isAfter(after)) {
        found.add(now);
      }
    }
    return found;
  }

  private boolean matches(LocalDateTime t) {
    boolean dom = day(fields[2], t);
    boolean dow = weekday(fields[4], t);
    boolean star = fields[2].startsWith("*") || fields[4].startsWith("*");
    return values(fields[0], 0, 59).contains(t.getMinute())
        && values(fields[1], 0, 23).contains(t.getHour())
        && values(fields[3], 1, 12).contains(t.getMonthValue())
        && (star ? dom && dow : dom || dow);
  }

  private static boolean day(String field, LocalDateTime t) {
    if (field.equals("L")) {
      return t.plusDays(1).getDayOfMonth() == 1;
    }
    return values(field, 1, 31).contains(t.getDayOfMonth());
  }

  private static boolean weekday(String field, LocalDateTime t) {
    int weekday = t.getDayOfWeek().getValue() % 7;
    if (field.endsWith("L")) {
      return weekday == field.charAt(0) - '0' && t.plusDays(7).getMonth() != t.getMonth();
    }
    if (field.contains("#")) {
      int n = field.charAt(2) - '0';
      return weekday == field.charAt(0) - '0'
          && t.minusDays(7L * (n - 1)).getMonth() == t.getMonth()
          && t.minusDays(7L * n).getMonth() != t.getMonth();
    }
    Set<Integer> days = values(field, 0, 6);
    return days.contains(weekday) || (weekday == 0 && days.contains(7));
  }

  private static Set<Integer> values(String field, int min, int max) {
    Set<Integer> values = new TreeSet<>();
    for (String item : field.split(",", -1)) {
      String[] halves = item.split("/", -1);
      int step = halves.length == 2 ? Integer.parseInt(halves[1]) : 1;
      String[] ends =
          halves[0].equals("*") ? new String[] {min + "", max + ""} : halves[0].split("-", -1);
      for (int v = Integer.parseInt(ends[0]); v <= Integer.parseInt(ends[ends.length - 1]); v++) {
        if ((v - Integer.parseInt(ends[0])) % step == 0) {
          values.add(v);
        }
      }
    }
    return values;
  }
}
