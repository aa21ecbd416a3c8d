package heartbeat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Observation;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  @Test
  void itTellsHowTheCommandEndedAndGuessesNothing() {
    assertThat(ended(new Ending.Eof()).exitStatus()).isNull();
    assertThat(ended(new Ending.Eof()).signal()).isNull();
    assertThat(ended(new Ending.Exited(3)).exitStatus()).isEqualTo(3);
    assertThat(ended(new Ending.NotStarted("gone", 127)).exitStatus()).isEqualTo(127);
    assertThat(ended(new Ending.Signalled(9)).signal()).isEqualTo(9);
    assertThat(ended(new Ending.Signalled(9)).exitStatus()).isNull();
    assertThat(ended(new Ending.Interrupted(15)).signal()).isEqualTo(15);
    assertThat(ended(new Ending.TimedOut(Duration.ofHours(1))).exitStatus()).isNull();
  }

  @Test
  void itHoldsVerdictAndEvidence() {
    RunRecord record = ended(new Ending.Exited(1));
    assertThat(record.verdict()).isEqualTo("failure");
    assertThat(record.reason()).isEqualTo("exit-status");
    assertThat(record.findings()).hasSize(1);
    assertThat(record.openTask()).isEqualTo("task");
    assertThat(record.lastLine()).isEqualTo("last");
    assertThat(record.markers()).isEqualTo(5);
    assertThat(record.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  private static RunRecord ended(Ending ending) {
    List<Finding> findings = List.of(new Finding("task-failed", "t", "m"));
    Capture capture =
        new Capture(
            Samples.NOON,
            Samples.NOON.plusSeconds(8),
            Duration.ofSeconds(7),
            1,
            2,
            "tail",
            3,
            ending,
            new Observation(new Observation.Sight.Unjudged(), findings, 5, "task", "last"),
            0,
            List.of());
    return RunRecord.of(
        Samples.MOODLE,
        Samples.run(1),
        new Verdict.Failure(Reason.EXIT_STATUS, findings),
        capture,
        null);
  }
}
