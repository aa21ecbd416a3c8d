package heartbeat.recognise;

import static heartbeat.recognise.CronLog.CONTINUING;
import static heartbeat.recognise.CronLog.DONE;
import static heartbeat.recognise.CronLog.END;
import static heartbeat.recognise.CronLog.NAME;
import static heartbeat.recognise.CronLog.START;
import static heartbeat.recognise.CronLog.task;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Ending;
import heartbeat.run.Observation;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moodle's output behind what a tool writes in front of each line. */
class MoodlePrefixTest {
  private static final String OPEN =
      "Execute scheduled task: " + NAME + "\n... started 03:00:02.\n";
  private static final String GOOD = START + task(NAME, "working\n") + END;
  private static final String ROUND = START + task(NAME, "") + END.replace(DONE, CONTINUING);
  private static final String FAILED =
      START + OPEN + "Scheduled task failed: " + NAME + ",gone\nBacktrace:\n\n" + END;

  static List<PrefixedLines> prefixes() {
    return PrefixedLines.ALL;
  }

  private static String said(Rules rules, String output, Ending ending) {
    return Runs.said(rules, output, ending);
  }

  private static void assertSaid(String expected, String output) {
    for (Rules rules : List.of(Rules.DEFAULT, CronLog.MOODLE)) {
      assertThat(said(rules, output, Runs.EOF)).as(output).isEqualTo(expected);
      assertThat(said(rules, output, Runs.exited(0))).as(output).isEqualTo(expected);
    }
  }

  private static String behind(PrefixedLines prefix, String output) {
    return Runs.text(prefix.inFrontOf(output.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void whatStandsBehindAPrefixIsJudged(PrefixedLines prefix) {
    assertSaid("success -", behind(prefix, GOOD));
    assertSaid("success -", behind(prefix, GOOD.strip()));
    assertSaid("warning task-failed", behind(prefix, FAILED));
    assertSaid("failure died-in-task", behind(prefix, START + OPEN));
    assertSaid("failure died-in-task", behind(prefix, START + OPEN + "half a li"));
    assertSaid("failure died-in-task", behind(prefix, ROUND + OPEN));
    assertSaid("failure died-in-task", behind(prefix, GOOD + START + OPEN));
    assertSaid("failure marker-missing", behind(prefix, START + task(NAME, "")));
    assertSaid("success -", behind(prefix, task(NAME, "") + GOOD));
    assertSaid(
        "warning task-failed",
        behind(prefix, OPEN + "Scheduled task failed: " + NAME + ",gone\nBacktrace:\n\n"));
    assertSaid("success -", behind(prefix, task("Old (for now) (x\\y)", "working\n")));
    assertSaid(
        "failure marker-missing", behind(prefix, ROUND + "Ran 0 adhoc tasks found at Thu\n"));
    assertSaid("warning ended-while-idle", behind(prefix, ROUND));
    assertSaid(
        "skipped maintenance", behind(prefix, "CLI maintenance mode active, cron stopped.\n"));
    assertSaid(
        "skipped upgrade-running", behind(prefix, "!!! Site is being upgraded, later !!!\n"));
    assertSaid(
        "failure died-in-task",
        behind(prefix, START + OPEN + "Cron run completed correctly\n" + DONE));
  }

  @Test
  void aByteOrderMarkOfSomeFileOfTheSiteHidesNothing() {
    String adhoc = "\uFEFFServer Time: Sun, 29 Nov 2026 18:00:21 +0000\n\n";
    assertSaid("success -", adhoc + "Ran 0 adhoc tasks found at Sun, 29 Nov 2026 18:00:21 +0000\n");
    assertSaid("failure died-in-task", "\uFEFF" + START + OPEN);
    assertSaid("failure died-in-task", "\uFEFF\n\uFEFF" + START + OPEN);
    assertThat(said(Rules.DEFAULT, "\uFEFF", Runs.EOF)).isEqualTo("failure marker-missing");
    assertSaid(
        "failure failed-before-start", "\uFEFF!!! <p>Error: Database connection failed</p> !!!\n");
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void windowsLineEndsAndReadsOfAnyLengthChangeNothing(PrefixedLines prefix) {
    for (String output : List.of(GOOD, FAILED, ROUND + OPEN)) {
      byte[] bytes = prefix.inFrontOf(output.getBytes(StandardCharsets.UTF_8));
      Observation whole = Runs.observe(Rules.DEFAULT, bytes);
      Random random = new Random(20261129);
      for (int longest : new int[] {1, 5, 90, 400}) {
        assertThat(Runs.observeInPieces(Rules.DEFAULT, bytes, longest, random)).isEqualTo(whole);
      }
      String crlf = behind(prefix, output).replace("\n", "\r\n");
      assertThat(Runs.observe(Rules.DEFAULT, crlf)).isEqualTo(whole);
    }
  }

  @Test
  void twoPrefixesAreFollowedSideBySide() {
    String good = GOOD.indent(0).replaceAll("(?m)^", "[moodle] ");
    String killed = (START + OPEN).replaceAll("(?m)^", "[totara] ");
    assertSaid("success -", good + "\n" + GOOD.replaceAll("(?m)^", "[totara] "));
    assertSaid("failure died-in-task", good + "\n" + killed);
    assertSaid("failure died-in-task", killed + "\n" + good);
    assertSaid("failure died-in-task", killed + "\n" + GOOD);
    assertSaid("failure died-in-task", "redis-1   | ready\n" + killed + "redis-1   | bye\n");
  }

  @Test
  void aRunBehindItsPrefixCountsFromItsFirstLineOn() {
    String good = GOOD.replaceAll("(?m)^", "[moodle] ") + "\n";
    String begun = START.strip().concat("\n\n\n").replaceAll("(?m)^", "[totara] ");
    assertSaid("failure marker-missing", begun + "\n" + good);
    assertSaid("failure marker-missing", good + begun + "\n");
    // A line alone may be mere talk.
    assertSaid("success -", good + "cron said: " + START.strip() + "\ndone\n\n");
    assertSaid("success -", good + "    " + START.strip() + "\n\n\ndone\n");
  }

  @Test
  void aShortNameOfAHostIsNoPartOfTheTimeBeforeIt() {
    String begun = START + task(NAME, "") + END.replace(DONE, "").strip();
    String first = begun.replaceAll("(?m)^", "Nov 30 03:00:00 web1 php[471]: ") + "\n";
    String killed = (START + OPEN).replaceAll("(?m)^", "2026-11-30T03:00:00Z stdout F ");
    String last = "Nov 30 03:00:01 web1 php[471]: " + DONE;
    assertSaid("success -", first + last);
    assertSaid("failure died-in-task", first + killed + "\n" + last);
  }

  @Test
  void aPrefixWithAnIdOfItsOwnOnEachLineIsOne() {
    StringBuilder output = new StringBuilder();
    int n = 0;
    for (String line : GOOD.lines().toList()) {
      output.append(
          "level=info trace=%08x-ab%02d-4c1d7e9f0a2b ".formatted(0x1a2b3c4d + n * 7919, n));
      output.append(line).append('\n');
      n++;
    }
    assertSaid("success -", output.toString());
  }

  @Test
  void behindAWordThatRunsOnAMarkerAloneIsNoSuccess() {
    String output = "cron" + GOOD.strip().replace("\n", "\ncron") + "\n";
    assertSaid("failure marker-missing", output);
    assertSaid(
        "failure marker-missing", (START + OPEN + GOOD).replaceAll("(?m)^", "-".repeat(300)));
  }

  /** {@code printf 'site1: '; php cron.php}, or the meter of a curl that nobody silenced. */
  @ParameterizedTest
  @ValueSource(strings = {"site1: ", "[moodle] ", "     0K ", "ok", "\r  0     0 --:--:--     0"})
  void textThatRunsIntoTheFirstLineIsNoPrefix(String label) {
    String adhoc = START.strip() + "\n\nExecute adhoc task: x\\y\nAdhoc task complete: x\\y\n";
    String two = adhoc + adhoc.substring(adhoc.indexOf("Execute"));
    String ran = "Ran 2 adhoc tasks found at Sun, 29 Nov 2026 18:00:41 +0000\n";
    assertSaid("success -", label + GOOD);
    assertSaid("warning task-failed", label + FAILED);
    assertSaid("success -", label + two + ran);
    assertSaid("failure died-in-task", label + START + OPEN);
    assertSaid("failure marker-missing", label + START + task(NAME, ""));
    assertSaid("failure marker-missing", label + START + "\nNotice: x in y\n" + task(NAME, ""));
    assertSaid("warning ended-while-idle", label + ROUND);
    assertSaid("success -", label + GOOD + label + GOOD + label + GOOD);
    assertSaid("failure marker-missing", label + GOOD + label + START + task(NAME, ""));
    assertSaid("failure died-in-task", label + GOOD + label + START + OPEN + label + GOOD);
  }

  @Test
  void aPrefixIsNoLabelForAnotherScriptBesideIt() {
    assertSaid(
        "success -",
        "[moodle] "
            + START.strip()
            + "\n"
            + "[moodle] \n".repeat(2)
            + task(NAME, "")
            + (task(NAME, "") + END).replaceAll("(?m)^", "[moodle] "));
  }

  @Test
  void aRunBehindALabelThatDiedIsNotHiddenByTheNextOne() {
    String killed = START + task(NAME, "");
    assertSaid("failure marker-missing", "site1: " + GOOD + "site2: " + killed + "site3: " + GOOD);
    assertSaid("failure marker-missing", "site1: " + killed + "site2: " + GOOD);
    assertSaid("failure died-in-task", "site1: " + START + OPEN + "site2: " + GOOD);
  }

  @Test
  void aMarkerWithoutMoodlesWordsCountsAsBefore() {
    assertThat(said(Rules.DEFAULT, "x Cron run completed correctly\n", Runs.EOF))
        .isEqualTo("success -");
  }

  @Test
  void whatIsNoMoodleStaysNone() {
    for (String other :
        List.of(
            "Current Server Time: Sun, 29 Nov 2026 18:00:00 +0000\nall good\n",
            "build: !!! deprecated option !!!\nbuilt\n",
            "note: Cron is disabled\nok\n",
            "copied 3 files\n")) {
      assertThat(said(Rules.DEFAULT, other, Runs.exited(0))).as(other).isEqualTo("success -");
      assertThat(said(Rules.DEFAULT, other, Runs.EOF))
          .as(other)
          .isEqualTo("failure marker-missing");
    }
  }

  @Test
  void aTasksOwnTalkOfTasksTeachesNoPrefix() {
    String talk =
        "log: Execute scheduled task: Other (x\\y)\nsee Server Time: Sun, 29 Nov 2026 1:2:3\n";
    assertSaid("success -", START + task(NAME, talk) + END);
    assertSaid("success -", GOOD + "tail: Execute scheduled task: Other (x\\y)\n");
    assertSaid("success -", GOOD.replace("working\n", talk).replaceAll("(?m)^", "cron-1 | "));
  }

  @Test
  void aComplaintOfPhpHidesNoStop() {
    String php = "PHP Warning:  Module \"curl\" is already loaded in Unknown on line 0\n\n";
    assertSaid("skipped upgrade-running", php + "!!! Site is being upgraded, retry later. !!!\n");
    String database = "!!! <p>Error: Database connection failed</p>\n<p>x</p> !!!\n";
    assertSaid("failure failed-before-start", php + database + "Stack trace: * line 2\n");
    assertThat(Runs.judge(Rules.DEFAULT, php + database, Runs.EOF).findings().getFirst().message())
        .isEqualTo("!!! <p>Error: Database connection failed</p>");
    assertSaid("skipped maintenance", php + "CLI maintenance mode active, cron suspended.\n");
  }

  @Test
  void anUpgradeIsToldInManyLanguages() {
    for (String text :
        List.of(
            "Ce site est en phase de mise à jour. Veuillez essayer plus tard.",
            "Die Website wird gerade aktualisiert. Versuchen Sie es später noch einmal.",
            "El sitio está siendo actualizado, por favor inténtelo más tarde.",
            "De site wordt bijgewerkt. Probeer het later opnieuw.",
            "Il sito è in fase di aggiornamento, per favore riprova più tardi.",
            "O site está sendo atualizado, tente novamente mais tarde.",
            "האתר נמצא בשדרוג, אנא נסה שנית מאוחר יותר.",
            "Сайт обновляется, пожалуйста, зайдите позже.",
            "サイトはアップグレード中です。後でもう一度お試しください。",
            "网站正在升级,请稍后再试。")) {
      assertSaid("skipped upgrade-running", "!!! " + text + " !!!\n");
    }
    assertSaid("failure failed-before-start", "!!! Fehler beim Lesen der Datenbank !!!\n");
    assertSaid(
        "failure failed-before-start", "!!! Temps d'attente dépassé, réessayez plus tard !!!\n");
  }
}
