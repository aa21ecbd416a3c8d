package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogRepeatsTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final LogRepeats repeats = new LogRepeats();

  @Test
  void theFirstIsLoggedAndTheSameAgainOnceAMinuteWithACount() {
    assertThat(repeats.take("disk full", NOON)).isZero();
    for (int i = 1; i < 1992; i++) {
      assertThat(repeats.take("disk full", NOON.plusMillis(i * 30L))).isEqualTo(-1);
    }
    assertThat(repeats.take("disk full", NOON.plusSeconds(60))).isEqualTo(1991);
    assertThat(repeats.take("disk full", NOON.plusSeconds(61))).isEqualTo(-1);
  }

  @Test
  void anotherTroubleIsLoggedAtOnce() {
    repeats.take("disk full", NOON);
    assertThat(repeats.take("mail refused", NOON)).isZero();
  }

  @Test
  void aClockThatGoesBackSilencesNothing() {
    repeats.take("disk full", NOON);
    assertThat(repeats.take("disk full", NOON.minusSeconds(3600))).isNotNegative();
  }

  @Test
  void itRemembersABoundedNumberOfKinds() {
    for (int i = 0; i < 10_000; i++) {
      repeats.take("check " + i, NOON);
    }
    assertThat(repeats.take("check 9999", NOON)).isEqualTo(-1);
    assertThat(repeats.take("check 0", NOON)).isZero();
  }
}
