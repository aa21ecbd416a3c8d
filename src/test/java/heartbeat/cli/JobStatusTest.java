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

  private static RunEntry running(Instant started) {
    return new RunEntry.Running(JOB, id(started));
  }

  @Test
  void aRunPastItsLimitIsCriticalHoweverNewTheOthersAre() {
    RunEntry[] runs = {
      running(NOON.minusSeconds(11)),
      running(NOON.minusSeconds(71)),
      running(NOON.minusSeconds(3700)),
      ended(NOON.minusSeconds(7200), 5, "success")
    };
    JobStatus status = at(NOON, Duration.ofHours(1), runs);
    assertThat(status.running()).extracting(RunEntry::started).startsWith(NOON.minusSeconds(3700));
    assertThat(status.hanging()).isEqualTo("time-limit");
    assertThat(status.severity()).isEqualTo(2);
    assertThat(at(NOON, Duration.ofHours(2), runs).hanging()).isNull();
    assertThat(at(NOON, Duration.ofHours(2), runs).severity()).isZero();
  }

  @Test
  void aRunThatHasToldThatItHangsIsCriticalWithoutAConfig() {
    RunEntry.Running run = new RunEntry.Running(JOB, id(NOON.minusSeconds(60)));
    JobState told =
        new JobState(
            new JobState.Last("failure", "silence", NOON),
            new JobState.Failing(NOON, 1, run.run().toString()),
            JobState.EMPTY.alert(),
            JobState.EMPTY.troubles(),
            null,
            null);
    JobStatus status = JobStatus.of(JOB, List.of(run), 0, told, null, NOON);
    assertThat(status.hanging()).isEqualTo("silence");
    assertThat(status.severity()).isEqualTo(2);
    RunEntry.Running other = new RunEntry.Running(JOB, id(NOON.minusSeconds(5)));
    assertThat(JobStatus.of(JOB, List.of(other), 0, told, null, NOON).hanging()).isNull();
  }

  @Test
  void aRunThatTakesFiveTimesAsLongAsTheLongestIsAWarning() {
    RunEntry[] runs = {
      running(NOON.minusSeconds(3001)),
      ended(NOON.minusSeconds(7200), 600, "success"),
      ended(NOON.minusSeconds(9200), 20, "success")
    };
    assertThat(at(NOON, null, runs).isSlow()).isTrue();
    assertThat(at(NOON, null, runs).severity()).isEqualTo(1);
    assertThat(at(NOON.minusSeconds(2), null, runs).isSlow()).isFalse();
  }

  @Test
  void shortRunsMayTakeFiveMinutesBeforeTheyAreSlow() {
    RunEntry[] runs = {
      running(NOON),
      ended(NOON.minusSeconds(60), 1, "success"),
      ended(NOON.minusSeconds(120), 1, "success")
    };
    assertThat(at(NOON.plusSeconds(299), null, runs).isSlow()).isFalse();
    assertThat(at(NOON.plusSeconds(301), null, runs).isSlow()).isTrue();
  }

  @Test
  void aJobThatNoLongerComesIsAWarning() {
    RunEntry[] hourly = new RunEntry[4];
    for (int i = 0; i < hourly.length; i++) {
      hourly[i] = ended(NOON.minusSeconds(3600L * i), 5, "success");
    }
    assertThat(at(NOON.plusSeconds(5399), null, hourly).isOverdue()).isFalse();
    assertThat(at(NOON.plusSeconds(5401), null, hourly).isOverdue()).isTrue();
    assertThat(at(NOON.plusSeconds(5401), null, hourly).severity()).isEqualTo(1);
  }

  @Test
  void afterAWeekendAWorkdaysJobIsNotOverdue() {
    RunEntry[] runs = {
      ended(NOON, 5, "success"),
      ended(NOON.minus(Duration.ofDays(1)), 5, "success"),
      ended(NOON.minus(Duration.ofDays(4)), 5, "success"),
      ended(NOON.minus(Duration.ofDays(5)), 5, "success")
    };
    assertThat(at(NOON.plus(Duration.ofDays(3)), null, runs).isOverdue()).isFalse();
    assertThat(at(NOON.plus(Duration.ofDays(5)), null, runs).isOverdue()).isTrue();
  }

  @Test
  void whatWaitsIsAWarning() {
    JobStatus status =
        JobStatus.of(JOB, List.of(ended(NOON, 5, "success")), 1, JobState.EMPTY, null, NOON);
    assertThat(status.severity()).isEqualTo(1);
  }

  @Test
  void refusedPingsAreAWarning() {
    JobStatus status =
        JobStatus.of(
            JOB,
            List.of(ended(NOON, 5, "success")),
            0,
            JobState.EMPTY.withPingProblem("404 from hc-ping.com"),
            null,
            NOON);
    assertThat(status.severity()).isEqualTo(1);
  }

  @Test
  void aJobThatNeverRanIsUnknown() {
    assertThat(status().severity()).isEqualTo(3);
    assertThat(status().verdict()).isEqualTo("never-ran");
  }

  private static JobStatus status(RunEntry... newestFirst) {
    return at(NOON, null, newestFirst);
  }

  private static JobStatus at(Instant now, @Nullable Duration limit, RunEntry... newestFirst) {
    return JobStatus.of(JOB, List.of(newestFirst), 0, JobState.EMPTY, limit, now);
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
            new RunRecord.Times(started, started.plusSeconds(seconds), Duration.ofSeconds(seconds)),
            new RunRecord.Outcome(verdict, reason, List.of(), null),
            new RunRecord.Output(0, 0, 0, 0, null, ""),
            new RunRecord.Exit(null, null, -1),
            List.of(),
            null));
  }
}
