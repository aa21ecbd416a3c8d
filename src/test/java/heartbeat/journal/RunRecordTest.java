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
    assertThat(ended(new Ending.Eof()).exit().status()).isNull();
    assertThat(ended(new Ending.Eof()).exit().signal()).isNull();
    assertThat(ended(new Ending.Exited(3)).exit().status()).isEqualTo(3);
    assertThat(ended(new Ending.NotStarted("gone", 127)).exit().status()).isEqualTo(127);
    assertThat(ended(new Ending.Signalled(9)).exit().signal()).isEqualTo(9);
    assertThat(ended(new Ending.Signalled(9)).exit().status()).isNull();
    assertThat(ended(new Ending.Interrupted(15)).exit().signal()).isEqualTo(15);
    assertThat(ended(new Ending.TimedOut(Duration.ofHours(1))).exit().status()).isNull();
  }

  @Test
  void itHoldsVerdictAndEvidence() {
    RunRecord record = ended(new Ending.Exited(1));
    assertThat(record.outcome().verdict()).isEqualTo("failure");
    assertThat(record.outcome().reason()).isEqualTo("exit-status");
    assertThat(record.outcome().findings()).hasSize(1);
    assertThat(record.output().openTask()).isEqualTo("task");
    assertThat(record.output().lastLine()).isEqualTo("last");
    assertThat(record.output().markers()).isEqualTo(5);
    assertThat(record.times().elapsed()).isEqualTo(Duration.ofSeconds(7));
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
