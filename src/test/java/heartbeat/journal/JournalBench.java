package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static heartbeat.journal.Samples.NOON;

import heartbeat.files.FileNames;
import heartbeat.model.JobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a folder of its own, with a clock that can be set. */
abstract class JournalBench {
  @TempDir Path state;
  Instant now = NOON.plus(Duration.ofDays(1));
  final List<String> complaints = new ArrayList<>();
  Journal journal;

  @BeforeEach
  void openTheJournal() {
    journal = new Journal(state, () -> now, complaints::add, Duration.ofMillis(50));
  }

  RunEntry newest() throws IOException {
    return Objects.requireNonNull(journal.latest(MOODLE));
  }

  List<String> names(JobName job) throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("jobs").resolve(FileNames.of(job)))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
