package heartbeat.run;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.recognise.SamplesTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a run ended comes first, unless the output tells more. */
class JudgeTest {
  private static final Rules MOODLE = Runs.rules(Preset.MOODLE);
  private static final String GOOD = Runs.text(Runs.sample("cron-45-success.log"));
  private static final String KILLED = Runs.text(Runs.sample("cron-45-killed.log"));
  private static final String MAINTENANCE = Runs.text(Runs.sample("cron-maintenance.log"));

  private static String said(String output, Ending ending) {
    return Runs.said(MOODLE, output, ending);
  }

  @Test
  void aSignalOrATimeLimitIsTheReasonAndTheOpenTaskIsNamed() {
    for (Ending ending :
        List.of(
            new Ending.Signalled(9),
            new Ending.TimedOut(Duration.ofHours(2)),
            new Ending.Interrupted(15))) {
      Verdict verdict = Runs.judge(MOODLE, KILLED, ending);
      assertThat(verdict.findings().getFirst())
          .isEqualTo(Finding.diedIn("Automated backups (core\\task\\automated_backup_task)"));
      assertThat(verdict).isInstanceOf(Verdict.Failure.class);
    }
    assertThat(said(KILLED, new Ending.Signalled(9))).isEqualTo("failure signal");
    assertThat(said(KILLED, new Ending.TimedOut(Duration.ZERO))).isEqualTo("failure time-limit");
    assertThat(said(GOOD, new Ending.Signalled(15))).isEqualTo("failure signal");
    assertThat(said(GOOD, new Ending.Interrupted(15))).isEqualTo("failure interrupted");
  }

  @Test
  void whatCouldNotBeStartedSaysWhy() {
    assertThat(Runs.judge(MOODLE, "", new Ending.NotStarted("no such file", 127)))
        .isEqualTo(
            new Verdict.Failure(
                Reason.NOT_STARTED, List.of(new Finding("not-started", null, "no such file"))));
  }

  @Test
  void theOutputExplainsANonZeroStatus() {
    assertThat(said(MAINTENANCE, Runs.exited(1))).isEqualTo("skipped maintenance");
    assertThat(said(MAINTENANCE, Runs.exited(255))).isEqualTo("failure exit-status");
    assertThat(said(KILLED, Runs.exited(255))).isEqualTo("failure died-in-task");
    assertThat(said(GOOD, Runs.exited(1))).isEqualTo("failure exit-status");
    assertThat(said("hello", Runs.exited(255))).isEqualTo("failure exit-status");
    assertThat(said("", Runs.exited(1))).isEqualTo("failure no-output");
    assertThat(said("", Runs.exited(0))).isEqualTo("failure no-output");
    assertThat(said("hello", Runs.exited(0))).isEqualTo("failure marker-missing");
  }

  @Test
  void whereNobodyKnowsTheRulesAnExitStatusAloneIsNoAllClear() {
    Rules unknown = Rules.UNKNOWN;
    assertThat(Runs.said(unknown, "all is well", Runs.exited(0)))
        .isEqualTo("failure marker-missing");
    assertThat(Runs.said(unknown, "", Runs.exited(0))).isEqualTo("failure no-output");
    assertThat(Runs.said(unknown, "Cron run completed correctly", Runs.exited(0)))
        .isEqualTo("success -");
    assertThat(Runs.said(unknown, GOOD, Runs.exited(0))).isEqualTo("success -");
    assertThat(Runs.said(unknown, MAINTENANCE, Runs.exited(1))).isEqualTo("skipped maintenance");
  }

  @ParameterizedTest
  @MethodSource("heartbeat.recognise.SamplesTest#all")
  void whereNobodyKnowsTheRulesMoodleInAPipeIsJudgedAsEver(SamplesTest.Sample sample) {
    String output = Runs.text(sample.output());
    assertThat(Runs.said(Rules.UNKNOWN, output, new Ending.Eof()))
        .isEqualTo(Runs.said(Rules.DEFAULT, output, new Ending.Eof()));
  }

  @Test
  void aRunThatCompletesTooFastFailed() {
    Rules rules =
        new Rules(
            Preset.MOODLE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Rules.FailedTasks.WARN,
            Duration.ofSeconds(10));
    Observation good = Runs.observe(rules, GOOD);
    assertThat(said(rules, good, Duration.ofMillis(9_999))).isEqualTo("failure too-fast");
    assertThat(said(rules, good, Duration.ofSeconds(10))).isEqualTo("success -");
    assertThat(said(rules, Runs.observe(rules, MAINTENANCE), Duration.ZERO))
        .isEqualTo("skipped maintenance");
    assertThat(said(rules, Runs.observe(rules, KILLED), Duration.ZERO))
        .isEqualTo("failure died-in-task");
    Observation failed = Runs.observe(rules, Runs.text(Runs.sample("cron-45-task-failed.log")));
    assertThat(said(rules, failed, Duration.ZERO)).isEqualTo("failure too-fast");
  }

  private static String said(Rules rules, Observation seen, Duration elapsed) {
    return Runs.said(Judge.judge(rules, Runs.capture(seen, Runs.EOF, elapsed)));
  }

  @Test
  void warningsComeBeforeNotes() {
    Observation seen =
        new Observation(
            new Observation.Sight.Completed(),
            List.of(
                new Finding("work-left", null, "later"),
                new Finding("task-failed", "x", "gone"),
                new Finding("warning-marker", null, "slow")),
            1,
            null,
            "");
    assertThat(
            Judge.judge(MOODLE, Runs.capture(seen, Runs.EOF, Duration.ZERO)).findings().stream()
                .map(Finding::kind))
        .containsExactly("task-failed", "warning-marker", "work-left");
  }
}
