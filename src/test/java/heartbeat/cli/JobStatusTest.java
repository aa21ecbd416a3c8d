package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.tell.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobStatusTest {
  private static final JobName JOB = new JobName("moodle");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void theNextRunIsExpectedAfterTheUsualInterval() {
    JobStatus status =
        status(
            ended(NOON, 5, "success"),
            ended(NOON.minusSeconds(60), 5, "success"),
            // One run was missed here.
            ended(NOON.minusSeconds(180), 5, "success"),
            ended(NOON.minusSeconds(240), 5, "success"));
    assertThat(status.next()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void withTwoRunsNobodyKnowsWhenTheNextIsDue() {
    assertThat(status(ended(NOON, 5, "success"), ended(NOON.minusSeconds(60), 5, "success")).next())
        .isNull();
  }

  @Test
  void theUsualDurationLeavesOutTheLastRunWhichIsComparedWithIt() {
    JobStatus status =
        status(
            ended(NOON, 500, "success"),
            ended(NOON.minusSeconds(60), 5, "success"),
            ended(NOON.minusSeconds(120), 7, "success"),
            ended(NOON.minusSeconds(180), 6, "success"));
    assertThat(status.usual()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void aRunThatGoesOnDoesNotMakeTheLastFailureGood() {
    JobStatus status =
        status(new RunEntry.Running(JOB, id(NOON)), ended(NOON.minusSeconds(60), 5, "failure"));
    assertThat(status.verdict()).isEqualTo("running");
    assertThat(status.severity()).isEqualTo(2);
  }

  @Test
  void aRunWhoseHeartbeatDiedIsCritical() {
    JobStatus status =
        status(
            new RunEntry.Unfinished(JOB, id(NOON), NOON, false),
            ended(NOON.minusSeconds(60), 5, "success"));
    assertThat(status.severity()).isEqualTo(2);
  }

  @Test
  void whatWaitsIsAWarning() {
    JobStatus status = JobStatus.of(JOB, List.of(ended(NOON, 5, "success")), 1, JobState.EMPTY);
    assertThat(status.severity()).isEqualTo(1);
  }

  @Test
  void refusedPingsAreAWarning() {
    JobStatus status =
        JobStatus.of(
            JOB,
            List.of(ended(NOON, 5, "success")),
            0,
            JobState.EMPTY.withPingProblem("404 from hc-ping.com"));
    assertThat(status.severity()).isEqualTo(1);
  }

  @Test
  void aJobThatNeverRanIsUnknown() {
    assertThat(status().severity()).isEqualTo(3);
    assertThat(status().verdict()).isEqualTo("never-ran");
  }

  private static JobStatus status(RunEntry... newestFirst) {
    return JobStatus.of(JOB, List.of(newestFirst), 0, JobState.EMPTY);
  }

  private static RunId id(Instant started) {
    return RunId.of(started, 1, 2);
  }

  private static RunEntry ended(Instant started, long seconds, String verdict) {
    @Nullable String reason = verdict.equals("failure") ? "died-in-task" : null;
    return new RunEntry.Ended(
        new RunRecord(
            JOB,
            id(started),
            started,
            started.plusSeconds(seconds),
            Duration.ofSeconds(seconds),
            verdict,
            reason,
            List.of(),
            null,
            "",
            null,
            0,
            0,
            0,
            0,
            null,
            null,
            -1,
            List.of(),
            null));
  }
}
