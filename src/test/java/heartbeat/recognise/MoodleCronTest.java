package heartbeat.recognise;

import static heartbeat.recognise.CronLog.CONTINUING;
import static heartbeat.recognise.CronLog.DONE;
import static heartbeat.recognise.CronLog.END;
import static heartbeat.recognise.CronLog.GRACEFUL;
import static heartbeat.recognise.CronLog.MARKER;
import static heartbeat.recognise.CronLog.MOODLE;
import static heartbeat.recognise.CronLog.NAME;
import static heartbeat.recognise.CronLog.START;
import static heartbeat.recognise.CronLog.judge;
import static heartbeat.recognise.CronLog.kinds;
import static heartbeat.recognise.CronLog.said;
import static heartbeat.recognise.CronLog.task;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of cron's output from its first line to its last. */
class MoodleCronTest {
  private static final List<String> PHP_WARNINGS =
      List.of(
          "PHP Warning:  Undefined variable $x in /a.php on line 3\n",
          "PHP Deprecated:  Old in /a.php on line 3\n\nDeprecated: Old in /a.php on line 3\n",
          "\nNotice: Undefined index: a in /a.php on line 3\n");
  private static final List<String> PHP_FATAL =
      List.of(
          "PHP Fatal error:  Uncaught Error in /a.php:3\nStack trace:\n#0 {main}\n",
          "\nFatal error: Uncaught Error in /a.php:3\n",
          "PHP Parse error:  syntax error in /b/config.php on line 3\n",
          "\nParse error: syntax error in /b/config.php on line 3\n",
          "<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/a.php</b> on line <b>3</b><br />\n",
          "<br />\n<b>Parse error</b>:  syntax error in <b>/a.php</b> on line <b>3</b><br />\n",
          "Could not open input file: /b/admin/cli/cron.php\n");

  @Test
  void aRunWithTasksCompletes() {
    assertThat(said(START, task(NAME, ""), END)).isEqualTo("success -");
  }

  @Test
  void aFloodOfNoticesBeforeTheFirstLineHidesNoDeadTask() {
    String flood = "PHP Deprecated:  x in /var/www/moodle/lib/y.php on line 1\n".repeat(500);
    String killed = flood + START + MARKER + CONTINUING + "Execute scheduled task: " + NAME + "\n";
    assertThat(Runs.said(Rules.DEFAULT, killed, new Ending.Eof()))
        .isEqualTo("failure died-in-task");
    String whole = flood + START + task(NAME, "") + END;
    assertThat(Runs.said(Rules.DEFAULT, whole, new Ending.Eof())).isEqualTo("success -");
  }

  @Test
  void aFloodOfNoticesHidesNoRunWithoutTasks() {
    for (String notice :
        List.of(
            "PHP Deprecated:  x in /m/lib/y.php on line 1\n",
            "\nDeprecated: x in /m/lib/y.php on line 1\n",
            "++ Old ++\n* line 3 of /lib/setup.php: call to debugging()\n* line 11 of /x.php\n")) {
      String flood = notice.repeat(200);
      assertThat(Runs.said(Rules.DEFAULT, flood + START + MARKER, Runs.EOF))
          .isEqualTo("failure marker-missing");
      String idle = flood + START + MARKER + CONTINUING;
      assertThat(Runs.said(Rules.DEFAULT, idle, Runs.EOF)).isEqualTo("warning ended-while-idle");
      assertThat(Runs.said(Rules.DEFAULT, idle + "!!! Error reading from database !!!\n", Runs.EOF))
          .isEqualTo("failure marker-missing");
      assertThat(Runs.said(Rules.DEFAULT, flood + START + END, Runs.EOF)).isEqualTo("success -");
      assertThat(Runs.said(Rules.DEFAULT, flood + "Cron is disabled. Use --force.\n", Runs.EOF))
          .isEqualTo("skipped cron-disabled");
    }
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
  void theEndOfARoundWithoutItsOwnMarkerIsNoEnd() {
    assertThat(said(START, MARKER, task(NAME, ""), DONE)).isEqualTo("failure marker-missing");
    assertThat(said(START, DONE)).isEqualTo("failure marker-missing");
    assertThat(said(START, "Execution took 2.3 seconds\n")).isEqualTo("failure marker-missing");
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
  void aWholeLastLineNeedsNoNewline() {
    assertThat(said(START, task(NAME, ""), MARKER, DONE.strip())).isEqualTo("success -");
    assertThat(said(START, task(NAME, ""), MARKER, DONE.strip(), " "))
        .isEqualTo("warning ended-while-idle");
    assertThat(said(START, task(NAME, ""), MARKER, DONE.strip(), " Continuing to che"))
        .isEqualTo("warning ended-while-idle");
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

  /** Moodle's language packs translate that heading. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "== Saliendo con gracia, por favor espere... ==\n",
        "== Beenden läuft, bitte warten ... ==\r\n",
        "== お待ちください ... ==\n== Exiting now! ==\n",
      })
  void aRequestToStopWhileIdleIsKnownInAnyLanguage(String told) {
    Verdict idle = judge(START, MARKER, CONTINUING, told);
    assertThat(idle).isInstanceOf(Verdict.Success.class);
    assertThat(kinds(idle)).containsExactly("stopped-on-request");
    assertThat(said(START, MARKER, CONTINUING, told, "Killed\n"))
        .isEqualTo("failure marker-missing");
    assertThat(said(START, told)).isEqualTo("failure marker-missing");
    assertThat(said(START, MARKER, told)).isEqualTo("failure marker-missing");
    assertThat(said(START, "Execute scheduled task: " + NAME + "\n", told))
        .isEqualTo("failure died-in-task");
  }

  @Test
  void whatPhpWarnsOfWhileIdleEndsNothing() {
    for (String warning : PHP_WARNINGS) {
      assertThat(said(START, MARKER, CONTINUING, warning))
          .as(warning)
          .isEqualTo("warning ended-while-idle");
      assertThat(said(START, MARKER, CONTINUING, warning, MARKER, DONE)).isEqualTo("success -");
    }
    for (String fatal : PHP_FATAL) {
      assertThat(said(START, MARKER, CONTINUING, fatal))
          .as(fatal)
          .isEqualTo("failure marker-missing");
    }
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
    String why = "Site is being upgraded, please retry later.";
    String logged =
        "Default exception handler: " + why + " Debug: \nError code: x\n* line 1 of /y\n";
    for (Rules rules : List.of(MOODLE, Rules.DEFAULT)) {
      for (String time : List.of("", "[30-Nov-2026 03:00:01 Europe/Berlin] ")) {
        assertThat(Runs.said(rules, time + logged + "!!! " + why + " !!!\n", Runs.EOF))
            .isEqualTo("skipped upgrade-running");
      }
      assertThat(Runs.said(rules, logged + "!!! Error reading from database !!!\n", Runs.EOF))
          .isEqualTo("failure failed-before-start");
    }
  }

  /** PHP itself says so: another run did not begin, or this one broke at its very end. */
  @Test
  void aRunThatCompletedHidesNoErrorThatEndsPhp() {
    for (String fatal : PHP_FATAL) {
      assertThat(said(START, END, fatal)).as(fatal).isEqualTo("failure marker-missing");
      assertThat(said(START, END, fatal, START, END)).as(fatal).isEqualTo("failure marker-missing");
      assertThat(said(START, task(NAME, fatal), END)).as(fatal).isEqualTo("success -");
    }
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
}
