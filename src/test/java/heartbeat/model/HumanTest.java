package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT-5S, 0s",
    "PT0.0001S, 1ms",
    "PT0.412S, 412ms",
    "PT0.999S, 999ms",
    "PT3.9S, 3s",
    "PT59S, 59s",
    "PT2M, 2m",
    "PT2M5S, 2m 5s",
    "PT59M59S, 59m 59s",
    "PT1H, 1h",
    "PT1H4M59S, 1h 4m",
    "PT24H, 1d",
    "PT51H59M, 2d 3h"
  })
  void durationsHaveTheirTwoLargestUnits(Duration duration, String text) {
    assertThat(Human.duration(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1 kB",
    "1536, 1.5 kB",
    "10188, 9.9 kB",
    "10189, 10 kB",
    "40960, 40 kB",
    "1073741824, 1 GB",
    "9223372036854775807, 8 EB"
  })
  void sizesAreInPowersOf1024(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }
}
