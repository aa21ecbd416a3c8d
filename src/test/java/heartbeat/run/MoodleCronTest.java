package heartbeat.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of cron's output, one by one. */
class MoodleCronTest {
  private static final Rules MOODLE = Runs.rules(Preset.MOODLE);
  private static final String START = "Server Time: Thu, 20 Nov 2025 03:00:01 +0100\n\n\n";
  private static final String MARKER = "Cron run completed correctly\n";
  private static final String DONE =
      "Cron completed at 03:00:03 in 3.3 seconds. Memory used: 42.1\u00a0MB.\n";
  private static final String CONTINUING =
      DONE.strip() + " Continuing to check for tasks for 177 more seconds.\n";
  private static final String END = "Ran 0 adhoc tasks found at Thu\n" + MARKER + DONE;
  private static final String GRACEFUL = "== Exiting gracefully, please wait ... ==\n";
  private static final String NAME = "Automated backups (core\\task\\automated_backup_task)";

  private static String task(String name, String output) {
    return "Execute scheduled task: "
        + name
        + "\n... started 03:00:02. Current memory use 26.0\u00a0MB.\n"
        + output
        + "... used 3 dbqueries\n... used 0.1 seconds\nScheduled task complete: "
        + name
        + "\n";
  }

  private static String said(String... parts) {
    return Runs.said(MOODLE, String.join("", parts), Runs.EOF);
  }

  private static Verdict judge(String... parts) {
    return Runs.judge(MOODLE, String.join("", parts), Runs.EOF);
  }

  private static List<String> kinds(Verdict verdict) {
    return verdict.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void aRunWithTasksCompletes() {
    assertThat(said(START, task(NAME, ""), END)).isEqualTo("success -");
  }

  @Test
  void theMarkerAloneIsNotTheEnd() {
    assertThat(said(START, task(NAME, ""), MARKER)).isEqualTo("failure marker-missing");
    assertThat(
            said(
                START,
                "Cron script completed correctly\n",
                "Cron completed at 03:00:03. Memory used 42MB.\n"))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void theOldestFormHasNoCompletionLine() {
    assertThat(
            said(
                START,
                "Starting activity modules\nFinished activity modules\n",
                "Cron script completed correctly\nExecution took 2.348721 seconds\n"))
        .isEqualTo("success -");
  }

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
  void killedBetweenTasksTheMarkerIsMissing() {
    assertThat(said(START, task(NAME, ""))).isEqualTo("failure marker-missing");
    assertThat(said(START, MARKER, CONTINUING, "Ran 0 adhoc tasks found at Thu\n"))
        .isEqualTo("failure marker-missing");
    assertThat(said(START)).isEqualTo("failure marker-missing");
  }

  @Test
  void whileIdleOnlyTheEndOnContinuingIsAmbiguous() {
    assertThat(said(START, MARKER, CONTINUING)).isEqualTo("warning ended-while-idle");
    assertThat(said(START, MARKER, CONTINUING, "Killed\n")).isEqualTo("failure marker-missing");
    assertThat(said(START, MARKER, CONTINUING, "!!! Error reading from database !!!\n"))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void aWholeLastLineWithoutNewlineMayHaveBeenAboutToContinue() {
    assertThat(said(START, MARKER, DONE.strip())).isEqualTo("warning ended-while-idle");
    assertThat(said(START, MARKER, "Cron completed at 03:00:03 in 3."))
        .isEqualTo("failure marker-missing");
    assertThat(said(START, MARKER, "Cron completed at 03:00:03 in 3.3 seconds. Memory used: 42."))
        .isEqualTo("failure marker-missing");
    assertThat(said(START, MARKER, "Cron completed at 03:00:03 in 3.3 seconds. Memory used: 42.\n"))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void aRequestToStopIsANoteOnTheSuccess() {
    String task = task(NAME, "Terminated: 15\nhalf a line " + GRACEFUL);
    assertThat(kinds(judge(START, task, END))).containsExactly("stopped-on-request");
    Verdict idle = judge(START, MARKER, CONTINUING, "Terminated: 15\n", GRACEFUL);
    assertThat(idle).isInstanceOf(Verdict.Success.class);
    assertThat(kinds(idle)).containsExactly("stopped-on-request");
    assertThat(said(START, GRACEFUL)).isEqualTo("failure marker-missing");
    assertThat(said(START, "Execute scheduled task: " + NAME + "\n", GRACEFUL))
        .isEqualTo("failure died-in-task");
  }

  @Test
  void whatWasNotDoneIsANote() {
    String skipped = "Skipping processing of scheduled tasks. Concurrency limit reached.\n";
    String skippedAdhoc = "Skipping processing of adhoc tasks. Concurrency limit reached.\n";
    String timeUp = "Stopping processing of adhoc tasks as time limit has been reached.\n";
    assertThat(kinds(judge(START, skipped, skippedAdhoc, MARKER, DONE)))
        .containsExactly("nothing-ran");
    assertThat(judge(START, task(NAME, ""), timeUp, END).findings())
        .containsExactly(new Finding("work-left", null, timeUp.strip()));
    assertThat(kinds(judge(START, skipped, "Ran 2 adhoc tasks found at Thu\n", MARKER, DONE)))
        .containsExactly("work-left");
    assertThat(kinds(judge(START, task(NAME, skipped + timeUp), END))).isEmpty();
  }

  @Test
  void stopsBeforeTheStart() {
    assertThat(said("CLI maintenance mode active, cron execution suspended.\n"))
        .isEqualTo("skipped maintenance");
    assertThat(said("!!! Site is being upgraded, please retry later. !!!\n"))
        .isEqualTo("skipped upgrade-running");
    assertThat(said("Already being executed. Quitting.\n")).isEqualTo("skipped already-running");
    assertThat(said("!!! Die Website wird aktualisiert !!!\n"))
        .isEqualTo("failure failed-before-start");
    assertThat(said("!!! The operation timed out while waiting for a lock. !!!\n"))
        .isEqualTo("failure failed-before-start");
    assertThat(said(START, "!!! The operation timed out while waiting for a lock. !!!\n"))
        .isEqualTo("failure failed-before-start");
  }

  @Test
  void noiseInFrontOfAStopChangesNothing() {
    assertThat(said("PHP Deprecated: foo in bar.php on line 3\n\nCron is disabled. Use --force.\n"))
        .isEqualTo("skipped cron-disabled");
  }

  @Test
  void aTasksOutputIsNoOrderNotToRun() {
    assertThat(said(START, task(NAME, "Moodle upgrade pending, cron execution suspended.\n")))
        .isEqualTo("failure marker-missing");
    assertThat(
            said(START, "Execute adhoc task: x\\y\nCLI maintenance mode active, cron execution\n"))
        .isEqualTo("failure died-in-task");
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
  void ofSeveralRunsOnOnePipeTheWorstCounts() {
    String good = START + task(NAME, "") + END;
    String disabled = "Cron is disabled. Use --force to override.\n";
    String down = "!!! <p>Error: Database connection failed</p>\nmore !!!\n";
    String died = START + "Execute scheduled task: " + NAME + "\nhalf\n";
    assertThat(said(good, good)).isEqualTo("success -");
    assertThat(Runs.observe(MOODLE, good + good).markers()).isEqualTo(2);
    assertThat(said(good, disabled)).isEqualTo("skipped cron-disabled");
    assertThat(said(disabled, good)).isEqualTo("skipped cron-disabled");
    assertThat(said(good, down)).isEqualTo("failure failed-before-start");
    assertThat(said(down, good)).isEqualTo("failure failed-before-start");
    assertThat(said(START, good)).isEqualTo("failure marker-missing");
    assertThat(judge(died, good))
        .isEqualTo(new Verdict.Failure(Reason.DIED_IN_TASK, List.of(Finding.diedIn(NAME))));
    assertThat(said(START, MARKER, CONTINUING, good)).isEqualTo("warning ended-while-idle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PHP Warning: shutdown\n",
        "done\n",
        "\n\n",
        "all sites: Cron is fine\n",
      })
  void whatOthersWriteAfterTheEndChangesNothing(String more) {
    assertThat(said(START, END, more)).isEqualTo("success -");
  }

  @Test
  void oneWithoutItsFirstLinesIsJudgedByWhatIsThere() {
    assertThat(said(MARKER, DONE)).isEqualTo("success -");
    assertThat(said("hello\n")).isEqualTo("failure marker-missing");
    assertThat(said("x " + MARKER, DONE)).isEqualTo("failure marker-missing");
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
}
