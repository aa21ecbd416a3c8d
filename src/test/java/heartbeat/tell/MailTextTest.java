package heartbeat.tell;

import static heartbeat.tell.Samples.CONTEXT;
import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Notification.SendMail;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads at three in the morning. */
class MailTextTest {
  private static final Job JOB = Samples.job(PingSettings.NONE, Samples.mail());

  private static SendMail mail(Job job, Verdict verdict, Capture capture) {
    return Plan.of(job, RUN, verdict, capture, JobState.EMPTY, CONTEXT).mails().getFirst();
  }

  @Test
  void aDeathInATaskNamesTheTaskAndTheCommandToTry() {
    String log = "Execute scheduled task: " + TASK + "\nConnecting to LDAP";
    Capture capture = Samples.capture(log, new Ending.Eof(), TASK);
    SendMail mail = mail(JOB, Samples.failure(Reason.DIED_IN_TASK), capture);
    assertThat(mail.subject())
        .isEqualTo("FAILURE: moodle on web1: died in task LDAP users sync job: Connecting to LDAP");
    assertThat(mail.text())
        .startsWith(
            "Job moodle died in task LDAP users sync job: its output stops there.\n"
                + "Its last line: Connecting to LDAP\n")
        .contains("scheduled_task.php --showdebugging --execute='\\auth_ldap\\task\\sync_task'\n")
        .contains("PHP's error log", "dmesg")
        .contains("\n  reason      died-in-task\n")
        .contains("\n  open task   " + TASK + "\n")
        .contains("\n  started     2025-11-20T03:05:01Z\n")
        .contains("\n  ended       2025-11-20T03:09:11Z\n")
        .contains("\n  duration    4m 10s\n")
        .contains("\n  last line   Connecting to LDAP\n")
        .contains("heartbeat log moodle " + RUN + "\n")
        .endsWith(log + "\n" + "-".repeat(72) + "\n");
    assertThat(mail.from()).isEqualTo("heartbeat@web1");
    assertThat(mail.happened()).isEqualTo(Samples.END);
  }

  @Test
  void anAdHocTaskHasAnotherCommand() {
    Capture capture = Samples.capture("x", new Ending.Eof(), "mod_forum\\task\\send");
    assertThat(mail(JOB, Samples.failure(Reason.DIED_IN_TASK), capture).text())
        .contains("adhoc_task.php --showdebugging --execute")
        .doesNotContain("scheduled_task.php");
  }

  @Test
  void aTaskNameCanNotSmuggleACommandIn() {
    Capture capture = Samples.capture("x", new Ending.Eof(), "X (a\\b'; rm -rf / #)");
    assertThat(mail(JOB, Samples.failure(Reason.DIED_IN_TASK), capture).text())
        .doesNotContain("--execute='");
  }

  @Test
  void theOomKillerIsNamedFirstWhenItStruck() {
    Capture capture = Samples.capture("x", new Ending.Eof(), TASK, List.of(), 2);
    String text = mail(JOB, Samples.failure(Reason.DIED_IN_TASK), capture).text();
    assertThat(text).contains("What to do\n  While it ran, the kernel's OOM killer ended 2");
    assertThat(text.split("dmesg", -1)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonIsNamedAndSaysWhatToDo(Reason reason) {
    Capture capture = Samples.capture("some\noutput\n", new Ending.Eof(), null);
    SendMail mail = mail(JOB, Samples.failure(reason), capture);
    assertThat(mail.text()).contains("\n  reason      " + reason.id() + "\n");
    assertReadable(mail, "FAILURE: moodle on web1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task-failed", "warning-marker", "ended-while-idle", "of-the-future"})
  void everyWarningIsNamedAndSaysWhatToDo(String kind) {
    Verdict verdict = new Verdict.Warning(List.of(new Finding(kind, TASK, "it says so")));
    SendMail mail = mail(JOB, verdict, Samples.capture("x\n", new Ending.Eof(), null));
    assertThat(mail.text()).contains("\n  reason      " + kind + "\n").contains("it says so");
    assertReadable(mail, "WARNING: moodle on web1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maintenance",
        "cron-disabled",
        "upgrade-pending",
        "upgrade-running",
        "already-running",
        "of-the-future"
      })
  void everySkipSaysWhatToDo(String why) {
    Verdict verdict = new Verdict.Skipped(why, List.of());
    RunReport telling = RunReport.of(JOB, RUN, verdict, null, CONTEXT, RunReport.Mode.ENDED);
    assertThat(Advice.of(telling)).isNotBlank();
    SendMail test = Plan.test(JOB, RUN, verdict, CONTEXT).mails().getFirst();
    assertThat(test.text()).contains("\n  reason      " + why + "\n");
    assertReadable(test, "TEST: SKIPPED: moodle on web1: ");
  }

  private static void assertReadable(SendMail mail, String subject) {
    assertThat(mail.subject()).startsWith(subject).doesNotContain("\n", "\r", "null");
    List<String> lines = mail.text().lines().toList();
    assertThat(lines.getFirst()).endsWith(".");
    int advice = lines.indexOf("What to do");
    assertThat(advice).isPositive();
    assertThat(lines.get(advice + 1)).startsWith("  ").hasSizeGreaterThan(20);
    assertThat(mail.text()).doesNotContain("null", "Optional", "\r").endsWith("\n");
    for (String line : lines) {
      assertThat(line.length()).as(line).isLessThanOrEqualTo(130);
    }
  }

  private static Job plugin(String name) {
    Job job = Samples.job(name, PingSettings.NONE, Samples.mail());
    return new Job(
        job.name(),
        Runs.rules(Preset.NAGIOS),
        job.ping(),
        job.mail(),
        job.alert(),
        job.limits(),
        job.exec(),
        job.log(),
        job.redaction(),
        job.keep(),
        false);
  }

  @Test
  void aPluginSpeaksForItselfAndTheAdviceIsToMakeItTolerant() {
    String line = "MEMORY CRITICAL - 10% available|available=10%;15:;5:";
    List<Finding> said = List.of(new Finding(Finding.FAILURE_MARKER, null, line));
    Capture capture = Samples.capture(line + "\n", new Ending.Exited(2), null, said, 0);
    Verdict failure = new Verdict.Failure(Reason.FAILURE_MARKER, said);
    SendMail mail = mail(plugin("memory"), failure, capture);
    assertThat(mail.subject())
        .isEqualTo("FAILURE: memory on web1: MEMORY CRITICAL - 10% available");
    assertThat(mail.text())
        .startsWith("Job memory reports a problem.\nIt says: " + line + "\n")
        .contains("more tolerant: its thresholds are in the plugin's options")
        .contains("\n  reason      failure-marker\n")
        .doesNotContain("`failure-marker`", "stricter", "host-health");
    assertReadable(mail, "FAILURE: ");
  }

  @Test
  void aPluginsWarningIsItsOwnLineToo() {
    List<Finding> said =
        List.of(new Finding(Finding.WARNING_MARKER, null, "DISK WARNING - free space: / 12%"));
    Capture capture = Samples.capture("x\n", new Ending.Exited(1), null, said, 0);
    SendMail mail = mail(plugin("host-disk"), new Verdict.Warning(said), capture);
    assertThat(mail.subject())
        .isEqualTo("WARNING: host-disk on web1: DISK WARNING - free space: / 12%");
    assertThat(mail.text())
        .startsWith("Job host-disk completed, but reports a warning.\n")
        .contains("more tolerant", "no hurry");
    assertReadable(mail, "WARNING: ");
  }

  @Test
  void theChecksOfHostHealthAreToldWhereTheirThresholdsAre() throws IOException {
    List<String> checks =
        Pattern.compile("\\|\\| check (\\w+) ")
            .matcher(Files.readString(Path.of("systemd/host-health.sh")))
            .results()
            .map(check -> check.group(1))
            .toList();
    assertThat(checks).contains("disk", "memory", "url");
    for (String check : checks) {
      Capture capture = Samples.capture("x\n", new Ending.Exited(2), null);
      Job job = plugin("host-" + check);
      assertThat(mail(job, Samples.failure(Reason.FAILURE_MARKER), capture).text())
          .contains("thresholds are in /etc/heartbeat/host-health.conf.\n");
    }
  }

  @Test
  void aHangingJobIsTalkedOfInThePresent() {
    Capture soFar = Samples.capture("working\n", new Ending.Eof(), TASK);
    Context now = Samples.at(Samples.END.plus(Duration.ofMinutes(14)));
    Job pinging = Samples.job(Samples.ping(Samples.HC, Body.SUMMARY), Samples.mail());
    Plan silent = Plan.hanging(pinging, RUN, Reason.SILENCE, soFar, JobState.EMPTY, now);
    SendMail mail = silent.mails().getFirst();
    assertThat(mail.subject())
        .isEqualTo(
            "FAILURE: moodle on web1: hangs, silent for 14m, in task LDAP users sync job: working");
    assertThat(mail.text())
        .startsWith("Job moodle is still running, but has written nothing for 14m, in task LDAP")
        .contains("\n  silent for  14m\n", "still running", "`max-silence` (10m)", "log so far\n")
        .contains("working\n")
        .doesNotContain("  ended ", "exit status");
    assertThat(mail.happened()).isEqualTo(now.now());
    assertThat(silent.pings().getFirst().url()).isEqualTo(Samples.HC + "/fail?rid=" + RUN);
    Plan slow = Plan.hanging(JOB, RUN, Reason.TIME_LIMIT, soFar, JobState.EMPTY, now);
    assertThat(slow.mails().getFirst().text())
        .startsWith("Job moodle is still running after 4m 10s, in task LDAP users sync job.\n")
        .contains("`max-duration` (2h)", "\n  reason      time-limit\n");
    assertThat(slow.next().alert().recoveryDue()).isTrue();
  }

  @Test
  void onlyTheLastHundredLinesAreShownWithoutSecretsAndHarmless() {
    StringBuilder log = new StringBuilder("token=abc of the first line\n");
    for (int i = 1; i <= 150; i++) {
      log.append("line ").append(i).append(i == 149 ? " \u001b[31mpassword=hunter2\u0000" : "");
      log.append(i == 150 ? " staff-99" : "").append("\n");
    }
    Capture capture = Samples.capture(log.toString(), new Ending.Exited(1), null);
    String text = mail(JOB, Samples.failure(Reason.EXIT_STATUS), capture).text();
    assertThat(text)
        .contains("The last 100 lines of the log\n", "line 51\n", "line 149 password=***\n")
        .contains("  last line   line 150 ***\n")
        .doesNotContain("line 50\n", "token", "hunter2", "\u001b", "\u0000", "staff-99");
  }

  @Test
  void noSubjectHasALineEndWhateverTheJobWrites() {
    String task = "evil\r\nBcc: all@example.org\u2028\u0085\t" + "x".repeat(5000);
    Job own = withSubject("{verdict}: {job} on {host}\r\nX-Evil: 1 {exit} {duration} {run} {x}");
    for (Job job : List.of(JOB, own)) {
      Capture capture = Samples.capture("x", new Ending.Eof(), task);
      String subject = mail(job, Samples.failure(Reason.DIED_IN_TASK), capture).subject();
      assertThat(subject.chars().noneMatch(Character::isISOControl)).isTrue();
      assertThat(subject).doesNotContain("\u2028").hasSizeLessThanOrEqualTo(250);
    }
    Capture capture = Samples.capture("x", new Ending.Exited(3), null);
    assertThat(mail(own, Samples.failure(Reason.EXIT_STATUS), capture).subject())
        .isEqualTo("failure: moodle on web1 X-Evil: 1 3 4m 10s " + RUN + " {x}");
    assertThat(Plan.test(own, RUN, Samples.success(), CONTEXT).mails().getFirst().subject())
        .startsWith("TEST: success: moodle on web1");
  }

  private static Job withSubject(String subject) {
    MailSettings mail = Samples.mail();
    return Samples.job(
        PingSettings.NONE,
        new MailSettings(
            mail.to(), "Beat <beat@example.org>", mail.on(), subject, mail.cooldown()));
  }

  @Test
  void theSubjectsOfAJobCanSayThatItRecovered() {
    Job own = withSubject("{verdict}: {job}");
    Capture capture = Samples.capture("x", new Ending.Eof(), null);
    Plan failed =
        Plan.of(own, RUN, Samples.failure(Reason.SILENCE), capture, JobState.EMPTY, CONTEXT);
    Plan well = Plan.of(own, RUN, Samples.success(), capture, failed.next(), CONTEXT);
    assertThat(well.mails().getFirst().subject()).isEqualTo("recovered: moodle");
    assertThat(well.mails().getFirst().from()).isEqualTo("Beat <beat@example.org>");
  }

  @Test
  void evidenceTellsHowItEndedAndWhatIsMissing() {
    Map<Ending, String> endings =
        Map.of(
            new Ending.Exited(255), "exit status 255",
            new Ending.Signalled(9), "killed by signal 9 (KILL)",
            new Ending.Signalled(64), "killed by signal 64\n",
            new Ending.TimedOut(Duration.ofHours(2)), "ended by heartbeat after max-duration 2h",
            new Ending.NotStarted("no such file", 127), "not started (status 127): no such file",
            new Ending.Interrupted(15), "heartbeat was told to end by signal 15 (TERM)");
    endings.forEach(
        (ending, text) ->
            assertThat(
                    mail(JOB, Samples.failure(Reason.SIGNAL), Samples.capture("x", ending, null))
                        .text())
                .contains("\n  ending      " + text));
    Capture whole = Samples.capture("x\n", new Ending.Eof(), null);
    Capture cut =
        new Capture(
            whole.started(),
            whole.ended(),
            whole.elapsed(),
            50 << 20,
            1_000_000,
            whole.tail(),
            40 << 20,
            whole.ending(),
            whole.observation(),
            -1,
            List.of("the log could not be written: no space left, password=hunter2"));
    assertThat(mail(JOB, Samples.failure(Reason.EXIT_STATUS), cut).text())
        .contains("40 MB from the middle of the log were not kept (log-limit 10 MB)")
        .contains("no space left, password=***")
        .contains("\n  OOM kills   not known\n")
        .contains("\n  output      50 MB, 1000000 lines\n");
  }

  @Test
  void theCommandThatShowsTheLogNamesTheStateDirectoryOfTheRun() {
    Context context = new Context("web1", Samples.END, "1.0.0", Path.of("/srv/s"), null);
    Capture capture = Samples.capture("the log\n".repeat(1_000), new Ending.Eof(), null);
    Plan plan =
        Plan.of(JOB, RUN, Samples.failure(Reason.NO_OUTPUT), capture, JobState.EMPTY, context);
    String command = "heartbeat log moodle " + RUN + " --state-dir /srv/s";
    SendMail mail = plan.mails().getFirst();
    assertThat(mail.text()).contains("on that host: " + command + "\n");
    assertThat(mail.letter().headers()).containsEntry("X-Heartbeat-Log-Command", command);
  }

  @Test
  void aSnapshotStandsBetweenEvidenceAndLogWithoutSecrets() {
    Context context =
        new Context(
            "web1",
            Samples.END,
            "1.0.0",
            Path.of("/srv/s"),
            "  load  9.1\n  mysql --password=hunter2\n");
    Capture capture = Samples.capture("the log\n", new Ending.Eof(), null);
    String text =
        Plan.of(JOB, RUN, Samples.failure(Reason.NO_OUTPUT), capture, JobState.EMPTY, context)
            .mails()
            .getFirst()
            .text();
    assertThat(text)
        .containsSubsequence(
            "What is known\n",
            "\nThe machine at that time\n  load  9.1\n  mysql --password=***\n",
            "\nThe whole log",
            "the log\n");
  }

  @Test
  void aCommandThatWroteNothingIsNotSaidNeverToHaveBegun() {
    Capture silent = Samples.capture("", new Ending.Exited(0), null);
    assertThat(mail(JOB, Samples.failure(Reason.NO_OUTPUT), silent).text())
        .contains("wrote nothing at all, and ended with exit status 0.", "`preset: exit-status`")
        .doesNotContain("never began", "flock");
    Capture piped = Samples.capture("", new Ending.Eof(), null);
    assertThat(mail(JOB, Samples.failure(Reason.NO_OUTPUT), piped).text())
        .contains("most likely never began", "flock");
  }

  /** There any output would be a success for ever. */
  @Test
  void inAPipeNobodyIsToldToGoByTheExitStatus() {
    for (String output : List.of("done\n", "fatal: cannot open x\n")) {
      Capture piped = Samples.capture(output, new Ending.Eof(), null);
      assertThat(mail(JOB, Samples.failure(Reason.MARKER_MISSING), piped).text())
          .contains("`heartbeat exec`")
          .doesNotContain("`preset: exit-status`");
      Capture exited = Samples.capture(output, new Ending.Exited(0), null);
      assertThat(mail(JOB, Samples.failure(Reason.MARKER_MISSING), exited).text())
          .contains("`preset: exit-status`");
    }
  }

  @Test
  void aCrontabLineThatSaysTheExitStatusIsBelieved() {
    Capture capture =
        Samples.capture("copying\nheartbeat: exit status 127\n", new Ending.Eof(), null);
    SendMail mail = mail(JOB, Samples.failure(Reason.MARKER_MISSING), capture);
    assertThat(mail.subject()).contains("exit status 127: copying");
    assertThat(mail.text())
        .contains("ended with exit status 127.\nIts last line: copying\n")
        .contains("Status 127: a command was not found");
  }

  @Test
  void aJobsNameIsQuotedForTheShell() {
    Job job = Samples.job("Anna's job", PingSettings.NONE, Samples.mail());
    Capture capture = Samples.capture("x\n", new Ending.Eof(), null);
    assertThat(mail(job, Samples.failure(Reason.MARKER_MISSING), capture).text())
        .contains("heartbeat log 'Anna'\\''s job' " + RUN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no space left\n", "no space left", "caf\u00e9\n\ttab\n"})
  void aLogThatStandsInTheMailIsNotAttachedAsWell(String log) {
    SendMail mail =
        mail(
            JOB,
            Samples.failure(Reason.MARKER_MISSING),
            Samples.capture(log, new Ending.Eof(), null));
    assertThat(mail.text()).contains("\nThe log\n", log.strip());
    assertThat(mail.attachLog()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[31mred\u001b[0m\n", "caf\uFFFD\n", "10%\r20%\n", "long"})
  void aLogThatTheMailCantShowAsItIsIsAttached(String log) {
    String all = log.equals("long") ? "line\n".repeat(101) : log;
    Capture capture = Samples.capture(all, new Ending.Eof(), null);
    assertThat(mail(JOB, Samples.failure(Reason.MARKER_MISSING), capture).attachLog()).isTrue();
  }

  @Test
  void aTestSaysSoAndLeavesNoTrace() {
    Plan plan = Plan.test(JOB, RUN, Samples.success(), CONTEXT);
    SendMail mail = plan.mails().getFirst();
    assertThat(mail.subject()).startsWith("TEST: ");
    assertThat(mail.text()).startsWith("This is a test");
    assertThat(mail.attachLog()).isFalse();
    assertThat(plan.next()).isEqualTo(JobState.EMPTY);
  }
}
