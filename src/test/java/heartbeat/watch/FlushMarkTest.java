package heartbeat.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushMarkTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir Path folder;

  @Test
  void aCrowdOfRunsStartsOneFlush() {
    assertThat(FlushMark.begin(folder, NOON)).isTrue();
    for (int i = 0; i < 200; i++) {
      assertThat(FlushMark.begin(folder, NOON.plusMillis(i))).isFalse();
    }
    FlushMark.renew(folder, NOON.plusSeconds(100));
    assertThat(FlushMark.begin(folder, NOON.plusSeconds(200))).isFalse();
  }

  @Test
  void afterItsEndTheNextRunStartsAnother() {
    FlushMark.begin(folder, NOON);
    FlushMark.end(folder);
    assertThat(FlushMark.begin(folder, NOON.plusSeconds(1))).isTrue();
  }

  @Test
  void aFlushThatWasKilledIsForgotten() {
    FlushMark.begin(folder, NOON);
    assertThat(FlushMark.begin(folder, NOON.plusSeconds(121))).isTrue();
  }
}
