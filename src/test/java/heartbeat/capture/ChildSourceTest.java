package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChildSourceTest {
  @TempDir Path dir;
  private final Rig rig = new Rig();

  @Test
  void outputAndErrorsAreMergedInTheirOrder() {
    Capture capture = sh("echo 1; echo 2 >&2; echo 3; echo 4 >&2");
    assertThat(capture.tail()).isEqualTo("1\n2\n3\n4\n");
    assertThat(capture.ending()).isEqualTo(new Ending.Exited(0));
    assertThat(capture.notes()).isEmpty();
  }

  @Test
  void theStatusIsTheCommandsOwn() {
    assertThat(sh("exit 3").ending()).isEqualTo(new Ending.Exited(3));
    assertThat(sh("exit 255").ending()).isEqualTo(new Ending.Exited(255));
    assertThat(sh("exit 124").ending()).isEqualTo(new Ending.Exited(124));
    assertThat(sh("kill -s KILL $$").ending()).isEqualTo(new Ending.Signalled(9));
    assertThat(sh("kill -s TERM $$").ending()).isEqualTo(new Ending.Signalled(15));
  }

  @Test
  void aCommandThatIsNotThereOrNoProgramIsNotStarted() throws IOException {
    Path text = Files.writeString(dir.resolve("text"), "no program");
    assertThat(run("no-such-command-here").ending())
        .isEqualTo(new Ending.NotStarted("no-such-command-here: not found", 127));
    assertThat(run(text.toString()).ending())
        .isEqualTo(new Ending.NotStarted(text + ": not executable", 126));
  }

  @Test
  void directoryEnvironmentAndStandardInputAreTheCommands() throws IOException {
    Capture capture =
        new ChildSource(rig.setup())
            .run(
                List.of("sh", "-c", "pwd; echo \"$PATH\"; readlink /proc/self/fd/0"),
                dir.toRealPath());
    String ours = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
    assertThat(capture.tail())
        .isEqualTo(dir.toRealPath() + "\n" + System.getenv("PATH") + "\n" + ours + "\n");
  }

  @Test
  void theCommandLeadsAGroupOfItsOwn() {
    Capture capture = sh("echo $$; cut -d' ' -f5 /proc/$$/stat");
    String[] lines = capture.tail().split("\n", -1);
    assertThat(lines[1]).isEqualTo(lines[0]);
  }

  @Test
  void atTheTimeLimitTheWholeGroupIsEndedAlsoWhoIgnoresTerm() throws Exception {
    rig.with(job(Duration.ofMillis(400), Duration.ofMillis(300))).timeStandsStill();
    Path pids = dir.resolve("pids");
    ChildSource source = new ChildSource(rig.setup());
    CompletableFuture<Capture> running =
        running(
            source,
            "(trap '' TERM; sh -c 'echo $$ >> "
                + pids
                + "; while :; do sleep 0.1; done' >/dev/null 2>&1) & echo begun; wait");
    awaitLine(source, "begun");
    Await.until(() -> Files.exists(pids) && Files.readString(pids).endsWith("\n"));
    rig.timeGoesOn();
    Capture capture = running.join();
    assertThat(capture.ending()).isEqualTo(new Ending.TimedOut(Duration.ofMillis(400)));
    assertThat(capture.tail()).startsWith("begun\n");
    assertThat(rig.hangs).isEmpty();
    long pid = Long.parseLong(Files.readString(pids).strip());
    Await.until(() -> isGone(pid));
  }

  @Test
  void aCommandThatEndsOnTermIsNotWaitedForLonger() {
    rig.with(job(Duration.ofMillis(300), Duration.ofSeconds(30))).timeStandsStill();
    ChildSource source = new ChildSource(rig.setup());
    CompletableFuture<Capture> running =
        running(
            source, "trap 'echo ending; exit 0' TERM; echo begun; while :; do sleep 0.05; done");
    awaitLine(source, "begun");
    rig.timeGoesOn();
    Capture capture = running.join();
    assertThat(capture.ending()).isEqualTo(new Ending.TimedOut(Duration.ofMillis(300)));
    assertThat(capture.tail()).startsWith("begun\n").endsWith("ending\n");
    assertThat(capture.elapsed()).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aGrandchildThatHoldsThePipeDelaysTheEndByKillAfterAtMost() throws Exception {
    rig.with(job(null, Duration.ofMillis(300))).log(dir.resolve("run.log"));
    Capture capture = sh("sleep 60 & echo $!; echo done");
    assertThat(capture.ending()).isEqualTo(new Ending.Exited(0));
    assertThat(capture.elapsed()).isBetween(Duration.ofMillis(290), Duration.ofSeconds(50));
    assertThat(capture.notes()).singleElement().asString().contains("held its output open");
    assertThat(capture.leftOut()).isZero();
    String pid = capture.tail().replace("done\n", "").strip();
    ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(grandchild.isAlive()).as("it is left alone").isTrue();
    grandchild.destroyForcibly();
  }

  @Test
  void whatAGrandchildPrintsAfterTheCommandHasEndedIsReadToo() {
    for (int i = 0; i < 5; i++) {
      Capture capture = sh("(sleep 0.2; echo late; echo later) & head -c 3000000 /dev/zero");
      assertThat(capture.bytes()).isEqualTo(3_000_000 + 11);
      assertThat(capture.tail()).endsWith("late\nlater\n");
      assertThat(capture.ending()).isEqualTo(new Ending.Exited(0));
    }
  }

  @Test
  void signalsArePassedOnToTheGroupAndTheRunGoesOnToItsEnd() throws IOException {
    // A shell can't trap what was ignored when it began, as under nohup.
    Assumptions.assumeTrue(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .allMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 3) == 0));
    ChildSource source = new ChildSource(rig.setup());
    CompletableFuture<Capture> running =
        running(
            source,
            "trap 'echo got hup' HUP; trap 'echo got int' INT;"
                + " trap 'echo got term; exit 7' TERM;"
                + " echo ready; while :; do sleep 0.05; done");
    awaitLine(source, "ready");
    rig.receiver.accept(1);
    awaitLine(source, "got hup");
    rig.receiver.accept(2);
    awaitLine(source, "got int");
    rig.receiver.accept(15);
    Capture capture = running.join();
    // The shell may add a word about each sleep that the signal ended.
    assertThat(capture.tail())
        .containsSubsequence("ready\n", "got hup\n", "got int\n", "got term\n");
    assertThat(capture.ending()).isEqualTo(new Ending.Exited(7));
    assertThat(capture.notes()).contains("SIGTERM was passed on to the command");
    assertThat(rig.hardEnds).isEmpty();
  }

  @Test
  void aCommandEndedByAPassedOnSignalSaysSo() {
    ChildSource source = new ChildSource(rig.setup());
    CompletableFuture<Capture> running = running(source, "echo ready; sleep 60; echo not reached");
    awaitLine(source, "ready");
    rig.receiver.accept(15);
    assertThat(running.join().ending()).isEqualTo(new Ending.Signalled(15));
  }

  @Test
  void silenceIsToldOfWhileTheCommandGoesOn() throws IOException {
    rig.with(Rig.job(null, Duration.ofMillis(100), false)).timeStandsStill();
    Path told = dir.resolve("told");
    ChildSource source = new ChildSource(rig.setup());
    CompletableFuture<Capture> running =
        running(source, "echo one; until [ -e '" + told + "' ]; do sleep 0.05; done; echo two");
    awaitLine(source, "one");
    rig.timeGoesOn();
    Await.until(() -> !rig.hangs.isEmpty());
    Files.createFile(told);
    Capture capture = running.join();
    assertThat(capture.tail()).isEqualTo("one\ntwo\n");
    assertThat(rig.hangs).extracting(Hang::why).containsExactly(Reason.SILENCE);
    assertThat(rig.hangs.getFirst().soFar().tail()).isEqualTo("one\n");
  }

  @Test
  void aCommandThatClosesItsOutputIsStillWaitedFor() {
    Capture capture = sh("echo one; exec >&- 2>&-; sleep 0.2; exit 5");
    assertThat(capture.ending()).isEqualTo(new Ending.Exited(5));
    assertThat(capture.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(190));
  }

  private static heartbeat.run.Job job(@Nullable Duration maxDuration, Duration killAfter) {
    return Rig.job(maxDuration, null, false, killAfter, Rules.DEFAULT);
  }

  /** Gone, or dead and not yet buried by whoever inherited it. */
  private static boolean isGone(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException gone) {
      return true;
    }
  }

  private static void awaitLine(ChildSource source, String line) {
    Await.until(
        () -> {
          Progress progress = source.progress();
          return progress != null && progress.lastLine().equals(line);
        });
  }

  private static List<String> command(String script) {
    return List.of("sh", "-c", script);
  }

  private static CompletableFuture<Capture> running(ChildSource source, String script) {
    return CompletableFuture.supplyAsync(() -> source.run(command(script), null));
  }

  private Capture sh(String script) {
    return new ChildSource(rig.setup()).run(command(script), null);
  }

  private Capture run(String... command) {
    return new ChildSource(rig.setup()).run(List.of(command), null);
  }
}
