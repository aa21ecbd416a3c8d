package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BeginWatchTest {
  private final BeginWatch watch = new BeginWatch();

  @Test
  void aRunThatSpeaksHasBegunAfterHalfASecondOnce() {
    assertThat(watch.isDue(millis(499))).isFalse();
    assertThat(watch.next(millis(100))).isEqualTo(millis(400));
    assertThat(watch.isDue(millis(500))).isTrue();
    assertThat(watch.looked(millis(500), 1, false)).isTrue();
    assertThat(watch.isDue(millis(999_999))).isFalse();
    assertThat(watch.next(millis(500))).isEqualTo(HangWatch.NEVER);
  }

  @Test
  void aSilentRunHasBegunAfterASecond() {
    long elapsed = 0;
    int looks = 0;
    do {
      elapsed += watch.next(elapsed);
      looks++;
    } while (!watch.looked(elapsed, 0, false));
    assertThat(elapsed).isEqualTo(millis(1000));
    assertThat(looks).isLessThan(10);
  }

  @Test
  void aRunThatMakesWayHasNotBegunUntilItSaysSomethingElse() {
    long elapsed = millis(500);
    while (elapsed < TimeUnit.HOURS.toNanos(1)) {
      assertThat(watch.looked(elapsed, 1, true)).isFalse();
      elapsed += watch.next(elapsed);
    }
    assertThat(watch.next(elapsed)).isLessThanOrEqualTo(TimeUnit.MINUTES.toNanos(1));
    assertThat(watch.looked(elapsed, 2, false)).isTrue();
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
