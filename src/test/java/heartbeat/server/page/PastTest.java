package heartbeat.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import heartbeat.check.Cause;
import heartbeat.check.CheckState;
import heartbeat.check.Flip;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.check.StatusHistory;
import heartbeat.server.store.PingRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages tell of the past: uptime, days, durations. */
class PastTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  /** New until the 10th, up since then but for six hours on the 15th and since 11:00. */
  private static final List<Flip> FLIPS =
      List.of(
          flip("2026-03-20T11:00:00Z", Status.UP, Status.DOWN),
          flip("2026-03-15T12:00:00Z", Status.DOWN, Status.UP),
          flip("2026-03-15T06:00:00Z", Status.UP, Status.DOWN),
          flip("2026-03-10T00:00:00Z", Status.NEW, Status.UP));

  private final StatusHistory history =
      StatusHistory.of(FLIPS, CheckState.NEW, NOW.minus(Duration.ofDays(300)), NOW);

  @Test
  void uptimeIsThePartOfTheKnownTimeInWhichItWasUp() {
    StatusHistory.Share march =
        history.between(
            Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(march.down()).isEqualTo(Duration.ofHours(7));
    assertThat(march.times()).isEqualTo(2);
    assertThat(march.uptime()).isCloseTo(1 - 7.0 / (10.5 * 24), within(1e-9));
    StatusHistory.Share noon =
        history.between(
            Instant.parse("2026-03-15T09:00:00Z"), Instant.parse("2026-03-15T15:00:00Z"));
    assertThat(noon.down()).isEqualTo(Duration.ofHours(3));
    assertThat(noon.times()).as("it went down before").isEqualTo(0);
    assertThat(history.between(Instant.EPOCH, Instant.parse("2026-03-10T00:00:00Z")).isKnown())
        .isFalse();
  }

  @Test
  void withoutAFlipTheStatusOfNowWasAlwaysSo() {
    StatusHistory none = StatusHistory.of(List.of(), CheckState.NEW, Instant.EPOCH, NOW);
    assertThat(none.between(Instant.EPOCH, NOW).isKnown()).isFalse();
    assertThat(DayBar.of(none, NOW, UTC)).isEmpty();
  }

  @Test
  void aHundredPercentIsOnlyWhatWasNeverDown() {
    assertThat(DayBar.percent(1)).isEqualTo("100 %");
    assertThat(DayBar.percent(0.999999)).isEqualTo("99.99 %");
    assertThat(DayBar.percent(0)).isEqualTo("0.00 %");
  }

  @Test
  void theBarHasADayForEachOfTheLastNinety() {
    String bar = DayBar.of(history, NOW, UTC);
    assertThat(bar)
        .contains(
            "aria-label=\"Up 97.22 % of the last 90 days\"",
            "2026-03-15: down for 6h, up 75.00 %", "2026-03-20: down for 1h", "2026-03-11: up");
    assertThat(bar.split("class=\"day\"", -1)).hasSize(12);
    assertThat(DayBar.small(history, NOW, UTC)).doesNotContain("<title>").hasSizeLessThan(3_000);
  }

  @Test
  void weeksAndMonthsTellHowLongAndHowOftenItWasDown() {
    Html html = new Html();
    UptimeTable.write(html, history, NOW, UTC);
    assertThat(html.toString())
        .contains("<td>2026-03-16</td>", "<td>2026-03-09</td>", "<td>March 2026</td>")
        .contains("<td>97.22 %</td><td>7h</td><td>2</td>")
        .doesNotContain("2026-03-02", "February");
  }

  @Test
  void theDurationsHaveAMedianAndANinetyFifthPercentile() {
    List<Long> hundred = new ArrayList<>();
    for (long i = 1; i <= 100; i++) {
      hundred.add(i);
    }
    assertThat(DurationPlot.part(hundred, 50)).isEqualTo(50);
    assertThat(DurationPlot.part(hundred, 95)).isEqualTo(95);
    assertThat(DurationPlot.part(List.of(7L), 95)).isEqualTo(7);
    List<PingRow> runs = new ArrayList<>();
    for (int i = 20; i > 0; i--) {
      runs.add(run(i, i == 3 ? Signal.FAILURE : Signal.SUCCESS, Duration.ofSeconds(i)));
    }
    assertThat(DurationPlot.figure(runs, NOW))
        .contains("half of them took 10s or less, 95 % 19s or less, the longest 20s")
        .contains("<line class=\"median\"", "<line class=\"most\"")
        .containsOnlyOnce("class=\"down\"");
    assertThat(DurationPlot.figure(List.of(), NOW)).isEmpty();
  }

  private static PingRow run(long n, Signal signal, Duration duration) {
    return new PingRow(
        n, NOW.plusSeconds(n), signal, "http", "GET", "::1", "curl", null, null, duration, 0);
  }

  private static Flip flip(String at, Status from, Status to) {
    return new Flip(Instant.parse(at), from, to, Cause.COMPLETED);
  }
}
