package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to heartbeat itself, from real kills. */
class SignalIT extends Pinged {
  @BeforeEach
  void makePipe() {
    shell.run("mkfifo in");
  }

  @AfterEach
  void stopWriter() {
    shell.run("test ! -e writer || kill $(cat writer)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aPipeThatIsToldToEndTakesWhatIsThereAndIsNoSuccess(String signal) throws Exception {
    Process run = pipe("$HB b --success-marker completed --ping $URL", "completed");
    Await.until(() -> server.pings().contains("start"));
    kill(signal, run);
    // A failure is status 1 whatever its reason: 128+n would look like a second signal's end.
    assertThat(run.waitFor()).isOne();
    assertThat(server.pings()).containsExactly("start", "fail interrupted");
    assertThat(shell.run("$HB log b").out()).isEqualTo("completed\n");
    assertThat(shell.status("b").get("reason").getAsString()).isEqualTo("interrupted");
  }

  @Test
  void aTerminalThatGoesAwayEndsNoPipe() throws Exception {
    Process run = pipe("$HB b --success-marker completed --ping $URL", "begun");
    Await.until(() -> server.pings().contains("start"));
    kill("HUP", run);
    kill("HUP", run);
    assertThat(run.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
    shell.run("echo completed > in2");
    assertThat(run.waitFor()).isZero();
    assertThat(server.pings()).containsExactly("start", "success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USR1", "USR2", "ALRM", "VTALRM", "PROF", "IO", "PWR", "XCPU", "STKFLT"})
  void aSignalThatIsNotForItEndsNoPipe(String signal) throws Exception {
    if (signal.equals("STKFLT")) {
      Shell.assumeJvm("it does not know this signal");
    }
    Process run = pipe("$HB b --success-marker completed --ping $URL", "begun");
    Await.until(() -> server.pings().contains("start"));
    kill(signal, run);
    shell.run("echo completed > in2");
    assertThat(run.waitFor()).isZero();
    assertThat(server.pings()).containsExactly("start", "success");
  }

  @Test
  void aSignalThatIsNotForItLeavesTheCommandOfExecAlone() throws Exception {
    Process run =
        shell.start("exec $HB exec b --ping $URL -- sh -c 'echo > begun; read line; echo $line'");
    Await.until(() -> home.resolve("begun").toFile().exists());
    Await.until(() -> server.pings().contains("start"));
    kill("USR1", run);
    run.getOutputStream().write("completed\n".getBytes(StandardCharsets.UTF_8));
    run.getOutputStream().close();
    assertThat(run.waitFor()).isZero();
    assertThat(server.pings()).containsExactly("start", "success");
  }

  @Test
  void aThreadDumpIsNoPartOfACopiedOutput() throws Exception {
    Shell.assumeJvm("QUIT ends it, there is no thread dump");
    Process run = pipe("$HB b --tee --success-marker completed", "begun");
    kill("QUIT", run);
    Await.until(() -> shell.run("cat err.run").out().contains("Full thread dump"));
    shell.run("echo completed > in2");
    assertThat(run.waitFor()).isZero();
    assertThat(shell.read("out.run")).isEqualTo("begun\ncompleted\n");
  }

  @Test
  void aSecondSignalEndsItAtOnceAndWhatWasToBeToldWaits() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = server.url().replaceFirst(":\\d+/", ":" + mute.getLocalPort() + "/");
      Process run = pipe("$HB b --no-ping-start --ping-timeout 60s --ping " + url, "begun");
      kill("TERM", run);
      Await.until(() -> shell.run("$HB log b --list").out().contains("interrupted"));
      // It waits for the server: one that ended by itself would have the status of its verdict.
      kill("TERM", run);
      assertThat(run.waitFor()).isEqualTo(143);
    }
    assertThat(shell.status("b").get("undelivered").getAsInt()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aSignalToExecReachesTheWholeGroupAndIsToldOf(String signal) throws Exception {
    Process run =
        shell.start(
            "exec $HB exec b --kill-after 50s --ping $URL -- sh -c"
                + " 'trap \"echo got it; exit 5\" TERM INT HUP; sleep 60 >&- 2>&- & echo > begun;"
                + " wait'");
    Await.until(() -> home.resolve("begun").toFile().exists());
    Await.until(() -> server.pings().contains("start"));
    kill(signal, run);
    assertThat(run.waitFor()).isEqualTo(5);
    assertThat(server.pings()).containsExactly("start", "fail exit-status");
    assertThat(shell.run("$HB log b").out()).startsWith("got it");
  }

  @Test
  void underNohupHupReachesNobody() throws Exception {
    Process run =
        shell.start("exec nohup $HB exec b -- sh -c 'echo > begun; kill -HUP $$; sleep 1'");
    Await.until(() -> home.resolve("begun").toFile().exists());
    kill("HUP", run);
    assertThat(run.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- >&-", "<&- 2>&-", "<&- >&- 2>&-"})
  void closedDescriptorsAreNeverTakenForTheJobsOutput(String closed) {
    shell.run("$HB b " + closed);
    assertThat(shell.status("b").get("reason").getAsString()).isEqualTo("no-output");
  }

  /** A run that reads from a pipe that stays open, and has read one line. */
  private Process pipe(String command, String line) throws Exception {
    shell.run("mkfifo in2");
    Process run =
        shell.start(
            "{ echo "
                + line
                + "; exec cat in2; } > in & echo $! > writer; exec "
                + command
                + " < in > out.run 2> err.run");
    Await.until(() -> shell.run("$HB log b").out().equals(line + "\n"));
    return run;
  }

  private static void kill(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start().waitFor();
  }
}
