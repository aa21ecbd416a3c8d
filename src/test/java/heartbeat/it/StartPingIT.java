package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ping that says that a run begins, sent by a process of its own. */
class StartPingIT extends Pinged {
  @Test
  void itIsThereWhileTheJobRunsAndBeforeTheResult() throws Exception {
    shell.run("mkfifo go");
    Process run = shell.start("$HB exec b --ping $URL -- cat go");
    Await.until(() -> server.pings().equals(List.of("start")));
    shell.run(": > go");
    assertThat(run.waitFor()).isZero();
    assertThat(shell.run("$HB exec b --ping $URL -- true").status()).isZero();
    assertThat(server.pings()).containsExactly("start", "success", "start", "success");
  }

  @Test
  void aRunThatMakesWaySendsNoStart() {
    String moodle = "$HB moodle --ping $URL";
    shell.run("echo 'CLI maintenance mode active, cron execution suspended.' | " + moodle);
    assertThat(server.pings()).containsExactly("log");
    assertThat(server.urls().getFirst()).contains("&skipped=1");
    shell.run("{ echo 'nothing to do'; sleep 2; } | $HB j --skip-marker nothing --ping $URL");
    assertThat(server.pings()).containsExactly("log", "log");
  }

  @Test
  void aSilentRunHasBegunAfterASecondAndOneThatIsOverSoonerTellsItsStartBeforeItsResult()
      throws Exception {
    shell.run("mkfifo go");
    Process run = shell.start("cat go | $HB b --success-marker ok --ping $URL");
    try (OutputStream silent = Files.newOutputStream(home.resolve("go"))) {
      Await.until(() -> server.pings().equals(List.of("start")));
      silent.flush();
    }
    run.waitFor();
    shell.run("$HB exec b --ping $URL -- true");
    assertThat(server.pings().subList(2, 4)).containsExactly("start", "success");
  }

  @Test
  void aRunThatFindsTheLockTakenSendsNoStart() throws Exception {
    shell.run("mkfifo fifo");
    Process first = shell.start("$HB exec b --lock skip -- sh -c 'echo > begun; cat fifo'");
    Await.until(() -> Files.exists(home.resolve("begun")));
    shell.run("$HB exec b --lock skip --ping $URL -- true");
    assertThat(server.pings()).containsExactly("log");
    shell.run("echo > fifo");
    first.waitFor();
  }

  @Test
  void nothingIsSentWhileTheJobIsPaused() {
    shell.run("$HB exec b -- true; $HB pause b --for 1h; $HB exec b --ping $URL -- true");
    assertThat(server.pings()).isEmpty();
  }

  @Test
  void aServerThatNeverAnswersDelaysTheCommandByNothingAndLeavesNoStrayBehind() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = server.url().replaceFirst(":\\d+/", ":" + mute.getLocalPort() + "/");
      Process run =
          shell.start(
              "exec $HB exec b --ping-timeout 60s --ping "
                  + url
                  + " -- sh -c 'echo > begun; sleep 60'");
      Await.until(() -> Files.exists(home.resolve("begun")));
      // The command runs; its start ping has been taken, and waits for an answer.
      mute.setSoTimeout(120_000);
      mute.accept();
      assertThat(starters(home)).isPositive();
      run.destroyForcibly().waitFor();
      Await.until(() -> starters(home) == 0);
    }
  }

  /** How many processes send start pings of this test. */
  private long starters(Path unique) {
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process.pid()).contains("start-ping"))
        .filter(process -> isOf(process.pid(), unique))
        .count();
  }

  private static String arguments(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  private static boolean isOf(long pid, Path home) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(home.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
