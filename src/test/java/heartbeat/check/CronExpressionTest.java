package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

  @Test
  void everySampleOfDebiansCronComesOutAsItWasSeen() throws IOException {
    List<String> rows = rows();
    assertThat(rows).hasSize(200);
    for (String row : rows) {
      String[] cell = row.split("\t", -1);
      assertThat(next(cell[0], cell[1], minute(cell[2]), 5)).as(row).isEqualTo(times(cell[3]));
    }
  }

  @Test
  void randomExpressionsAgreeWithAClockThatIsWatchedMinuteByMinute() {
    Random random = new Random(4);
    for (int i = 0; i < 120; i++) {
      String text = RandomCron.expression(random);
      String zone = RandomCron.zone(random);
      Instant after = RandomCron.nearAClockChange(random, ZoneId.of(zone));
      List<Instant> slow = SlowCron.next(text, ZoneId.of(zone), after, Duration.ofDays(3), 4);
      assertThat(next(text, zone, after, slow.size()))
          .as("%s in %s after %s", text, zone, after)
          .isEqualTo(slow);
    }
  }

  @Test
  void aFixedJobDoesNotRunASecondTimeInTheRepeatedHour() {
    Instant secondTime = Instant.parse("2026-10-25T01:15:00Z");
    assertThat(next("30 2 * * *", "Europe/Amsterdam", secondTime, 1))
        .containsExactly(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void theLastWorkdayOfAMonthIsNoSaturdayOrSunday() {
    assertThat(next("0 3 LW * *", "UTC", Instant.parse("2026-01-01T00:00:00Z"), 5))
        .extracting(time -> time.toString().substring(0, 10))
        .containsExactly("2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29");
    assertThat(next("0 3 1,lw * *", "UTC", Instant.parse("2026-05-20T00:00:00Z"), 2))
        .extracting(time -> time.toString().substring(0, 10))
        .containsExactly("2026-05-29", "2026-06-01");
  }

  @Test
  void secondsAreRoundedUpToTheNextMinute() {
    assertThat(next("* * * * *", "UTC", Instant.parse("2026-01-01T00:00:59.9Z"), 1))
        .containsExactly(Instant.parse("2026-01-01T00:01:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "@hourly, 0 * * * *",
    "@daily, 0 0 * * *",
    "@MIDNIGHT, 0 0 * * *",
    "@weekly, 0 0 * * 0",
    "@monthly, 0 0 1 * *",
    "@yearly, 0 0 1 1 *",
    "@annually, 0 0 1 1 *"
  })
  void shorthandsMeanWhatCrontabSays(String shorthand, String fields) {
    Instant after = Instant.parse("2026-02-03T04:05:06Z");
    assertThat(next(shorthand, "Asia/Tokyo", after, 3))
        .isEqualTo(next(fields, "Asia/Tokyo", after, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "1, * * * *",
        "-1 * * * *",
        "1- * * * *",
        "x * * * *",
        "* * * foo *",
        "* * * * 5#6",
        "* * * * 5#",
        "* * * * L",
        "0 0 30 2 *",
        "0 0 31 4,6 *",
        "99999999999 * * * *",
        "@reboot"
      })
  void whatIsNoExpressionIsRefusedWithAMessage(String text) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }

  private static List<Instant> next(String text, String zone, Instant after, int count) {
    CronExpression expression = CronExpression.parse(text);
    List<Instant> found = new ArrayList<>();
    Instant at = after;
    for (int i = 0; i < count; i++) {
      at = expression.next(at, ZoneId.of(zone));
      found.add(at);
    }
    return found;
  }

  private static List<Instant> times(String cell) {
    List<Instant> times = new ArrayList<>();
    for (String time : cell.split(" ", -1)) {
      times.add(minute(time));
    }
    return times;
  }

  private static Instant minute(String text) {
    return Instant.parse(text.replace("Z", ":00Z"));
  }

  private static List<String> rows() throws IOException {
    try (InputStream in = CronExpressionTest.class.getResourceAsStream("/cron/next.tsv")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }
  }
}
