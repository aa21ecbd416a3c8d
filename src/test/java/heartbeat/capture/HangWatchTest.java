package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangWatchTest {
  private final HangWatch watch = new HangWatch();

  @Test
  void eachLimitIsToldOfOnce() {
    assertThat(watch.due(99, 100, 49, 50)).isEmpty();
    assertThat(watch.due(99, 100, 50, 50)).containsExactly(Reason.SILENCE);
    assertThat(watch.due(100, 100, 51, 50)).containsExactly(Reason.TIME_LIMIT);
    assertThat(watch.due(500, 100, 400, 50)).isEmpty();
  }

  @Test
  void itIsLookedAtAgainWhenALimitCanPassAtTheEarliest() {
    assertThat(watch.next(10, 100, 3, 50)).isEqualTo(47);
    assertThat(watch.next(90, 100, 3, 50)).isEqualTo(10);
    watch.due(100, 100, 3, 50);
    assertThat(watch.next(100, 100, 3, 50)).isEqualTo(47);
  }

  @Test
  void noLimitAndAnAbsurdOneNeverPass() {
    assertThat(HangWatch.nanos(null)).isEqualTo(HangWatch.NEVER);
    assertThat(HangWatch.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(HangWatch.NEVER);
    assertThat(HangWatch.nanos(Duration.ofMillis(3))).isEqualTo(3_000_000);
  }
}
