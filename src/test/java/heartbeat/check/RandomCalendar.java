package heartbeat.check;

import java.util.Random;

/** Random OnCalendar expressions, and zones in which the C library and Java agree on the rules. */
final class RandomCalendar {
  private RandomCalendar() {}

  static String zone(Random random) {
    return pick(
        random,
        "Europe/Amsterdam",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "America/St_Johns",
        "Asia/Kathmandu",
        "UTC");
  }

  static String expression(Random random) {
    String weekday = pick(random, "", "", "", "Sun ", "Mon..Fri ", "Sat,Sun ");
    String date =
        pick(
            random,
            "",
            "",
            "",
            "*-*-* ",
            "*-*-1..7 ",
            "*-*~1 ",
            "*-3,10,4,11-* ",
            "*-*-25..31/2 ",
            "*-*~07/1 ");
    String time =
        pick(
            random,
            "02:30",
            "*:00/15",
            "0/2:00",
            "1..3:15,45",
            "02:00:00",
            "00:00",
            "*:*:00/20",
            "1:59:30",
            "2..2:0/10",
            "*:30",
            "02:30 UTC",
            "00:30 America/New_York");
    return weekday + date + time;
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
