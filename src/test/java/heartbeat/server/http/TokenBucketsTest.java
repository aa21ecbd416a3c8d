package heartbeat.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.server.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private final Clock clock = new Clock();
  private final TokenBuckets<String> buckets = new TokenBuckets<>();

  @Test
  void aBurstPassesAndThenTheRateHolds() {
    for (int i = 0; i < 20; i++) {
      assertThat(buckets.take("a", 2, clock.instant())).isTrue();
    }
    assertThat(buckets.take("a", 2, clock.instant())).isFalse();
    assertThat(buckets.take("b", 2, clock.instant())).as("another one").isTrue();
    clock.forward(Duration.ofMillis(500));
    assertThat(buckets.take("a", 2, clock.instant())).isTrue();
    assertThat(buckets.take("a", 2, clock.instant())).isFalse();
  }

  @Test
  void noRateIsNoLimit() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(buckets.take("a", 0, clock.instant())).isTrue();
    }
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOut() {
    while (buckets.take("a", 1, clock.instant())) {
      // until it is empty
    }
    clock.forward(Duration.ofDays(-1));
    assertThat(buckets.take("a", 1, clock.instant())).isFalse();
    clock.forward(Duration.ofSeconds(2));
    assertThat(buckets.take("a", 1, clock.instant())).isTrue();
  }
}
