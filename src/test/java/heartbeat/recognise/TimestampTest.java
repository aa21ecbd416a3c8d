package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimestampTest {
  static final List<String> STAMPS =
      List.of(
          "Nov 20 08:45:01 ",
          "Nov  2 08:45:01 ",
          "nov. 20 08:45:01 ",
          "févr. 20 08:45:01 ",
          "11月 20 08:45:01 ",
          "Fri Nov 20 08:45:01 CET 2026 ",
          "Fri, 20 Nov 2026 08:45:01 +0100 ",
          "2026-11-20T08:45:01Z ",
          "2026-11-20T08:45:01.123456+01:00 ",
          "2026-11-20 08:45:01,123 ",
          "[2026-11-20 08:45:01] ",
          "[20-Nov-2026 08:45:01 Europe/Amsterdam] ",
          "[20-Nov-2026 08:45:01 UTC] ",
          "11/20/26 8:45:01 AM ",
          "2026-11-20 08:45:01 UTC+01:00 ",
          "08:45:01 20-Nov-2026 ",
          "08:45:01\t",
          "00:00:01.500000 ",
          "08:45:01 | ",
          "1795160701 ",
          "1795160701.250000 ",
          "0.000123 ");

  @Test
  void whatFollowsATimeStampIsTheLine() {
    for (String stamp : STAMPS) {
      for (String text :
          List.of("CLI maintenance", "!!! x", "OK - fine", "DISK OK", "== Exiting", "Ran 1", "")) {
        assertThat(after(stamp + text)).as(stamp).isEqualTo(text);
      }
    }
  }

  @Test
  void otherTextIsNoTimeStamp() {
    for (String text :
        List.of(
            "Cron run completed correctly",
            "12 errors: Cron run completed correctly",
            "At most 7 Cron run completed correctly",
            "php8.2 Cron run completed correctly",
            "done: Cron run completed correctly",
            "Processing module function forum_cron ...",
            "v4.5.6 Cron run",
            "Note 1:2: Cron",
            "")) {
      assertThat(after(text)).isEqualTo(text.equals("Note 1:2: Cron") ? "Cron" : text);
    }
  }

  @Test
  void wordsAfterATimeStampAreKeptUnlessTheyAreAZone() {
    assertThat(after("10:00:00 we saw: Cron run completed correctly")).startsWith("we saw");
    assertThat(after("Nov 20 08:45:01 web1 php[4711]: Ran")).isEqualTo("web1 php[4711]: Ran");
    assertThat(after("08:45:01 [db-2] Ran")).isEqualTo("[db-2] Ran");
  }

  private static String after(String line) {
    byte[] b = line.getBytes(StandardCharsets.UTF_8);
    int end = Timestamp.end(b, 0, b.length);
    return new String(b, end, b.length - end, StandardCharsets.UTF_8);
  }
}
