package heartbeat.check;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Random;

/** Random expressions, zones and times, most of them close to a clock change. */
final class RandomCron {
  private static final String[] ZONES = {
    "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
    "Africa/Casablanca", "America/St_Johns", "Asia/Kathmandu", "UTC"
  };

  private RandomCron() {}

  static String zone(Random random) {
    return ZONES[random.nextInt(ZONES.length)];
  }

  static String expression(Random random) {
    String minute = pick(random, "*", "*/7", number(random, 60), "0,30", "10-20/3", "5-58/7");
    String hour = pick(random, "*", "*/2", number(random, 5), "0-4", "1,2,3", "2");
    String day = pick(random, "*", "*", "*", "*/2", "L", "1-15", number(random, 28));
    String month = pick(random, "*", "*", "*/2", "3,4,9,10,11");
    String weekday = pick(random, "*", "*", "0", "7", "1-5", "6,7", "0L", "0#1", "7#5", "*/3");
    return String.join(" ", minute, hour, day.equals("0") ? "1" : day, month, weekday);
  }

  static Instant nearAClockChange(Random random, ZoneId zone) {
    Instant any = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(94_608_000));
    ZoneOffsetTransition change = zone.getRules().nextTransition(any);
    if (change == null || random.nextInt(4) == 0) {
      return any;
    }
    return change.getInstant().plusSeconds(random.nextInt(4 * 3600) - 3 * 3600);
  }

  private static String number(Random random, int bound) {
    return Integer.toString(random.nextInt(bound));
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
