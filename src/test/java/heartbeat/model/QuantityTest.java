package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void durationsHaveUnitsAndCanBeCombined() {
    assertThat(Quantity.duration("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Quantity.duration("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(Quantity.duration("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(Quantity.duration("1d")).isEqualTo(Duration.ofDays(1));
    assertThat(Quantity.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Quantity.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Quantity.duration("1m500ms")).isEqualTo(Duration.ofMillis(60_500));
    assertThat(Quantity.duration("0")).isEqualTo(Duration.ZERO);
  }

  @Test
  void aBareNumberSaysWhichUnitsThereAre() {
    for (String text : List.of("90", "1h30")) {
      assertThatThrownBy(() -> Quantity.duration(text)).hasMessageContaining("s, m, h or d");
    }
  }

  @Test
  void otherTextsAreNoDurations() {
    for (String text :
        List.of("", "s", "5 m", "-5m", "+5m", "1.5h", "5M", "5min", "1:30", "h1", "٥m")) {
      assertThatThrownBy(() -> Quantity.duration(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String text : List.of("36501d", "999999999999999d", "36500d1s")) {
      assertThatThrownBy(() -> Quantity.duration(text)).hasMessageContaining("too long");
    }
  }

  @Test
  void sizesArePowersOf1024() {
    assertThat(Quantity.size("10000")).isEqualTo(10_000);
    assertThat(Quantity.size("64k")).isEqualTo(65_536);
    assertThat(Quantity.size("64K")).isEqualTo(65_536);
    assertThat(Quantity.size("10M")).isEqualTo(10L << 20);
    assertThat(Quantity.size("10MB")).isEqualTo(10L << 20);
    assertThat(Quantity.size("1GiB")).isEqualTo(1L << 30);
  }

  @Test
  void otherTextsAreNoSizes() {
    for (String text :
        List.of("", "k", "-1", "1.5M", "1T", "10 M", "10Mi!", "1kk", "999999999999999G", "1i")) {
      assertThatThrownBy(() -> Quantity.size(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
