package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heartbeat.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too little of something: the job goes on, and what can be told is told. */
class ResourceIT {
  private static final String JOB =
      "{ sleep 0.3; seq 300000; echo Cron run completed correctly; echo $? > ended; }";

  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 200_000, 300_000})
  void whereTheRuntimeCanNotStartTheJobIsDrainedOrRunAllTheSame(int kilobytes) {
    String limit = "ulimit -v " + kilobytes + "; ";
    var pipe = shell.run(JOB + " | (" + limit + "exec $HB moodle)");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(pipe.status()).isOne();
    assertThat(pipe.err()).contains("this run is not watched");
    var exec = shell.run(limit + "$HB exec moodle --lock skip -- sh -c 'echo ran; exit 4'");
    assertThat(exec.status()).isEqualTo(4);
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  /** Watched or not: nothing between the two harms the job. */
  @ParameterizedTest
  @ValueSource(ints = {400_000, 450_000, 500_000, 600_000, 1_000_000, 1_200_000})
  void withHardlyEnoughMemoryTheCommandRunsAndThePipeIsDrained(int kilobytes) {
    String limit = "ulimit -v " + kilobytes + "; ";
    shell.run(
        JOB + " | (" + limit + "exec $HB moodle --ping http://127.0.0.1:1/ --ping-retries 0)");
    assertThat(home.resolve("ended")).hasContent("0\n");
    String command = " -- sh -c 'echo $MALLOC_ARENA_MAX ran; exit 4'";
    var exec = shell.run(limit + "$HB exec moodle --lock skip --tee" + command);
    assertThat(exec.status()).as(exec.err()).isEqualTo(4);
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 18, 20, 24, 30})
  void withHardlyADescriptorTheCommandRunsAndThePipeIsDrained(int descriptors) {
    String limit = "ulimit -n " + descriptors + "; ";
    shell.run(JOB + " | (" + limit + "exec $HB moodle)");
    assertThat(home.resolve("ended")).hasContent("0\n");
    var exec = shell.run(limit + "$HB exec moodle --tee -- sh -c 'echo ran; exit 4'");
    assertThat(exec.status()).as(exec.err()).isEqualTo(4);
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  @Test
  void inADirectoryThatIsGoneTheCommandRunsAndThePipeIsDrained() {
    String gone = "mkdir gone; cd gone; rmdir ../gone; ";
    var pipe = shell.run(JOB + " | (" + gone + "exec $HB moodle)");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(pipe.err()).contains("working directory", "this run is not watched");
    var exec = shell.run(gone + "$HB exec moodle -- sh -c 'echo ran; exit 4'");
    assertThat(exec.status()).isEqualTo(4);
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  @Test
  void withoutProcTheCommandRunsAndThePipeIsDrained() {
    assumeTrue(shell.run("unshare -m umount -l /proc").status() == 0, "/proc can't be taken away");
    String hidden = "unshare -m sh -c 'umount -l /proc; exec \"$@\"' x $HB ";
    shell.run(JOB + " | " + hidden + "moodle");
    assertThat(home.resolve("ended")).hasContent("0\n");
    var exec = shell.run(hidden + "exec moodle --tee -- sh -c 'echo ran; exit 4'");
    assertThat(exec.status()).isEqualTo(4);
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 12, 16, 40})
  void withHardlyAProcessToStartTheJobIsDrainedOrRunAllTheSame(int processes) {
    // The limit is not for root.
    String user = "setpriv --reuid=65432 --regid=65432 --clear-groups ";
    String heartbeat = user + "sh -c 'ulimit -p " + processes + " || exit 9; exec $HB ";
    assumeTrue(shell.run(user + "sh -c '$HB --version && ulimit -p 90'").status() == 0);
    shell.run(JOB + " | " + heartbeat + "moodle'");
    assertThat(home.resolve("ended")).hasContent("0\n");
    var exec = shell.run(heartbeat + "exec moodle --tee -- echo ran'");
    assertThat(exec.out()).isEqualTo("ran\n");
  }

  /** A native image has no last deed: there the crontab line has to do it. */
  @Test
  void aRuntimeThatBreaksDrainsThePipe() throws Exception {
    shell.run("mkfifo fifo");
    String heartbeat = Shell.isNative() ? "($HB moodle || cat >/dev/null)" : "$HB moodle";
    Process run = shell.start("{ cat fifo; " + JOB + "; } | " + heartbeat);
    Await.until(() -> shell.run("$HB status moodle").out().contains("running"));
    List<ProcessHandle> runtimes =
        run.descendants()
            .filter(child -> child.info().command().orElse("").matches(".*/(java|heartbeat)"))
            .toList();
    assertThat(runtimes).isNotEmpty();
    runtimes.forEach(runtime -> shell.run("kill -s SEGV " + runtime.pid()));
    shell.run("echo > fifo");
    run.waitFor();
    assertThat(home.resolve("ended")).hasContent("0\n");
  }

  @Test
  void withHardlyADescriptorTheRunIsStillJudged() {
    var result = shell.run(JOB + " | (ulimit -n 15; exec $HB moodle)");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void withHardlyAHeapTheRunIsStillJudged() {
    Shell.assumeJvm("its heap is fixed when it is built");
    Path java = Shell.binary().resolveSibling("../lib/heartbeat/bin/java").normalize();
    var result =
        shell.run(
            JOB + " | " + java + " -Xmx4m -XX:+UseSerialGC -m heartbeat/heartbeat.Main moodle");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).as(result.err()).isZero();
  }

  @Test
  void theKernelsOutOfMemoryKillerIsNamed() {
    String group = "/sys/fs/cgroup/memory/heartbeat-" + ProcessHandle.current().pid();
    boolean possible =
        shell
                .run("mkdir " + group + " && echo 200000000 > " + group + "/memory.limit_in_bytes")
                .status()
            == 0;
    assumeTrue(possible, "a memory control group can't be made");
    try {
      shell.run(
          "echo $$ > "
              + group
              + "/cgroup.procs; exec $HB exec b -- sh -c 'tail /dev/zero; exit 9'");
      assertThat(shell.run("cat .local/state/heartbeat/jobs/b/*.json").out())
          .contains("\"oomKills\":1");
    } finally {
      Await.until(() -> shell.run("rmdir " + group).status() == 0);
    }
  }

  @Test
  void aSnapshotIsKeptWithTheRunWhereItIsAskedFor() {
    shell.run("$HB exec b --snapshot -- false");
    assertThat(shell.run("$HB status b").out()).contains("load   ", "memory  ", "disks  ", "PID ");
    shell.run("$HB exec c -- false; $HB exec d --snapshot -- true");
    assertThat(shell.run("$HB status c").out()).doesNotContain("memory  ");
    assertThat(shell.run("$HB status d").out()).doesNotContain("memory  ");
  }
}
