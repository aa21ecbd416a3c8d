package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> WORDS = Keys.namesIn(true, "");

  @Test
  void theNearestWordIsFound() {
    assertThat(Spelling.nearest("prset", WORDS)).isEqualTo("preset");
    assertThat(Spelling.nearest("rpeset", WORDS)).isEqualTo("preset");
    assertThat(Spelling.nearest("success_marker", WORDS)).isEqualTo("success-marker");
    assertThat(Spelling.nearest("failureMarker", WORDS)).isEqualTo("failure-marker");
    assertThat(Spelling.nearest("maxduration", WORDS)).isEqualTo("max-duration");
    assertThat(Spelling.nearest("loc", WORDS)).isEqualTo("lock");
  }

  @Test
  void aFarWordHasNoNearest() {
    assertThat(Spelling.nearest("banana", WORDS)).isNull();
    assertThat(Spelling.nearest("x", WORDS)).isNull();
    assertThat(Spelling.nearest("a".repeat(10_000), WORDS)).isNull();
  }

  @Test
  void aSwapOfNeighboursIsOneError() {
    assertThat(Spelling.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Spelling.distance("abcd", "acbd")).isEqualTo(1);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void aWordThatIsWrittenOutMeansItsShortForm() {
    assertThat(Spelling.nearest("description", List.of("period", "desc"))).isEqualTo("desc");
    assertThat(Spelling.nearest("maximum", List.of("on", "to", "max"))).isNull();
  }
}
