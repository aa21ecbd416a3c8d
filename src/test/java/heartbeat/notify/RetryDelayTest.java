package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

  @ParameterizedTest
  @CsvSource({
    "1, 500, 1500",
    "2, 1000, 3000",
    "3, 2000, 6000",
    "4, 4000, 12000",
    "99, 4000, 12000"
  })
  void theWaitDoublesUpToALimitAndIsSpread(int attempt, long least, long most) {
    var random = new Random(11);
    Set<Duration> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Duration wait = RetryDelay.after(attempt, Duration.ZERO, random);
      assertThat(wait.toMillis()).isBetween(least, most);
      seen.add(wait);
    }
    assertThat(seen).hasSizeGreaterThan(150);
  }

  @Test
  void theWaitIsNeverShorterThanAsked() {
    var random = new Random(12);
    for (int i = 0; i < 200; i++) {
      Duration asked = Duration.ofMillis(random.nextLong(20_000));
      assertThat(RetryDelay.after(1, asked, random)).isGreaterThanOrEqualTo(asked);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        " 12 |12",
        "99999999999999999999|999999999",
        "Fri, 20 Nov 2026 10:01:00 GMT|60",
        "Fri, 20 Nov 2026 09:00:00 GMT|0",
        "soon|0",
        "-5|0",
        "''|0"
      })
  void retryAfterIsSecondsOrADate(String header, long seconds) {
    assertThat(RetryDelay.asked(header, Pings.NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
