package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OnCalendar expressions, held against what {@code systemd-analyze calendar} says of them. */
class CalendarExpressionTest {
  private static final int TRIES = 60;
  private static final Pattern UTC =
      Pattern.compile("(?:\\(in UTC\\)|Next elapse|Iter\\. #\\d+): \\w+ (\\S+) (\\S+) UTC");

  @Test
  void everyExpressionIsReadAsSystemdReadIt() throws IOException {
    List<String> rows = rows();
    assertThat(rows).hasSizeGreaterThan(140);
    for (String row : rows) {
      String[] cell = row.split("\t", -1);
      List<String> times = next(cell[0], cell[1], Instant.parse(cell[2]), 3);
      String found = times == null ? "-" : String.join(" ", times);
      assertThat(found).as(row).isEqualTo(cell[3]);
    }
  }

  @Test
  void randomExpressionsNearAClockChangeAgreeWithSystemd() throws Exception {
    assumeThat(isThere() || "required".equals(System.getenv("HEARTBEAT_SYSTEMD")))
        .as("systemd-analyze is installed")
        .isTrue();
    Random random = new Random(11);
    int compared = 0;
    for (int i = 0; i < TRIES; i++) {
      String text = RandomCalendar.expression(random);
      String zone = RandomCalendar.zone(random);
      Instant after =
          RandomCron.nearAClockChange(random, ZoneId.of(zone)).truncatedTo(ChronoUnit.SECONDS);
      List<String> theirs = systemd(text, zone, after);
      List<String> ours = next(text, zone, after, 4);
      boolean unsure = isRepeated(ours, zone) || isRepeated(theirs, zone);
      if (!unsure) {
        assertThat(ours).as("%s in %s after %s", text, zone, after).isEqualTo(theirs);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(TRIES / 3);
  }

  /**
   * Which of two equal times is meant, the C library guesses from what it was asked before. The
   * simple cases are among the fixed ones.
   */
  private static boolean isRepeated(@Nullable List<String> times, String zone) {
    ZoneId id = ZoneId.of(zone);
    return times != null
        && times.stream()
            .map(time -> Instant.parse(time).atZone(id).toLocalDateTime())
            .anyMatch(local -> id.getRules().getValidOffsets(local).size() > 1);
  }

  @Test
  void aTimerDoesNotFireAgainInTheRepeatedHourAndSkipsAMissingOne() {
    assertThat(next("02:30", "Europe/Amsterdam", Instant.parse("2026-10-25T00:30:00Z"), 1))
        .containsExactly("2026-10-26T01:30:00Z");
    assertThat(next("02:30", "Europe/Amsterdam", Instant.parse("2026-03-28T12:00:00Z"), 1))
        .containsExactly("2026-03-30T00:30:00Z");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThatThrownBy(() -> CalendarExpression.parse("Fri..Mon 02:30"))
        .hasMessageContaining("'Fri..Mon 02:30' is not an OnCalendar expression")
        .hasMessageContaining("weekdays run backwards");
    assertThatThrownBy(() -> CalendarExpression.parse("*-02-30"))
        .hasMessageContaining("no time ever matches");
    assertThatThrownBy(() -> CalendarExpression.parse("25:00")).hasMessageContaining("hour");
  }

  @Test
  void severalLinesAreSeveralSchedules() {
    Schedule both = Schedule.parse("Mon 02:30\nTue 03:30\n", ZoneOffset.UTC);
    Instant monday = both.next(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(monday).isEqualTo("2026-01-05T02:30:00Z");
    assertThat(both.next(monday)).isEqualTo("2026-01-06T03:30:00Z");
    assertThat(both.expected(monday, monday.plus(14, ChronoUnit.DAYS))).isEqualTo(4);
  }

  @Test
  void fiveFieldsAreCronAndEverythingElseIsOnCalendar() {
    assertThat(Schedule.parse("30 2 * * *", ZoneOffset.UTC)).isInstanceOf(Schedule.Cron.class);
    assertThat(Schedule.parse("@daily", ZoneOffset.UTC)).isInstanceOf(Schedule.Cron.class);
    assertThat(Schedule.parse("daily", ZoneOffset.UTC)).isInstanceOf(Schedule.Calendar.class);
    assertThat(Schedule.parse("@4102444800", ZoneOffset.UTC)).isInstanceOf(Schedule.Calendar.class);
  }

  @ParameterizedTest
  @CsvSource({
    "* * * *, 'a cron expression has 5 fields (minute hour day month weekday), this one has 4: '",
    "0 30 2 * * *, this one has 6",
    "0 0 12 ? * MON-FRI, this one has 6",
    "*/5 *, this one has 2",
    "1-5 2 * *, this one has 4",
    "2026-13-01 UTC, is not an OnCalendar expression",
    "2026-11-30 02:30 Nowhere, is not an OnCalendar expression",
    "25:00 UTC, is not an OnCalendar expression",
    "sometimes, is not an OnCalendar expression",
  })
  void aCronExpressionWithTooFewOrTooManyFieldsIsToldSo(String text, String said) {
    assertThatThrownBy(() -> Schedule.parse(text, ZoneOffset.UTC)).hasMessageContaining(said);
  }

  @Test
  void whatIsOverNeverComesAgain() {
    CalendarExpression past = CalendarExpression.parse("2020-01-01");
    assertThat(past.next(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
        .isEqualTo(CalendarExpression.NEVER);
  }

  private static @Nullable List<String> next(String text, String zone, Instant after, int most) {
    CalendarExpression expression;
    try {
      expression = CalendarExpression.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    List<String> times = new ArrayList<>();
    Instant time = after;
    for (int i = 0; i < most; i++) {
      time = expression.next(time, ZoneId.of(zone));
      if (time.equals(CalendarExpression.NEVER)) {
        break;
      }
      times.add(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return times;
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("systemd-analyze", "calendar", "daily").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static @Nullable List<String> systemd(String text, String zone, Instant after)
      throws Exception {
    String base =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'")
            .withZone(ZoneOffset.UTC)
            .format(after);
    ProcessBuilder builder =
        new ProcessBuilder(
            "systemd-analyze", "calendar", "--iterations=4", "--base-time=" + base, "--", text);
    builder.environment().put("TZ", zone);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      return null;
    }
    List<String> times = new ArrayList<>();
    Matcher found = UTC.matcher(said);
    while (found.find()) {
      times.add(found.group(1) + "T" + found.group(2) + "Z");
    }
    return times;
  }

  private static List<String> rows() throws IOException {
    try (InputStream in =
        CalendarExpressionTest.class.getResourceAsStream("/oncalendar/systemd-252.tsv")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }
  }
}
