package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static heartbeat.journal.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.run.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path state;
  private Instant now = NOON.plus(Duration.ofDays(1));
  private final List<String> complaints = new ArrayList<>();
  private Journal journal;

  @BeforeEach
  void openTheJournal() {
    journal = new Journal(state, () -> now, complaints::add, Duration.ofMillis(50));
  }

  @Test
  void aJobThatNeverRanHasNothing() throws IOException {
    assertThat(journal.jobs()).isEmpty();
    assertThat(journal.runs(MOODLE)).isEmpty();
    assertThat(journal.latest(MOODLE)).isNull();
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    journal.prune(MOODLE, 5);
    assertThat(state).isEmptyDirectory();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aRecordComesBackAsItWas() throws IOException {
    RunRecord record = Samples.record(MOODLE, Samples.run(1));
    journal.append(record);
    assertThat(journal.latest(MOODLE)).isEqualTo(new RunEntry.Ended(record));
    assertThat(journal.jobs()).containsExactly(MOODLE);
  }

  @Test
  void aRunGoesFromRunningToEnded() throws IOException {
    RunId run = Samples.run(1);
    OpenRun open = journal.open(MOODLE, run);
    assertThat(journal.latest(MOODLE)).isEqualTo(new RunEntry.Running(MOODLE, run));
    journal.append(Samples.record(MOODLE, run));
    open.close();
    open.close();
    assertThat(journal.latest(MOODLE)).isInstanceOf(RunEntry.Ended.class);
    assertThat(names(MOODLE)).containsExactly(run + ".json");
  }

  @Test
  void aRunWithoutARecordIsUnfinishedAndNeverTakenForASuccess() throws IOException {
    RunId run = Samples.run(1);
    OpenRun open = journal.open(MOODLE, run);
    Files.writeString(open.log(), "some");
    open.close();
    RunEntry entry = newest();
    assertThat(entry).isInstanceOf(RunEntry.Unfinished.class);
    assertThat(entry.verdict()).isEqualTo("unfinished");
    assertThat(entry.reason()).isEqualTo("heartbeat-died");
  }

  @Test
  void runsComeNewestFirst() throws IOException {
    for (int minute : new int[] {2, 1, 3}) {
      journal.append(Samples.record(MOODLE, Samples.run(minute)));
    }
    OpenRun open = journal.open(MOODLE, Samples.run(4));
    assertThat(journal.runs(MOODLE))
        .extracting(RunEntry::run)
        .containsExactly(Samples.run(4), Samples.run(3), Samples.run(2), Samples.run(1));
    open.close();
  }

  @Test
  void aRecordThatWasCutAnywhereIsARunOfWhichNobodyKnows() throws IOException {
    RunRecord record = Samples.record(MOODLE, Samples.run(1));
    journal.append(record);
    Path file = state.resolve("jobs/moodle/" + record.run() + ".json");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      RunEntry entry = newest();
      assertThat(entry).as("cut at %d", length).isInstanceOf(RunEntry.Unfinished.class);
      assertThat(entry.reason()).isEqualTo("record-damaged");
    }
    assertThat(complaints).isNotEmpty().allMatch(c -> c.contains(file + ": it is damaged"));
  }

  @Test
  void aDamagedRecordOrStateNeverThrows() throws IOException {
    RunRecord record = Samples.record(MOODLE, Samples.run(1));
    journal.append(record);
    journal.update(MOODLE, JournalProcess::oneMore);
    Random random = new Random(11);
    for (String name : List.of(record.run() + ".json", "state.json")) {
      Path file = state.resolve("jobs/moodle").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        Files.write(file, damaged);
        assertThat(journal.runs(MOODLE)).hasSize(1);
        assertThat(journal.state(MOODLE)).isNotNull();
      }
    }
  }

  @Test
  void whatIsRememberedComesBackAsItWas() throws IOException {
    JobState full =
        new JobState(
            "warning",
            "task-failed",
            NOON,
            NOON,
            3,
            "run",
            "key \u00e9",
            NOON,
            2,
            true,
            "404",
            "line 3",
            NOON,
            Instant.MAX);
    assertThat(journal.update(MOODLE, old -> full)).isEqualTo(full);
    assertThat(journal.state(MOODLE)).isEqualTo(full);
    journal.update(MOODLE, old -> JobState.EMPTY);
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
  }

  @Test
  void aPauseIsRememberedUntilItIsEnded() throws IOException {
    journal.pause(MOODLE, NOON);
    assertThat(journal.state(MOODLE).pausedUntil()).isEqualTo(NOON);
    journal.resume(MOODLE);
    assertThat(journal.state(MOODLE).pausedUntil()).isNull();
  }

  @Test
  void aBrokenStateIsEmptyAndSaidSo() throws IOException {
    journal.update(MOODLE, JournalProcess::oneMore);
    Files.writeString(state.resolve("jobs/moodle/state.json"), "{\"verdict\":");
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    assertThat(complaints).singleElement().asString().contains("state.json", "damaged", "moodle");
    assertThat(journal.update(MOODLE, JournalProcess::oneMore).failedRuns()).isEqualTo(1);
  }

  @Test
  void pruningKeepsTheNewestAndWhatIsStillRunning() throws IOException {
    OpenRun oldButRunning = journal.open(MOODLE, Samples.run(0));
    Files.writeString(oldButRunning.log(), "x");
    OpenRun dead = journal.open(MOODLE, Samples.run(1));
    Files.writeString(dead.log(), "head");
    Files.writeString(dead.tail(0), "tail");
    dead.close();
    for (int minute = 2; minute <= 5; minute++) {
      journal.append(Samples.record(MOODLE, Samples.run(minute)));
    }
    journal.prune(MOODLE, 2);
    assertThat(names(MOODLE))
        .containsExactly(
            Samples.run(0) + ".log",
            Samples.run(0) + ".running",
            Samples.run(4) + ".json",
            Samples.run(5) + ".json");
    oldButRunning.close();
  }

  @Test
  void aClockThatWasWrongOnceDoesNotGetNewRunsRemoved() throws IOException {
    RunId future = RunId.of(now.plus(Duration.ofDays(9_999)), 1, 1);
    journal.append(Samples.record(MOODLE, future));
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    assertThat(newest().run()).isEqualTo(Samples.run(1));
    journal.prune(MOODLE, 1);
    assertThat(names(MOODLE)).containsExactly(Samples.run(1) + ".json");
  }

  @Test
  void whatKilledWritersLeftIsRemovedAfterADay() throws IOException {
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    Path left = Files.createFile(state.resolve("jobs/moodle/.x.json.1-2.tmp"));
    now = Files.getLastModifiedTime(left).toInstant().plusSeconds(3_600);
    journal.prune(MOODLE, 5);
    assertThat(left).exists();
    now = now.plus(Duration.ofDays(1));
    journal.prune(MOODLE, 5);
    assertThat(left).doesNotExist();
  }

  @Test
  void aStateDirectoryThatVanishedIsMadeAgain() throws IOException {
    OpenRun open = journal.open(MOODLE, Samples.run(1));
    try (Stream<Path> files = Files.walk(state.resolve("jobs"))) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(JournalTest::delete);
    }
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    open.close();
    assertThat(journal.latest(MOODLE)).isInstanceOf(RunEntry.Ended.class);
  }

  @Test
  void whatCanNotBeWrittenIsSaidInWords() throws IOException {
    Files.createFile(state.resolve("jobs"));
    assertThatThrownBy(() -> journal.append(Samples.record(MOODLE, Samples.run(1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jobs: a file is in its place");
    assertThatThrownBy(() -> journal.update(MOODLE, s -> s)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.open(MOODLE, Samples.run(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.prune(MOODLE, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.jobs())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a directory");
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
  }

  @Test
  void onAFullDiskNothingIsHalfThere() throws IOException {
    Path small = state.resolve("small");
    try (SmallDisk disk = SmallDisk.mount(small)) {
      Journal full = new Journal(small, () -> now, complaints::add);
      full.append(Samples.record(MOODLE, Samples.run(1)));
      full.update(MOODLE, JournalProcess::oneMore);
      disk.fill();
      assertThatThrownBy(() -> full.append(Samples.record(MOODLE, Samples.run(2))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't write")
          .hasMessageContaining("No space left on device");
      assertThatThrownBy(() -> full.update(MOODLE, JournalProcess::oneMore))
          .isInstanceOf(IOException.class);
      assertThat(full.runs(MOODLE)).hasSize(1);
      assertThat(full.state(MOODLE).failedRuns()).isEqualTo(1);
      full.prune(MOODLE, 0);
      assertThat(full.runs(MOODLE)).isEmpty();
    }
  }

  @Test
  void aThreadThatWasToldToStopStillWritesItsRecord() throws IOException {
    journal.update(MOODLE, JournalProcess::oneMore);
    Thread.currentThread().interrupt();
    try {
      OpenRun open = journal.open(MOODLE, Samples.run(1));
      journal.append(Samples.record(MOODLE, Samples.run(1)));
      journal.update(MOODLE, JournalProcess::oneMore);
      open.close();
      assertThat(newest()).isInstanceOf(RunEntry.Ended.class);
      assertThat(journal.state(MOODLE).failedRuns()).isEqualTo(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aStateThatCanNotBeReadNowIsNotOverwritten() throws IOException {
    Files.createDirectories(state.resolve("jobs/moodle/state.json/in-the-way"));
    assertThatThrownBy(() -> journal.update(MOODLE, JournalProcess::oneMore))
        .isInstanceOf(IOException.class);
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    assertThat(complaints).singleElement().asString().contains("can't read", "state.json");
  }

  @Test
  void jobsOfAnyNameAreListed() throws IOException {
    JobName odd = new JobName("s\u00e4uberung 100% .\u65e5");
    journal.append(Samples.record(odd, Samples.run(1)));
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    Files.createDirectory(state.resolve("jobs/not a job"));
    Files.createFile(state.resolve("jobs/no-folder"));
    assertThat(journal.jobs()).containsExactly(MOODLE, odd);
  }

  private RunEntry newest() throws IOException {
    return Objects.requireNonNull(journal.latest(MOODLE));
  }

  private List<String> names(JobName job) throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("jobs").resolve(FileNames.of(job)))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
