package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands an administrator types. */
class CommandsIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @Test
  void anAnswerThatIsLostIsNoSuccess() {
    shell.run("echo 'Cron run completed correctly' | $HB job");
    for (String command : List.of("status", "status --json", "log job", "--help", "validate")) {
      var result = shell.run("$HB " + command + " >/dev/full");
      assertThat(result.status()).as(command).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo("heartbeat: standard output can't be written: No space left on device\n");
    }
    var head = shell.run("seq 100000 | $HB big --success-marker 100000; $HB log big | head -1");
    assertThat(head).isEqualTo(new Shell.Result(0, "1\n", ""));
  }

  @Test
  void helpIsACommandToo() {
    assertThat(shell.run("$HB help").out()).isEqualTo(shell.run("$HB --help").out());
    assertThat(shell.run("$HB help exec").out())
        .isEqualTo(shell.run("$HB exec --help").out())
        .contains("heartbeat exec JOB");
    assertThat(shell.run("$HB help options").out()).contains("--smtp-host", "--redact");
    assertThat(shell.run("$HB help stauts"))
        .isEqualTo(
            new Shell.Result(
                2, "", "heartbeat: no such command: 'stauts'; did you mean 'status'?\n"));
    assertThat(shell.run("$HB version")).isEqualTo(shell.run("$HB --version"));
  }

  @Test
  void aJobWhoseNameBeginsWithACommandIsAJob() {
    for (String job : List.of("help me", "version 2", "status page")) {
      var run = shell.run("echo 'Cron run completed correctly' | $HB '" + job + "'");
      assertThat(run).as(job).isEqualTo(new Shell.Result(0, "", ""));
    }
  }

  @Test
  void onATerminalACommandThatIsMistypedIsNamed() {
    var typed = shell.run("script -qec '$HB statuss' /dev/null </dev/null");
    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.out()).contains("the output of job statuss goes", "did you mean 'status'?");
    assertThat(shell.run("script -qec '$HB completion' /dev/null </dev/null").out())
        .doesNotContain("null");
  }

  @Test
  void statusSaysWhereItFoundNothing() {
    var none = shell.run("$HB status --state-dir $PWD/s");
    assertThat(none.out())
        .isEqualTo("No job of this user has run yet: there is no record in " + home + "/s\n");
    assertThat(shell.run("$HB status gone --state-dir $PWD/s").out())
        .isEqualTo("Job gone has not run: there is no record in " + home + "/s\n");
  }

  @Test
  void rootIsToldWhoseJobsThereAre() {
    assumeThat(shell.run("id -u").out()).isEqualTo("0\n");
    shell.run("mkdir -p all/root all/nobody/jobs all/other/jobs && chown nobody all/nobody");
    assertThat(shell.run("$HB status --state-dir $PWD/all/root").out())
        .endsWith("/all/root\nJobs of nobody:  sudo -u nobody heartbeat status\n");
  }

  @Test
  void aTestThatReachesNobodyIsNoSuccess() {
    assertThat(shell.run("$HB test job"))
        .isEqualTo(
            new Shell.Result(
                78,
                "ping: none, no URL is set for this verdict\nmail: none, mail.to is not set\n",
                "heartbeat: nobody would be told: set \"ping\", \"mail.to\" or \"alert\"\n"));
  }

  @Test
  void theConfigIsInTheHomeOfWhoRunsIt() {
    shell.write("other/.config/heartbeat/heartbeat.yml", "jobs: { job: { success-marker: ok } }");
    String own = "unset XDG_CONFIG_HOME; export HOME=$PWD/other; ";
    assertThat(shell.run(own + "echo ok | $HB job; $HB validate").out())
        .contains("other/.config/heartbeat/heartbeat.yml: OK");
  }

  @Test
  void judgeSaysWhatWouldBeSaidAndRecordsNothing() {
    var result = shell.run("$HB judge moodle --json < $SAMPLES/real-45-killed.log");
    assertThat(result.status()).isEqualTo(1);
    JsonObject said = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(said.get("verdict").getAsString()).isEqualTo("failure");
    assertThat(said.get("reason").getAsString()).isEqualTo("died-in-task");
    assertThat(said.get("openTask").getAsString()).contains("local_hb\\task\\t1");
    assertThat(said.get("bytes").getAsLong()).isEqualTo(445);
    assertThat(said.get("lastLine").getAsString()).startsWith(".....");
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @Test
  void judgeTakesRulesAsOptions() {
    assertThat(shell.run("echo all done | $HB judge --success-marker 'all done'").status())
        .isZero();
    assertThat(shell.run("echo 'DISK CRITICAL - full' | $HB judge --preset nagios").status())
        .isOne();
    assertThat(shell.run("$HB judge --json < $SAMPLES/cron-disabled.log").out())
        .contains("\"skipped\"", "cron-disabled");
  }

  @Test
  void initWritesAConfigThatValidates() {
    assertThat(shell.run("$HB init --config hb.yml && $HB validate --config hb.yml").status())
        .isZero();
    assertThat(shell.run("$HB init --config hb.yml").status())
        .as("it overwrites nothing")
        .isNotZero();
  }

  @Test
  void validateNamesAllProblemsWithTheirPlaces() {
    shell.write(
        "hb.yml", "jobs:\n  moodle:\n    prset: moodle\n    max-duration: 2 hours\n  status: {}\n");
    var result = shell.run("$HB validate --config hb.yml");
    assertThat(result.status()).isEqualTo(78);
    assertThat(result.out() + result.err())
        .contains("hb.yml:3:", "'preset'", "hb.yml:4:", "max-duration", "hb.yml:5:");
  }

  @Test
  void statusListsJobsForPeopleForProgramsAndForNagios() {
    shell.run("$HB good < $SAMPLES/cron-45-success.log; $HB bad < $SAMPLES/real-45-killed.log");
    assertThat(shell.run("$HB status").out()).contains("good", "success", "bad", "failure");
    JsonObject bad = shell.status("bad");
    assertThat(bad.get("job").getAsString()).isEqualTo("bad");
    assertThat(bad.get("verdict").getAsString()).isEqualTo("failure");
    assertThat(bad.get("undelivered").getAsInt()).isZero();
    assertThat(bad.get("started").getAsString()).endsWith("Z");
    assertThat(bad.get("durationMs").getAsLong()).isNotNegative();
    var nagios = shell.run("$HB status --nagios");
    assertThat(nagios.status()).isEqualTo(2);
    assertThat(nagios.out()).startsWith("CRITICAL").contains("bad");
    assertThat(shell.run("$HB status good --nagios").status()).isZero();
    assertThat(shell.run("$HB status nobody --nagios").status()).isEqualTo(3);
  }

  @Test
  void logShowsTheLastRunOrTheOneThatIsNamed() {
    shell.run("echo first | $HB b; echo second | $HB b");
    assertThat(shell.run("$HB log b").out()).isEqualTo("second\n");
    String oldest = shell.run("$HB log b --list").out().lines().toList().getLast();
    String run = oldest.replaceFirst("(?s).*?([0-9a-f]{8}-[0-9a-f-]{27}).*", "$1");
    assertThat(shell.run("$HB log b " + run).out()).isEqualTo("first\n");
    assertThat(shell.run("$HB log nobody").status()).isNotZero();
  }

  @Test
  void aPausedJobSaysNothingUntilItIsResumed() {
    assertThat(shell.run("$HB pause b --for 2h").status()).isZero();
    shell.run(
        "echo no | $HB b --ping http://127.0.0.1:1/x --ping-failure-url http://127.0.0.1:1/y");
    assertThat(shell.status("b").get("undelivered").getAsInt()).isZero();
    assertThat(shell.run("$HB status b").out()).contains("paused");
    assertThat(shell.run("$HB resume b").status()).isZero();
    shell.run("echo no | $HB b --ping-retries 0 --ping-failure-url http://127.0.0.1:1/y");
    assertThat(shell.status("b").get("undelivered").getAsInt()).isOne();
  }

  @Test
  void aMistypedNameIsNoSuccessOfResumeAndTest() throws IOException {
    var resumed = shell.run("$HB resume nosuch");
    assertThat(resumed.status()).isEqualTo(1);
    assertThat(resumed.out()).isEmpty();
    assertThat(resumed.err()).contains("nosuch").contains("is the name right?");
    shell.run("$HB pause early");
    assertThat(shell.run("$HB resume early").status()).isZero();

    Files.writeString(
        home.resolve("jobs.yml"),
        "defaults: { ping: 'http://127.0.0.1:1/{job}', mail: { to: a@b } }\n"
            + "jobs: { moodle: {} }\n");
    var tested = shell.run("$HB test modle --config jobs.yml");
    assertThat(tested.status()).isEqualTo(1);
    assertThat(tested.out()).isEmpty();
    assertThat(tested.err()).contains("nothing was sent").contains("did you mean 'moodle'?");
  }

  @Test
  void aDamagedStateIsSaidOnceByTheNextRun() {
    shell.run("$HB exec job -- true; $HB pause job");
    shell.run("f=$(find . -name state.json); echo '{' > $f");
    var next = shell.run("$HB exec job -- true");
    assertThat(next.status()).isZero();
    assertThat(next.err())
        .containsOnlyOnce("it is damaged")
        .contains("state.json", "job job", "a pause");
    assertThat(shell.run("$HB exec job -- true").err()).isEmpty();
  }

  @Test
  void onlyAsManyRunsAsAskedForAreKept() {
    shell.run("for i in 1 2 3 4; do echo $i | $HB b --keep-runs 2; done");
    assertThat(shell.run("$HB log b --list").out().lines().filter(l -> l.contains("failure")))
        .hasSize(2);
  }

  @Test
  void completionNamesTheJobsOfTheConfigAndThoseThatHaveRunAndSaysNothingElse() {
    shell.write("hb.yml", "jobs:\n  nightly: {}\n  bad: { prset: x }\n");
    shell.run("echo x | $HB 'two words'");
    var result = shell.run("$HB completion --config hb.yml");
    assertThat(result.out()).isEqualTo("bad\nnightly\ntwo words\n");
    assertThat(result.err()).isEmpty();
    assertThat(shell.run("$HB completion --state-dir /dev/null/x --config hb.yml").out())
        .isEqualTo("bad\nnightly\n");
  }

  @Test
  void initPrintsTheWholeNewCrontabAndAConfigThatValidates() throws Exception {
    shell.write(
        "tab",
        """
        MAILTO=ops@example.org
        * * * * * php /var/www/moodle/admin/cli/cron.php >/dev/null 2>&1
        @daily www.sh && curl -s https://hc-ping.com/5e2b0c1a-7d41-4b9c-9a63-0f4d6f5f8e17
        0 0 * * * php x.php | heartbeat x
        """);
    var result = shell.run("$HB init --from-crontab - < tab; $HB init --from-crontab tab > file");
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out())
        .startsWith("MAILTO=ops@example.org\n")
        .endsWith("\n0 0 * * * php x.php | heartbeat x\n")
        .containsPattern(
            "(?m)^\\* .*cron.php 2>&1 \\| \\{ .*heartbeat moodle \\|\\| cat >/dev/null; }$");
    assertThat(shell.read("file")).isEqualTo(result.out());
    assertThat(result.err())
        .contains(
            "standard input: 2 of 3 jobs", "line 2 is job moodle", "line 4, it has heartbeat");
    shell.run("$HB init --from-crontab tab 2> hb.yml");
    var checked = shell.run("chmod 600 hb.yml; $HB validate --config hb.yml");
    assertThat(checked.status()).as(checked.toString()).isZero();
    assertThat(checked.out()).contains("[moodle, www]");
    assertThat(checked.err()).isEmpty();
    assertThat(shell.run("$HB init --from-crontab no-such-file").status()).isOne();
  }

  @Test
  void everyCommandHasHelpAndAnUnknownOneIsAUsageError() {
    assertThat(shell.run("$HB --help").out()).contains("exec", "status", "judge", "--ping");
    assertThat(shell.run("$HB --version").out()).startsWith("heartbeat ");
    assertThat(shell.run("$HB status --help").out()).contains("--nagios");
    assertThat(shell.run("$HB status --nagois").status()).isEqualTo(2);
    assertThat(shell.run("$HB help options").out()).doesNotContain("$${").contains("${env:NAME}");
    for (String command : new String[] {"exec", "judge", "test", "log", "flush"}) {
      var help = shell.run("$HB " + command + " --help");
      assertThat(help.status()).as(command).isZero();
      assertThat(help.out()).contains("Usage: heartbeat " + command, "Example");
    }
  }

  @Test
  void optionsMayStandBeforeTheCommand() {
    shell.run("echo 'Cron run completed correctly' | $HB --state-dir s job");
    assertThat(shell.run("$HB --state-dir s status job --json").out()).contains("\"job\": \"job\"");
    var run = shell.run("$HB --state-dir=s --tee exec e -- sh -c 'echo done; exit 3'");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("done\n");
    assertThat(shell.run("$HB --state-dir s status --json").out()).contains("\"job\": \"e\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "test",
        "completion",
        "start-ping",
        "validate",
        "next",
        "version",
        "--tee status",
        "help stauts",
        "--help",
        "log nosuch",
        "flush --nonsense",
        "exec",
        "exec j --",
        "start-ping"
      })
  void aCommandAtTheEndOfAPipeDoesNotKillTheJob(String command) {
    var result =
        shell.run(
            "(sleep 1; for i in 1 2 3; do echo $i; sleep 1; done; echo ended >job) | timeout 120 $HB"
                + " "
                + command
                + " >/dev/null 2>&1; i=0; until [ -e job ] || [ $i = 1000 ];"
                + " do sleep 0.1; i=$((i+1)); done; cat job");
    assertThat(result.out()).isEqualTo("ended\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup -- touch ran", "-- backup"})
  void aCommandWithoutExecIsAnErrorOfUsageAndNotLeftOutInSilence(String line) {
    var result = shell.run("echo Cron run completed correctly | $HB " + line);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("heartbeat exec JOB -- COMMAND");
    assertThat(home.resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "status --nagois | --nagois: unknown option; did you mean '--nagios'?",
        "status --url | --url: needs a value",
        "status --json --nagios | --json, --nagios: only one of them, once",
        "status --json --json | --json, --nagios: only one of them, once",
        "status --timeout 3x --url http://x | --timeout: '3x' is not a duration above 0; write 10s",
        "status --state-dir= | --state-dir: '' is empty",
        "forget j --config= | --config: is empty",
        "flush what | what: unexpected",
        "flush --for 2x | --for: '2x' is not a duration; write 90s, 5m, 2h, 1d or 1h30m",
        "pause | JOB is missing",
        "pause a/b | a job's name may not contain '/' or control characters: 'a/b'",
        "serve --listen foo | --listen: 'foo' is not an address; write 127.0.0.1:8000",
        "next '* * * * *' --count 0 | --count: '0' is not a number from 1 to 10000",
        "next '* * * * *' --count x | --count: 'x' is not a number from 1 to 10000",
        "next '* * * * *' --timezone X | --timezone: 'X' is not a time zone; write Europe/Amsterdam",
        "next @daily --after x | --after: 'x' is not a time with a zone; write 2026-10-31T12:00:00Z",
        "judge --jsn | --jsn: unknown option; did you mean '--json'?",
        "judge --exit-status x | --exit-status: 'x' is not a number",
        "judge j -- true | --: a command is run by exec: heartbeat exec JOB -- COMMAND",
        "test | JOB is missing",
        "test --verdict | --verdict: needs a value",
        "test j --verdict faliure | --verdict: 'faliure' is none of success, warning, failure,"
            + " skipped; did you mean 'failure'?",
        "exec | COMMAND is missing: heartbeat exec JOB -- COMMAND",
        "exec j -- | COMMAND is missing: heartbeat exec JOB -- COMMAND",
      })
  void mistakesOfUsageLookAlike(String line, String problem) {
    String command = line.replaceFirst(" .*", "");
    assertThat(shell.run("$HB " + line + " </dev/null"))
        .isEqualTo(
            new Shell.Result(
                2,
                "",
                "heartbeat: "
                    + command
                    + ": "
                    + problem
                    + "\nSee heartbeat help "
                    + command
                    + "\n"));
  }

  @Test
  void noStackTraceForWhatIsNotThere() {
    var nobody = shell.run("$HB log nosuch");
    assertThat(nobody.err()).startsWith("heartbeat: ").doesNotContain("\tat ");
  }

  /** Without it, a mistyped name of a file would forget a job of another state directory. */
  @ParameterizedTest
  @ValueSource(strings = {"status", "log j", "pause j", "resume j", "forget j", "flush"})
  void aNamedConfigThatCanNotBeReadIsNoReasonToLookElsewhere(String command) {
    shell.run("echo x | $HB j --success-marker x; mkdir folder");
    for (String file : List.of("nosuch.yml", "folder")) {
      var result = shell.run("$HB " + command + " --config " + file);
      assertThat(result.status()).isEqualTo(78);
      assertThat(result.err()).startsWith("heartbeat: " + file + ": ").hasLineCount(1);
    }
    assertThat(shell.run("$HB status").out()).contains("j    success");
  }

  @Test
  void helpIsShownAlsoBehindAJob() {
    for (String command : List.of("test", "exec", "judge")) {
      assertThat(shell.run("$HB " + command + " j --help"))
          .isEqualTo(shell.run("$HB help " + command));
    }
    assertThat(shell.run("$HB help help")).isEqualTo(shell.run("$HB help"));
    assertThat(shell.run("script -qec '$HB j -h' /dev/null </dev/null").out()).contains("Usage:");
  }

  @Test
  void aJobMayNotBearTheNameOfAHiddenCommand() {
    for (String command : List.of("start-ping", "trial-start")) {
      assertThat(shell.run("echo x | $HB " + command))
          .isEqualTo(
              new Shell.Result(
                  2, "", "heartbeat: '" + command + "' is a command; choose another job name\n"));
    }
  }

  @Test
  void aMistypedCommandOnATerminalIsNamed() {
    var result = shell.run("timeout 120 script -qec \"$HB statsu --bogus\" /dev/null < /dev/null");
    assertThat(result.out()).contains("statsu", "--bogus").hasLineCount(4);
  }

  @Test
  void onATerminalWithoutInputHelpIsShownInsteadOfWaiting() {
    var result = shell.run("timeout 120 script -qec \"$HB\" /dev/null < /dev/null");
    assertThat(result.status()).isNotEqualTo(124);
    assertThat(result.out()).contains("Usage");
  }

  @Test
  void aSwitchLivesInItsTimeZoneOrThatOfTheMachine() {
    String checks =
        "checks: { a: { uuid: 11111111-2222-4333-8444-555555555555, cron: 30 2 * * * } }";
    shell.environment.put("TZ", "America/New_York");
    shell.write("hb.yml", checks + "\n");
    assertThat(shell.run("chmod 600 hb.yml; $HB validate --config hb.yml").out())
        .contains("time zone: America/New_York\n");
    shell.write("hb.yml", "serve: { timezone: Pacific/Auckland }\n" + checks + "\n");
    assertThat(shell.run("$HB validate --config hb.yml").out())
        .contains("time zone: Pacific/Auckland\n");
    shell.write("hb.yml", "serve: { timezone: Auckland }\n" + checks + "\n");
    assertThat(shell.run("$HB validate --config hb.yml").err())
        .contains("hb.yml:1:", "is not a time zone; write Europe/Amsterdam");
  }
}
