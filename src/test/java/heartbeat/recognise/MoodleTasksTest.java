package heartbeat.recognise;

import static heartbeat.recognise.CronLog.CONTINUING;
import static heartbeat.recognise.CronLog.DONE;
import static heartbeat.recognise.CronLog.END;
import static heartbeat.recognise.CronLog.MOODLE;
import static heartbeat.recognise.CronLog.NAME;
import static heartbeat.recognise.CronLog.START;
import static heartbeat.recognise.CronLog.judge;
import static heartbeat.recognise.CronLog.said;
import static heartbeat.recognise.CronLog.task;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Finding;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The traps of the tasks within a run. */
class MoodleTasksTest {
  @Test
  void aTaskNamedAfterFailuresIsNoFailure() {
    String name =
        "Send failed login notifications (core\\task\\send_failed_login_notifications_task)";
    assertThat(said(START, task(name, "Scheduled task failed login\n"), END))
        .isEqualTo("success -");
  }

  @Test
  void aTaskThatPrintsAnotherCronsWholeLogIsStillOpen() {
    String embedded = START + task("Other (x\\y)", "") + END;
    String run = START + "Execute scheduled task: " + NAME + "\n" + embedded;
    assertThat(said(run)).isEqualTo("failure died-in-task");
    assertThat(Runs.observe(MOODLE, run).openTask()).isEqualTo(NAME);
    assertThat(Runs.observe(MOODLE, run).markers()).isZero();
    assertThat(said(run, "Scheduled task complete: " + NAME + "\n", END)).isEqualTo("success -");
  }

  @Test
  void aTasksOwnFailureLinesAreItsOutput() {
    String printed = "Scheduled task failed: Other (x\\y),gone\nAdhoc task failed: x\\y,gone\n";
    assertThat(judge(START, task(NAME, printed), END)).isEqualTo(new Verdict.Success(List.of()));
  }

  @Test
  void aFailedTaskIsNamedWithItsMessage() {
    Verdict verdict =
        judge(
            START,
            "Execute scheduled task: LDAP, users (sync), job (auth_ldap\\task\\sync_task)\n",
            "Scheduled task failed: LDAP, users (sync), job (auth_ldap\\task\\sync_task),a,b (c),d\n",
            "Debug info:\nERROR\nBacktrace:\n* line 1 of /x: call to y()\n\n",
            "Execute adhoc task: mod_x\\task\\y\nAdhoc task id: 3\nAdhoc task custom data: {}\n",
            "Adhoc task failed: mod_x\\task\\y,\n",
            END);
    assertThat(verdict)
        .isEqualTo(
            new Verdict.Warning(
                List.of(
                    new Finding(
                        "task-failed",
                        "LDAP, users (sync), job (auth_ldap\\task\\sync_task)",
                        "a,b (c),d"),
                    new Finding("task-failed", "mod_x\\task\\y", ""))));
  }

  @Test
  void aTaskMayBeCompleteAndThenFailAllTheSame() {
    Verdict verdict =
        judge(START, task(NAME, ""), "Scheduled task failed: " + NAME + ",Database gone\n", END);
    assertThat(verdict.findings())
        .containsExactly(new Finding("task-failed", NAME, "Database gone"));
  }

  @Test
  void aFailureOfATaskWhoseBeginningWasSwallowedCounts() {
    Verdict verdict = judge(START, "Scheduled task failed: A, b (x\\y),Some, message\n", END);
    assertThat(verdict.findings())
        .containsExactly(new Finding("task-failed", "A, b (x\\y)", "Some, message"));
    assertThat(judge(START, "Adhoc task failed: x\\y\n", END).findings())
        .containsExactly(new Finding("task-failed", "x\\y", ""));
  }

  @Test
  void failedTasksAreWhatTheRulesSay() {
    String run = START + "Execute adhoc task: x\\y\nAdhoc task failed: x\\y,gone\n" + END;
    for (Rules.FailedTasks how : Rules.FailedTasks.values()) {
      Rules rules = new Rules(Preset.MOODLE, List.of(), List.of(), List.of(), List.of(), how, null);
      assertThat(Runs.said(rules, run, Runs.EOF))
          .isEqualTo(
              switch (how) {
                case WARN -> "warning task-failed";
                case FAIL -> "failure task-failed";
                case IGNORE -> "success -";
              });
    }
  }

  @Test
  void aCancelledTaskIsClosed() {
    assertThat(
            said(
                START,
                "Execute adhoc task: x\\y\nAdhoc task id: 3\n",
                "User 7 could not be found for adhoc task: x\\y. Cancelling task.\n",
                END))
        .isEqualTo("success -");
    assertThat(said(START, "Execute adhoc task: x\\y\nUser 7 is Cancelling tasks\n", END))
        .isEqualTo("failure died-in-task");
  }

  @Test
  void aKilledRunNamesTheTaskItDiedIn() {
    Verdict verdict = judge(START, END.replace(DONE, CONTINUING), "Execute adhoc task: x\\y\n12");
    assertThat(verdict.reason()).isEqualTo("died-in-task");
    assertThat(verdict.findings().getFirst().task()).isEqualTo("x\\y");
  }

  @Test
  void aTaskWithALongOrHostileNameIsFoundAgain() {
    String name = "\u001b[31m\u0000N\u00e4me ".repeat(900) + "(x\\y)";
    assertThat(said(START, task(name, ""), END)).isEqualTo("success -");
    String open = Runs.observe(MOODLE, START + "Execute scheduled task: " + name).openTask();
    assertThat(open).startsWith("N\u00e4me N\u00e4me").hasSizeLessThanOrEqualTo(500);
  }

  @Test
  void thousandsOfFailedTasksAreCountedNotKept() {
    String failed = "Execute adhoc task: x\\y\nAdhoc task failed: x\\y,gone\n";
    Verdict verdict = judge(START, failed.repeat(1234), END);
    assertThat(verdict.findings()).hasSize(101);
    assertThat(verdict.findings().getLast())
        .isEqualTo(new Finding("task-failed", null, "and 1134 more"));
  }

  @Test
  void anExceptionInATaskThatCallsExitNamesTheTask() {
    assertThat(
            said(
                START,
                "Execute scheduled task: " + NAME + "\n",
                "!!! A lock was created but not released at: !!!\n"))
        .isEqualTo("failure died-in-task");
  }

  @Test
  void aTasksOutputIsNoOrderNotToRun() {
    assertThat(said(START, task(NAME, "Moodle upgrade pending, cron execution suspended.\n")))
        .isEqualTo("failure marker-missing");
    assertThat(
            said(START, "Execute adhoc task: x\\y\nCLI maintenance mode active, cron execution\n"))
        .isEqualTo("failure died-in-task");
  }
}
