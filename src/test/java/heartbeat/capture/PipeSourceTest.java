package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import heartbeat.Await;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Marker;
import heartbeat.run.Observation.Sight;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class PipeSourceTest {
  private static final String DONE = "Cron script completed correctly\n";

  @TempDir Path dir;
  private final Rig rig = new Rig();
  private final List<Process> started = new java.util.ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    for (Process process : started) {
      process.toHandle().destroyForcibly();
    }
  }

  @Test
  void whatAProcessPrintsIsReadCountedAndLogged() throws IOException {
    rig.log(dir.resolve("run.log"));
    Capture capture = read("printf 'one\\ntwo\\n'; printf three >&2");
    assertThat(capture.ending()).isEqualTo(new Ending.Eof());
    assertThat(capture.bytes()).isEqualTo(13);
    assertThat(capture.lines()).isEqualTo(3);
    assertThat(capture.tail()).isEqualTo("one\ntwo\nthree");
    assertThat(capture.observation().lastLine()).isEqualTo("three");
    assertThat(capture.leftOut()).isZero();
    assertThat(capture.notes()).isEmpty();
    assertThat(capture.elapsed()).isPositive();
    assertThat(Files.readString(dir.resolve("run.log"))).isEqualTo("one\ntwo\nthree");
  }

  @Test
  void aClockThatIsSetBackDoesNotChangeHowLongItTook() throws IOException {
    AtomicLong hours = new AtomicLong();
    InstantSource wall =
        () -> Instant.parse("2026-11-20T03:00:00Z").minusSeconds(3600 * hours.getAndIncrement());
    AtomicLong nanos = new AtomicLong();
    rig.clock = new RunClock(wall, () -> nanos.getAndAdd(1_000_000));
    Capture capture = read("echo one");
    assertThat(capture.ended()).isBefore(capture.started());
    assertThat(capture.elapsed()).isBetween(Duration.ofMillis(1), Duration.ofMillis(50));
  }

  @Test
  void nothingAtAllIsNothing() throws IOException {
    Capture capture = read(":");
    assertThat(capture.bytes()).isZero();
    assertThat(capture.lines()).isZero();
    assertThat(capture.observation().sight()).isEqualTo(new Sight.Nothing());
  }

  @Test
  void inputThatComesAByteAtATimeIsTheSameInput() {
    rig.log(dir.resolve("run.log"));
    byte[] text = ("x\n" + DONE).repeat(2000).getBytes(StandardCharsets.US_ASCII);
    Capture capture = new PipeSource(rig.setup(), new ByteByByte(text, -1, "")).read();
    assertThat(capture.bytes()).isEqualTo(text.length);
    assertThat(capture.lines()).isEqualTo(4000);
    assertThat(capture.observation().sight()).isEqualTo(new Sight.Completed());
    assertThat(dir.resolve("run.log")).hasBinaryContent(text);
  }

  @Test
  void aLineOf50MegabytesIsOneLineAndItsEndIsKept() throws IOException {
    rig.log(dir.resolve("run.log"));
    Capture capture = read("head -c 50000000 /dev/zero; printf END");
    assertThat(capture.bytes()).isEqualTo(50_000_003);
    assertThat(capture.lines()).isEqualTo(1);
    assertThat(capture.tail()).hasSize(Tail.LIMIT).endsWith("END");
    assertThat(capture.leftOut()).isEqualTo(50_000_003 - (10 << 20));
    assertThat(Files.size(dir.resolve("run.log"))).isBetween(10L << 20, (10L << 20) + 100);
  }

  @Test
  void aFullDiskIsNotedAndTheReadingGoesOn() throws IOException {
    rig.log(Path.of("/dev/full"));
    Capture capture = read("seq 200000; echo '" + DONE.strip() + "'");
    assertThat(capture.lines()).isEqualTo(200_001);
    assertThat(capture.leftOut()).isEqualTo(capture.bytes());
    assertThat(capture.tail()).endsWith("200000\n" + DONE);
    assertThat(capture.notes())
        .singleElement()
        .asString()
        .startsWith("the log could not be written to its end: No space left on device");
  }

  @Test
  void aDirectoryThatIsNotThereIsNoted() throws IOException {
    rig.log(dir.resolve("gone/run.log"));
    Capture capture = read("echo text");
    assertThat(capture.bytes()).isEqualTo(5);
    assertThat(capture.notes())
        .containsExactly(
            "the log could not be written to its end: " + dir + "/gone/run.log: it does not exist");
  }

  @Test
  void aDirectoryThatIsRemovedMeanwhileIsNoted() throws IOException {
    Path state = Files.createDirectory(dir.resolve("state"));
    rig.log(state.resolve("run.log"));
    PipeSource source = source("echo first; while [ -e '" + state + "' ]; do :; done; seq 9");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> state.resolve("run.log").toFile().length() == 6);
    Files.delete(state.resolve("run.log"));
    Files.delete(state);
    Capture capture = reading.join();
    assertThat(capture.lines()).isEqualTo(10);
    assertThat(capture.leftOut()).isEqualTo(capture.bytes());
    assertThat(capture.notes()).singleElement().asString().contains("removed while the job ran");
  }

  @Test
  void anIdleJobsLastLineIsOnTheDiskWhileItIdles() throws IOException {
    Path log = dir.resolve("run.log");
    rig.log(log);
    PipeSource source = source("echo working; exec sleep 60");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> log.toFile().length() == 8);
    Progress progress = source.progress();
    assertThat(progress.bytes()).isEqualTo(8);
    assertThat(progress.lines()).isEqualTo(1);
    assertThat(progress.lastLine()).isEqualTo("working");
    assertThat(progress.silent()).isLessThanOrEqualTo(progress.elapsed());
    assertThat(reading).isNotDone();
  }

  @Test
  void teeCopiesEveryByte() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    rig.stdout = copy;
    rig.with(Rig.job(null, null, true));
    Capture capture = read("seq 300000");
    assertThat(copy.size()).isEqualTo((int) capture.bytes());
    assertThat(copy.toString(StandardCharsets.US_ASCII)).startsWith("1\n2\n").endsWith("300000\n");
    assertThat(capture.notes()).isEmpty();
  }

  @Test
  void aClosedStandardOutputNeverStopsTheCapture() throws Exception {
    Process closed = start("exec <&-");
    closed.waitFor();
    rig.stdout = closed.getOutputStream();
    rig.with(Rig.job(null, null, true)).log(dir.resolve("run.log"));
    Capture capture = read("seq 100000");
    assertThat(capture.lines()).isEqualTo(100_000);
    assertThat(capture.leftOut()).isZero();
    assertThat(capture.notes())
        .singleElement()
        .asString()
        .startsWith("standard output could not be written (")
        .endsWith(capture.bytes() + " bytes were not copied there");
  }

  @Test
  void aBlockedStandardOutputNeverStopsTheCapture() throws IOException {
    rig.stdout = start("exec sleep 60").getOutputStream();
    rig.with(Rig.job(null, null, true)).log(dir.resolve("run.log"));
    Capture capture = read("head -c 9000000 /dev/zero");
    assertThat(capture.bytes()).isEqualTo(9_000_000);
    assertThat(capture.leftOut()).isZero();
    assertThat(capture.elapsed()).isLessThan(Duration.ofSeconds(50));
    assertThat(capture.notes())
        .singleElement()
        .asString()
        .startsWith("standard output was too slow: ");
  }

  @Test
  void aConfigThatComesLateJudgesWhatCameBeforeIt() throws IOException {
    rig.job = new CompletableFuture<>();
    PipeSource source = source("echo 'all is well'; exec sleep 60");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().bytes() == 12);
    rig.job.complete(Rig.job(null, null, false, Duration.ZERO, marker("all is well")));
    Await.until(() -> source.progress().lastLine().equals("all is well"));
    rig.receiver.accept(15);
    Capture capture = reading.join();
    assertThat(capture.observation().markers()).isEqualTo(1);
    assertThat(capture.notes()).isEmpty();
  }

  @Test
  void withoutAConfigMoreThanFourMegabytesAreJudgedByTheDefaultRules() throws IOException {
    rig.job = new CompletableFuture<>();
    PipeSource source = source("head -c 6000000 /dev/zero; echo; printf '" + DONE + "'");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().lines() == 2);
    Await.until(() -> source.progress().bytes() == 6_000_001 + DONE.length());
    Capture capture = reading.join();
    assertThat(capture.observation().sight()).isEqualTo(new Sight.Completed());
    assertThat(capture.notes()).singleElement().asString().startsWith("config late: ");
  }

  @ParameterizedTest
  @MethodSource
  void aConfigThatCantBeReadIsSaid(IOException trouble, String said) throws IOException {
    rig.job = CompletableFuture.failedFuture(trouble);
    Capture capture = read("printf '" + DONE + "'");
    assertThat(capture.observation().sight()).isEqualTo(new Sight.Completed());
    assertThat(capture.notes())
        .containsExactly(
            "config late: it could not be read: "
                + said
                + "; the output is judged by the default rules");
  }

  static Stream<Arguments> aConfigThatCantBeReadIsSaid() {
    return Stream.of(
        arguments(new NoSuchFileException("/etc/x.yml"), "/etc/x.yml: it does not exist"),
        arguments(new AccessDeniedException("/etc/x.yml"), "/etc/x.yml: permission denied"),
        arguments(new IOException("Input/output error"), "Input/output error"));
  }

  @Test
  void aFaultOfOursNeverStopsTheDrainAndIsNeverASuccess() {
    ByteArrayInputStream in =
        new ByteArrayInputStream((DONE + "x".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
    InputStream lying =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            return in.read();
          }

          @Override
          public int read(byte[] b, int off, int len) {
            int n = in.read(b, off, Math.min(len, DONE.length()));
            // More than there is room for, once: no code behind it is ready for that.
            return ++reads == 2 ? len + 1 : n;
          }
        };
    Capture capture = new PipeSource(rig.setup(), lying).read();
    assertThat(in.available()).isZero();
    assertThat(capture.tail()).startsWith(DONE);
    assertThat(capture.observation().sight()).isInstanceOf(Sight.Failed.class);
    assertThat(capture.observation().findings()).anyMatch(f -> f.kind().equals("unobserved"));
    assertThat(capture.notes()).singleElement().asString().contains("was not looked at");
  }

  @Test
  void anInputThatBreaksIsNeverASuccess() {
    byte[] text = DONE.getBytes(StandardCharsets.US_ASCII);
    Capture capture =
        new PipeSource(rig.setup(), new ByteByByte(text, text.length, "Input/output error")).read();
    assertThat(capture.bytes()).isEqualTo(text.length);
    assertThat(capture.observation().sight()).isInstanceOf(Sight.Failed.class);
    assertThat(capture.notes()).anyMatch(n -> n.contains("Input/output error"));
  }

  @Test
  void anInputThatIsNotReadyIsReadOn() {
    byte[] text = DONE.getBytes(StandardCharsets.US_ASCII);
    InputStream in = new ByteByByte(text, 3, "Resource temporarily unavailable");
    Capture capture = new PipeSource(rig.setup(), in).read();
    assertThat(capture.bytes()).isEqualTo(text.length);
    assertThat(capture.observation().sight()).isEqualTo(new Sight.Completed());
  }

  @Test
  void termEndsItAfterWhatIsThereHasBeenRead() throws IOException {
    rig.log(dir.resolve("run.log"));
    PipeSource source = source("printf '" + DONE + "'; exec sleep 60");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().bytes() > 0);
    rig.receiver.accept(15);
    Capture capture = reading.join();
    assertThat(capture.ending()).isEqualTo(new Ending.Interrupted(15));
    assertThat(capture.tail()).isEqualTo(DONE);
    assertThat(capture.leftOut()).isZero();
    assertThat(rig.hardEnds).isEmpty();
  }

  @Test
  void aJobThatWritesWithoutEndIsNotDrainedWithoutEnd() throws IOException {
    PipeSource source = source("yes");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().bytes() > 0);
    rig.receiver.accept(2);
    assertThat(reading.join().ending()).isEqualTo(new Ending.Interrupted(2));
  }

  @Test
  void hangUpEndsNothingAndASecondSignalEndsAtOnce() throws IOException {
    PipeSource source = source("echo; exec sleep 60");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().bytes() > 0);
    rig.receiver.accept(1);
    rig.receiver.accept(1);
    assertThat(rig.hardEnds).isEmpty();
    rig.receiver.accept(15);
    rig.receiver.accept(2);
    assertThat(rig.hardEnds).containsExactly(2);
    assertThat(reading.join().ending()).isEqualTo(new Ending.Interrupted(15));
  }

  @Test
  void aHangIsToldOfOnceForEachLimitWhileItHangs() throws Exception {
    rig.with(Rig.job(Duration.ofMillis(300), Duration.ofMillis(100), false)).timeStandsStill();
    PipeSource source = source("echo 'so far'; exec sleep 60");
    CompletableFuture<Capture> reading = CompletableFuture.supplyAsync(source::read);
    Await.until(() -> source.progress().bytes() == 7);
    rig.timeGoesOn();
    Await.until(() -> rig.hangs.size() == 2);
    assertThat(source.awaitAlerts(Duration.ofMinutes(1))).isTrue();
    assertThat(rig.hangs).extracting(Hang::why).contains(Reason.SILENCE, Reason.TIME_LIMIT);
    Hang hang = rig.hangs.getLast();
    assertThat(hang.soFar().tail()).isEqualTo("so far\n");
    assertThat(hang.silent()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    assertThat(reading).isNotDone();
  }

  private static Rules marker(String text) {
    return new Rules(
        Preset.AUTO,
        List.of(Marker.parse(text)),
        List.of(),
        List.of(),
        List.of(),
        Rules.FailedTasks.WARN,
        null);
  }

  private Process start(String script) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private PipeSource source(String script) throws IOException {
    return new PipeSource(rig.setup(), start(script).getInputStream());
  }

  private Capture read(String script) throws IOException {
    return source(script).read();
  }

  /** Gives a byte with each read, and throws at one of them. */
  private static final class ByteByByte extends InputStream {
    private final InputStream in;
    private final int throwAt;
    private final String failure;
    private int reads;

    ByteByByte(byte[] bytes, int throwAt, String failure) {
      this.in = new ByteArrayInputStream(bytes);
      this.throwAt = throwAt;
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (reads++ == throwAt) {
        throw new IOException(failure);
      }
      return in.read(b, off, Math.min(1, len));
    }
  }
}
