package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heartbeat exec} around real commands. */
class ExecIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sh -c 'exit 0', 0, success",
    "sh -c 'exit 3', 3, failure",
    "sh -c 'kill -9 $$', 137, failure",
    "sh -c 'kill $$', 143, failure",
    "/etc/passwd, 126, failure",
    "/no/such/command, 127, failure",
  })
  void theStatusIsTheCommandsOwn(String command, int status, String verdict) {
    assertThat(shell.run("$HB exec job -- " + command).status()).isEqualTo(status);
    assertThat(shell.status("job").get("verdict").getAsString()).isEqualTo(verdict);
  }

  @Test
  void aFailureThatOnlyTheOutputTellsOfIsStatusOne() {
    assertThat(shell.run("$HB exec job --failure-marker ERROR -- echo ERROR").status()).isOne();
  }

  @Test
  void aConfigThatCanNotBeUsedMakesNoSuccessOfAnExitStatus() {
    shell.write("hb.yml", "jobs: { job: { failure-marker: [ERROR], max-duratoin: 1h } }");
    assertThat(shell.run("$HB exec job --config hb.yml -- echo ERROR").status()).isOne();
    assertThat(shell.status("job").get("verdict").getAsString()).isEqualTo("failure");
  }

  @Test
  void outputAndErrorsAreKeptInTheirOrderAndCopiedOnlyWhenAskedFor() {
    String job = "-- sh -c 'for i in 1 2 3; do echo out $i; echo err $i >&2; done'";
    String expected = "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n";
    assertThat(shell.run("$HB exec job " + job)).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("$HB log job").out()).isEqualTo(expected);
    assertThat(shell.run("$HB exec job --tee " + job)).isEqualTo(new Shell.Result(0, expected, ""));
  }

  @Test
  void standardInputIsTheCommands() {
    assertThat(shell.run("seq 100000 | $HB exec job --tee -- md5sum").out())
        .isEqualTo(shell.run("seq 100000 | md5sum").out());
  }

  @Test
  void theCommandFindsTheWorldAsWithoutHeartbeat() {
    shell.environment.put("LC_ALL", "C");
    shell.environment.put("JAVA_TOOL_OPTIONS", "-Xmx5m");
    shell.environment.put("HEARTBEAT_OWN", "a user's own variable");
    String look =
        " sh -c 'env | grep -v ^_= | sort; ulimit -a; umask; pwd; ls /proc/self/fd;"
            + " grep SigBlk /proc/self/status'";
    String limits = "ulimit -S -n 500; umask 027; ";
    assertThat(shell.run(limits + "$HB exec job --tee --" + look).out())
        .isEqualTo(shell.run(limits + look).out())
        .contains("LC_ALL=C\n", "JAVA_TOOL_OPTIONS=-Xmx5m\n", "500");
  }

  @Test
  void theDirectoryIsTheCommands() throws Exception {
    Files.createDirectory(home.resolve("there"));
    assertThat(shell.run("$HB exec job --tee --directory there -- sh -c 'pwd; echo $PWD'").out())
        .isEqualTo((home.toRealPath() + "/there\n").repeat(2));
    var missing = shell.run("$HB exec job --directory nowhere -- true");
    assertThat(missing.status()).isEqualTo(126);
  }

  @Test
  void atTheTimeLimitTheWholeGroupIsEndedAlsoWhoIgnoresTerm() throws Exception {
    var result =
        shell.run(
            "$HB exec job --max-duration 5s --kill-after 1s -- sh -c '(trap \"\" TERM; echo $$"
                + " grandchild; sh -c \"echo \\$\\$ > pid; sleep 60 & wait\") & wait'");
    assertThat(result.status()).isEqualTo(124);
    assertThat(shell.status("job").get("reason").getAsString()).isEqualTo("time-limit");
    long pid = Long.parseLong(shell.read("pid").strip());
    Await.until(() -> shell.run("grep -q 'State:.[^Z]' /proc/" + pid + "/status").status() != 0);
  }

  @Test
  void aGrandchildThatHoldsTheOutputDelaysTheEndByKillAfterAndLivesOn() throws Exception {
    long before = System.nanoTime();
    var result =
        shell.run(
            "$HB exec job --kill-after 1s -- sh -c '(until test -e ended; do sleep 0.05; done; echo"
                + " late; echo later; echo > alive) & echo done'; echo $? > ended");
    assertThat(System.nanoTime() - before).isLessThan(60_000_000_000L);
    assertThat(shell.read("ended")).isEqualTo("0\n");
    assertThat(result.err()).contains("held its output open");
    Await.until(() -> Files.exists(home.resolve("alive")));
  }

  @Test
  void aRunThatFindsTheLockTakenIsSkippedOrWaits() throws Exception {
    shell.run("mkfifo fifo");
    Process first = shell.start("exec $HB exec job --lock skip -- sh -c 'echo > begun; cat fifo'");
    Await.until(() -> Files.exists(home.resolve("begun")));
    Path second = home.resolve("second");
    assertThat(shell.run("$HB exec job --lock skip -- touch second").status()).isZero();
    assertThat(second).doesNotExist();
    assertThat(shell.status("job").get("reason").getAsString()).isEqualTo("already-running");
    assertThat(shell.run("$HB exec job --lock off -- touch second").status()).isZero();
    assertThat(second).exists();
    Files.delete(second);
    Process waiting = shell.start("$HB exec job --lock wait -- touch second");
    Await.until(() -> shell.status("job").get("running").getAsInt() == 2);
    assertThat(second).doesNotExist();
    shell.run("echo > fifo");
    assertThat(waiting.waitFor()).isZero();
    assertThat(second).exists();
    first.waitFor();
  }

  @Test
  void theLockIsFreeWhenTheCommandHasEndedWhateverThePingServerDoes() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      shell.environment.put(
          "URL",
          "http://localhost:" + mute.getLocalPort() + "/8116e449-d71c-4112-8f5d-a66f60902091");
      String line = "$HB exec job --lock skip --ping $URL --no-ping-start -- sh -c 'echo > ended'";
      Process first = shell.start(line);
      Await.until(() -> Files.exists(home.resolve("ended")));
      mute.accept();
      assertThat(shell.run("$HB exec job --lock skip -- touch second").status()).isZero();
      assertThat(home.resolve("second")).exists();
      first.waitFor();
    }
  }

  @Test
  void theLockOfAKilledRunIsFree() throws Exception {
    Process first = shell.start("exec $HB exec job --lock skip -- sh -c 'echo > begun; sleep 5'");
    Await.until(() -> Files.exists(home.resolve("begun")));
    first.destroyForcibly().waitFor();
    assertThat(shell.run("$HB exec job --lock skip -- touch second").status()).isZero();
    assertThat(home.resolve("second")).exists();
  }

  @Test
  void aRunThatIsTooFastFails() {
    assertThat(shell.run("$HB exec job --min-duration 30s -- true").status()).isOne();
    assertThat(shell.status("job").get("reason").getAsString()).isEqualTo("too-fast");
  }
}
