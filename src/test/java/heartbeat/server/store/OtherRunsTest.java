package heartbeat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.CheckState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the database keeps of a check's other runs; older heartbeats on it read the same words. */
class OtherRunsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void everyFactIsReadBackAsItWasWritten() {
    CheckState.Run overtaken = CheckState.Run.begun(NOON, new UUID(0, 1));
    CheckState.Run tooFast =
        CheckState.Run.begun(NOON.plusSeconds(5), new UUID(0, 2)).heardAt(NOON.plusSeconds(6));
    CheckState.Others others = new CheckState.Others(true, List.of(overtaken), tooFast);
    assertThat(OtherRuns.text(others))
        .isEqualTo(
            "overlap bad:1772366405000:00000000-0000-0000-0000-000000000002:1772366406000"
                + " run:1772366400000:00000000-0000-0000-0000-000000000001:");
    assertThat(OtherRuns.parse(OtherRuns.text(others))).isEqualTo(others);
    assertThat(OtherRuns.parse(OtherRuns.text(CheckState.Others.NONE)))
        .isEqualTo(CheckState.Others.NONE);
  }
}
