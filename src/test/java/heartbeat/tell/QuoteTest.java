package heartbeat.tell;

import static heartbeat.tell.Samples.CONTEXT;
import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Notification.SendMail;
import heartbeat.recognise.Observer;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Subject and first two lines tell the story: that is all that a locked phone shows. */
class QuoteTest {
  private static final Job JOB =
      Samples.job(Samples.ping(Samples.HC, Body.SUMMARY), Samples.mail());
  private static final String MEMORY =
      "Allowed memory size of 402653184 bytes exhausted (tried to allocate 20480 bytes) in"
          + " /var/www/moodle/lib/filelib.php on line 1342";
  private static final String BEGUN =
      "Execute scheduled task: "
          + TASK
          + "\n... started 03:10:07. Current memory use 44.2\u00a0MB.\n";

  private static Plan plan(Reason reason, String output, Ending ending, @Nullable String task) {
    Capture capture = Samples.capture(output, ending, task);
    return Plan.of(JOB, RUN, Samples.failure(reason), capture, JobState.EMPTY, CONTEXT);
  }

  private static SendMail died(String output) {
    return plan(Reason.DIED_IN_TASK, BEGUN + output, new Ending.Eof(), TASK).mails().getFirst();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NO_OUTPUT"},
      mode = EnumSource.Mode.EXCLUDE)
  void theSecondLineOfMailAndPingIsTheLineThatTellsMost(Reason reason) {
    Plan plan = plan(reason, "working\nERROR: nothing works\n", new Ending.Exited(3), null);
    SendMail mail = plan.mails().getFirst();
    assertThat(mail.subject()).contains("ERROR: nothing works");
    assertThat(mail.text().lines().toList().get(1)).isEqualTo("It says: ERROR: nothing works");
    assertThat(plan.pings().getFirst().body().lines().toList().get(1))
        .isEqualTo("It says: ERROR: nothing works");
    assertThat(
            Quote.of(
                Samples.failure(reason),
                Samples.capture("x\nERROR: nothing works\n", new Ending.Eof(), null)))
        .isEqualTo("ERROR: nothing works");
  }

  @Test
  void aPhpFatalErrorIsQuotedAndTheAdviceIsAboutIt() {
    SendMail mail = died("Checking courses\n\nPHP Fatal error:  " + MEMORY + "\n");
    assertThat(mail.subject())
        .startsWith(
            "FAILURE: moodle on web1: died in task LDAP users sync job: PHP Fatal error: Allowed"
                + " memory size of 402653184 bytes exhausted");
    assertThat(mail.text())
        .contains("\nIt says: PHP Fatal error: " + MEMORY + "\n")
        .contains("memory_limit", "Extra PHP memory limit")
        .contains("--execute='\\auth_ldap\\task\\sync_task'")
        .doesNotContain("PHP prints nothing", "dmesg");
    assertThat(died("Checking courses\n").text()).contains("PHP prints nothing", "dmesg");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of("\nFatal error: " + MEMORY + "\n", "memory_limit"),
        Arguments.of("<br />\n<b>Fatal error</b>:  " + MEMORY + "<br />\n", "memory_limit"),
        Arguments.of(
            "PHP Fatal error:  Maximum execution time of 30 seconds exceeded in /x.php on line 2\n",
            "max_execution_time"),
        Arguments.of(
            "PHP Fatal error:  Uncaught Error: Call to undefined function x() in /x.php:3\n"
                + "Stack trace:\n#0 {main}\n  thrown in /x.php on line 3\n",
            "php -m"),
        Arguments.of("Could not open input file: /srv/cron.php\n", "path in the command"),
        Arguments.of("PDOException: could not find driver\n", "php -m"),
        Arguments.of(
            "SQLSTATE[HY000]: General error: 2006 MySQL server has gone away\n", "database"),
        Arguments.of("cp: error writing 'x': No space left on device\n", "df -h; df -i"),
        Arguments.of("/bin/sh: 1: restic: not found\n", "PATH is short"),
        Arguments.of("rm: cannot remove 'x': Permission denied\n", "namei -l"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void adviceIsChosenByTheErrorWhateverItDidToTheRun(String output, String advice) {
    for (Reason reason : List.of(Reason.EXIT_STATUS, Reason.MARKER_MISSING, Reason.DIED_IN_TASK)) {
      @Nullable String task = reason == Reason.DIED_IN_TASK ? TASK : null;
      Plan plan = plan(reason, "begin\n" + output, new Ending.Exited(1), task);
      String text = plan.mails().getFirst().text();
      assertThat(text.substring(0, text.indexOf("What is known"))).contains(advice);
      assertThat(text.lines()).allMatch(line -> line.length() <= 130 || line.contains("/filelib"));
    }
  }

  @Test
  void anErrorThatIsNotTheLastLineIsFollowedByThatOne() {
    SendMail mail = died("cp: x: No space left on device\ncleaning up\n");
    assertThat(mail.text().lines().toList().subList(1, 3))
        .containsExactly("It says: cp: x: No space left on device", "Its last line: cleaning up");
  }

  @Test
  void onlyTheTrulyLastLineIsCalledTheLast() {
    SendMail mail = died("hb mode slow\n.....");
    assertThat(mail.text().lines().toList().subList(1, 3))
        .containsExactly("It says: hb mode slow", "");
    assertThat(mail.text()).contains("\n  last line   .....\n");
    String rule = "cp: x: No space left on device\ncleaning up\n-----\n";
    assertThat(died(rule).text().lines().toList().subList(1, 3))
        .containsExactly("It says: cp: x: No space left on device", "");
  }

  @Test
  void aLastLineIsCalledSoHoweverItIsShortened() {
    assertThat(died("<b>copying</b>   &quot;all&quot; \t\n").text())
        .contains("\nIts last line: copying \"all\"\n");
    assertThat(died("a long line ".repeat(2000) + "\n").text())
        .contains("\nIts last line: a long line a long line");
  }

  @Test
  void aLineBeforeTheTaskIsNotItsLastWord() {
    SendMail mail = died("");
    assertThat(mail.subject()).endsWith("died in task LDAP users sync job");
    assertThat(mail.text()).doesNotContain("It says", "Its last line");
  }

  @Test
  void aSecretIsNotQuoted() {
    Plan plan =
        plan(
            Reason.EXIT_STATUS,
            "ERROR: login of staff-77 with password=hunter2 failed\n",
            new Ending.Exited(1),
            null);
    SendMail mail = plan.mails().getFirst();
    assertThat(mail.subject()).contains("login of *** with password=***").doesNotContain("hunter2");
    assertThat(mail.text()).doesNotContain("hunter2", "staff-77");
    assertThat(plan.pings().getFirst().body()).doesNotContain("hunter2", "staff-77");
  }

  @Test
  void whatWentWellOrWasSkippedQuotesNothing() {
    Capture capture = Samples.capture("ERROR: x\n", new Ending.Eof(), null);
    assertThat(Quote.of(Samples.success(), capture)).isNull();
    assertThat(Quote.of(Samples.skipped(), capture)).isNull();
  }

  @Test
  void theMiddleOfAVeryLongLastLineIsNotQuotedButItsBeginning() {
    String begin = "ERROR: the beginning of " + "a long line ".repeat(20_000);
    Observer observer = new Observer(Runs.rules(Preset.EXIT_STATUS));
    byte[] bytes = begin.getBytes(StandardCharsets.UTF_8);
    observer.accept(bytes, 0, bytes.length);
    Capture capture =
        new Capture(
            Samples.START,
            Samples.END,
            Duration.ofSeconds(1),
            bytes.length,
            1,
            begin.substring(begin.length() - (64 << 10)),
            0,
            new Ending.Exited(1),
            observer.observe(),
            0,
            List.of());
    assertThat(Quote.of(Samples.failure(Reason.EXIT_STATUS), capture))
        .startsWith("ERROR: the beginning of a long line");
  }

  @Test
  void totaraAndOldMoodleHaveAnotherScript() {
    String old = BEGUN.replace("44.2\u00a0MB", "44.2MB");
    Capture capture = Samples.capture(old + "x\n", new Ending.Eof(), TASK);
    Verdict verdict = Samples.failure(Reason.DIED_IN_TASK);
    String text =
        Plan.of(JOB, RUN, verdict, capture, JobState.EMPTY, CONTEXT).mails().getFirst().text();
    assertThat(text)
        .contains(
            "php admin/tool/task/cli/schedule_task.php --showdebugging"
                + " --execute='\\auth_ldap\\task\\sync_task'\n")
        .doesNotContain("admin/cli/scheduled_task.php");
    assertThat(died("x\n").text())
        .contains("php admin/cli/scheduled_task.php --showdebugging")
        .doesNotContain("schedule_task.php --");
  }

  @Test
  void anAdHocTaskIsRunAgainByTheIdThatItPrinted() {
    String log =
        "Execute adhoc task: a\\task\\b\nAdhoc task id: 6\nAdhoc task complete: a\\task\\b\n"
            + "Execute adhoc task: a\\task\\b\nAdhoc task id: 7\nAdhoc task custom data: {}\nx\n";
    Capture capture = Samples.capture(log, new Ending.Eof(), "a\\task\\b");
    Verdict verdict = Samples.failure(Reason.DIED_IN_TASK);
    assertThat(
            Plan.of(JOB, RUN, verdict, capture, JobState.EMPTY, CONTEXT).mails().getFirst().text())
        .contains("php admin/cli/adhoc_task.php --showdebugging --id=7\n");
  }
}
