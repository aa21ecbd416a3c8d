package heartbeat.recognise;

import static heartbeat.recognise.CronLog.CONTINUING;
import static heartbeat.recognise.CronLog.DONE;
import static heartbeat.recognise.CronLog.END;
import static heartbeat.recognise.CronLog.MARKER;
import static heartbeat.recognise.CronLog.NAME;
import static heartbeat.recognise.CronLog.START;
import static heartbeat.recognise.CronLog.task;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import org.junit.jupiter.api.Test;

/** Moodle's scripts beside cron.php: which one it is, and when it is at its end. */
class MoodleScriptTest {
  private static final String TIME = "Server Time: Sun, 29 Nov 2026 18:00:41 +0000\n";
  private static final String ADHOC = TIME + "\n";
  private static final String RAN = "Ran 2 adhoc tasks found at Sun, 29 Nov 2026 18:00:41 +0000\n";
  private static final String CLASS = "local_hbt\\task\\a1";
  private static final String OPEN =
      "Execute adhoc task: " + CLASS + "\nAdhoc task id: 46\n... started 18:00:41.\nworking\n";
  private static final String DONE_TASK = OPEN + "Adhoc task complete: " + CLASS + "\n";
  private static final String FAILED_TASK =
      OPEN + "Adhoc task failed: " + CLASS + ",gone\nBacktrace:\n* line 7 of /x.php: call to y()\n";
  private static final String WAITING = "Waiting for more adhoc tasks to be queued ...\n";

  private static String piped(String... parts) {
    return Runs.said(Rules.DEFAULT, String.join("", parts), Runs.EOF);
  }

  private static String exited(int status, String... parts) {
    return Runs.said(Rules.DEFAULT, String.join("", parts), Runs.exited(status));
  }

  @Test
  void adhocTasksCompleteWithTheLineThatCountsThem() {
    assertThat(piped(ADHOC, DONE_TASK, DONE_TASK, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, DONE_TASK, WAITING, DONE_TASK, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, DONE_TASK, FAILED_TASK, RAN)).isEqualTo("warning task-failed");
  }

  /** Other runners are at work: it ends at once, and prints no count. */
  @Test
  void adhocTasksThatOthersRunAreNoFailure() {
    String skipped = "Skipping processing of adhoc tasks. Concurrency limit reached.\n";
    assertThat(piped(ADHOC, skipped)).isEqualTo("success -");
    assertThat(piped(ADHOC, skipped.strip())).isEqualTo("success -");
    assertThat(piped(ADHOC, skipped, ADHOC, DONE_TASK, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, skipped, ADHOC, DONE_TASK, DONE_TASK))
        .isEqualTo("failure marker-missing");
    for (String stopped :
        new String[] {
          ADHOC + skipped.substring(0, 30),
          ADHOC + skipped.replace("adhoc", "scheduled"),
          START + skipped,
          ADHOC + skipped + "!!! Error writing to database !!!\n",
        }) {
      assertThat(piped(stopped)).as(stopped).startsWith("failure ");
    }
  }

  /** PHP puts an empty line in front of a warning that it displays. */
  @Test
  void aDisplayedWarningDoesNotMakeAdhocTasksLookLikeCron() {
    String warning = "\nDeprecated: Old in /a.php on line 3\n";
    assertThat(piped(ADHOC, warning, DONE_TASK, DONE_TASK, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, "PHP Deprecated:  Old in /a.php on line 3\n", warning, RAN))
        .isEqualTo("success -");
    assertThat(piped(START, warning, DONE_TASK, RAN)).isEqualTo("failure marker-missing");
    assertThat(piped(START, warning, RAN)).isEqualTo("failure marker-missing");
  }

  @Test
  void adhocTasksThatStopBeforeItDidNotComplete() {
    for (String stopped :
        new String[] {
          ADHOC,
          ADHOC + DONE_TASK + DONE_TASK,
          ADHOC + DONE_TASK + WAITING,
          ADHOC + DONE_TASK + DONE_TASK + RAN.substring(0, 30),
          ADHOC + DONE_TASK + RAN.substring(0, 5),
        }) {
      assertThat(piped(stopped)).as(stopped).isEqualTo("failure marker-missing");
      assertThat(exited(0, stopped)).as(stopped).isEqualTo("success -");
      assertThat(exited(255, stopped)).as(stopped).isEqualTo("failure exit-status");
    }
  }

  @Test
  void anOpenTaskBeatsTheExitStatusAndTheJobsOwnMarker() {
    for (String stopped : new String[] {ADHOC + OPEN, ADHOC + DONE_TASK + OPEN + RAN}) {
      assertThat(piped(stopped)).isEqualTo("failure died-in-task");
      assertThat(exited(0, stopped)).isEqualTo("failure died-in-task");
      assertThat(Runs.said(Runs.success(Preset.AUTO, "working"), stopped, Runs.EOF))
          .isEqualTo("failure died-in-task");
    }
  }

  @Test
  void oneAdhocTaskByItsNumberIsTheWholeRun() {
    assertThat(piped(ADHOC, DONE_TASK)).isEqualTo("success -");
    assertThat(piped(ADHOC, FAILED_TASK)).isEqualTo("warning task-failed");
    assertThat(piped(ADHOC, FAILED_TASK.strip())).isEqualTo("warning task-failed");
    assertThat(piped(ADHOC, DONE_TASK, "Exec")).isEqualTo("failure marker-missing");
    assertThat(piped(ADHOC, DONE_TASK, "!!! Error writing to database !!!\n"))
        .startsWith("failure");
  }

  @Test
  void anOwnMarkerDecidesWhereTheScriptHasNone() {
    Rules own = Runs.success(Preset.AUTO, "all tasks done");
    String two = ADHOC + DONE_TASK + DONE_TASK;
    assertThat(Runs.said(own, two + "all tasks done\n", Runs.EOF)).isEqualTo("success -");
    assertThat(Runs.said(own, two, Runs.EOF)).isEqualTo("failure marker-missing");
    assertThat(Runs.said(own, ADHOC + FAILED_TASK + "all tasks done\n", Runs.EOF))
        .isEqualTo("warning task-failed");
  }

  /** Two blank lines, or none, are cron's: there the count of ad hoc tasks is not the end. */
  @Test
  void cronIsNeverTakenForAnotherScript() {
    for (String cron :
        new String[] {
          START + RAN, START + DONE_TASK + RAN, TIME + RAN, TIME + DONE_TASK, DONE_TASK + RAN,
        }) {
      assertThat(piped(cron)).as(cron).isEqualTo("failure marker-missing");
    }
    for (String cron :
        new String[] {
          START + RAN,
          START + task(NAME, ""),
          ADHOC + task(NAME, "") + RAN,
          TIME + task(NAME, ""),
          START + task(NAME, "") + RAN + MARKER,
          START + END.replace(DONE, CONTINUING) + task(NAME, ""),
          START + END.replace(DONE, CONTINUING) + RAN,
        }) {
      assertThat(piped(cron)).as(cron).isEqualTo("failure marker-missing");
      assertThat(exited(0, cron)).as(cron).isEqualTo("failure marker-missing");
    }
  }

  @Test
  void aScheduledTaskByItsNameIsTheWholeRun() {
    assertThat(piped(task(NAME, "working\n"))).isEqualTo("success -");
    assertThat(piped(task(NAME, "working\n").strip())).isEqualTo("success -");
    assertThat(piped(task(NAME, ""), task("Other (x\\y)", ""))).isEqualTo("success -");
    String open = "Execute scheduled task: " + NAME + "\n... started\n";
    assertThat(piped(open)).isEqualTo("failure died-in-task");
    assertThat(exited(0, open)).isEqualTo("failure died-in-task");
    String failed = open + "Scheduled task failed: " + NAME + ",gone\nBacktrace:\n* line 1\n\n";
    assertThat(piped(failed)).isEqualTo("warning task-failed");
    assertThat(exited(1, failed)).isEqualTo("failure exit-status");
    assertThat(piped(failed, "Task exception: Automated backups - gone Debug: \n"))
        .isEqualTo("failure task-failed");
    assertThat(piped(task(NAME, ""), "A lock was created but not released at: x\n"))
        .isEqualTo("failure marker-missing");
    assertThat(piped(task(NAME, ""), MARKER)).isEqualTo("failure marker-missing");
  }

  @Test
  void automatedBackupsHaveAMarkerOfTheirOwn() {
    String backups = START + "Checking automated backup status...OK\nGetting admin info\n";
    String marker = "Automated cron backups completed correctly\n";
    assertThat(piped(backups, marker, "Execution took 0.41 seconds\n")).isEqualTo("success -");
    assertThat(piped(backups, marker, "Execution took 0.41 seconds")).isEqualTo("success -");
    assertThat(piped(backups, marker, "Execution took 0.41")).isEqualTo("failure marker-missing");
    assertThat(piped(backups, marker)).isEqualTo("failure marker-missing");
    assertThat(piped(backups)).isEqualTo("failure marker-missing");
    assertThat(piped(backups, "Backing up A course\n", "Execution took 3 seconds\n"))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void severalScriptsOneAfterTheOtherAreAllJudged() {
    assertThat(piped(ADHOC, DONE_TASK, RAN, ADHOC, RAN)).isEqualTo("success -");
    assertThat(piped(ADHOC, RAN, START, task(NAME, ""), END)).isEqualTo("success -");
    assertThat(piped(ADHOC, RAN, START, task(NAME, ""))).isEqualTo("failure marker-missing");
    assertThat(piped(ADHOC, OPEN, START, task(NAME, ""), END)).isEqualTo("failure died-in-task");
    assertThat(piped("!!! Error reading from database !!!\n", task(NAME, "")))
        .isEqualTo("failure failed-before-start");
    assertThat(piped("CLI maintenance mode active, cron execution suspended.\n", task(NAME, "")))
        .isEqualTo("skipped maintenance");
    assertThat(piped(ADHOC, DONE_TASK, DONE_TASK, START, task(NAME, ""), END))
        .isEqualTo("failure marker-missing");
  }

  /** {@code scheduled_task.php} prints no server time: its first line is its task's. */
  @Test
  void aScheduledTaskThatFollowsACompletedScriptIsAScriptOfItsOwn() {
    String cron = START + task(NAME, "") + END;
    String backups =
        START + "Automated cron backups completed correctly\nExecution took 1 seconds\n";
    String failed = "Execute scheduled task: x (a\\b)\nScheduled task failed: x (a\\b),gone\n";
    for (String first : new String[] {cron, backups, ADHOC + DONE_TASK + RAN, ADHOC + DONE_TASK}) {
      assertThat(piped(first, task(NAME, ""))).as(first).isEqualTo("success -");
      assertThat(exited(0, first, task(NAME, ""))).as(first).isEqualTo("success -");
      assertThat(piped(first, failed)).as(first).isEqualTo("warning task-failed");
      assertThat(piped(first, task(NAME, ""), "Execute scheduled task: x (a\\b)\n"))
          .as(first)
          .isEqualTo("failure died-in-task");
      assertThat(piped(first, task(NAME, ""), MARKER)).as(first).startsWith("failure");
    }
    String unfinished = ADHOC + DONE_TASK + DONE_TASK;
    assertThat(piped(unfinished, task(NAME, ""))).isEqualTo("failure marker-missing");
    assertThat(piped(ADHOC, task(NAME, ""))).isEqualTo("failure marker-missing");
  }
}
