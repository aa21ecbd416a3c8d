package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged, vanished, full: what the journal does then. */
class JournalTroubleTest extends JournalBench {
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
  void aDamagedRecordAndADamagedStateAreSaidOnceAndKept() throws IOException {
    RunRecord record = Samples.record(MOODLE, Samples.run(1));
    journal.append(record);
    journal.update(MOODLE, JournalProcess::oneMore);
    Path folder = state.resolve("jobs/moodle");
    Files.writeString(folder.resolve(record.run() + ".json"), "{");
    Files.writeString(folder.resolve("state.json"), "{");
    for (int command = 0; command < 3; command++) {
      assertThat(newest().reason()).isEqualTo("record-damaged");
      assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    }
    assertThat(complaints)
        .hasSize(2)
        .allMatch(c -> c.contains(": it is damaged") && c.contains("keeps it as "));
    assertThat(folder.resolve(record.run() + ".json.damaged")).hasContent("{");
    assertThat(folder.resolve("state.json.damaged")).hasContent("{");
    journal.prune(MOODLE, 0);
    assertThat(journal.runs(MOODLE)).isEmpty();
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
  void aBrokenStateIsEmptyAndSaidSo() throws IOException {
    journal.update(MOODLE, JournalProcess::oneMore);
    Files.writeString(state.resolve("jobs/moodle/state.json"), "{\"verdict\":");
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    assertThat(complaints).singleElement().asString().contains("state.json", "damaged", "moodle");
    assertThat(journal.update(MOODLE, JournalProcess::oneMore).failing().runs()).isEqualTo(1);
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
      assertThat(full.state(MOODLE).failing().runs()).isEqualTo(1);
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
      assertThat(journal.state(MOODLE).failing().runs()).isEqualTo(2);
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
}
