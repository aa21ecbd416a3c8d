package heartbeat.journal;

import heartbeat.files.PrivateFiles;
import heartbeat.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the files of one run in its job's folder. */
record RunFiles(Path folder, RunId run) {
  private static final String RECORD = ".json";
  private static final String DAMAGED = ".json.damaged";
  private static final String LOG = ".log";
  private static final String RUNNING = ".running";
  private static final List<String> TAILS = List.of(".tail0", ".tail1");

  /** A log that was being put together. */
  private static final String PART = ".part";

  private static final Set<String> SUFFIXES =
      Set.of(RECORD, DAMAGED, LOG, RUNNING, PART, TAILS.get(0), TAILS.get(1));

  private static final int ID_LENGTH = 36;

  Path record() {
    return file(RECORD);
  }

  /** A damaged record, set aside, so that heartbeat complains of it once. */
  Path damaged() {
    return file(DAMAGED);
  }

  Path log() {
    return file(LOG);
  }

  Path running() {
    return file(RUNNING);
  }

  Path tail(int number) {
    return file(TAILS.get(number));
  }

  /** The record comes last: as long as any file of the run is there, its verdict is known. */
  List<Path> all() {
    return List.of(file(PART), tail(0), tail(1), log(), running(), damaged(), record());
  }

  /** When any of them was last written; null when there is none any more. */
  @Nullable Instant lastSign() {
    FileTime last = null;
    for (Path file : all()) {
      FileTime written = written(file);
      if (written != null && (last == null || written.compareTo(last) > 0)) {
        last = written;
      }
    }
    return last == null ? null : last.toInstant();
  }

  private static @Nullable FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }

  private Path file(String suffix) {
    return folder.resolve(run + suffix);
  }

  /**
   * The runs of which there is any file in this folder, oldest id first; none when it is missing.
   */
  static TreeSet<RunId> in(Path folder) throws IOException {
    TreeSet<RunId> runs = new TreeSet<>();
    for (String name : PrivateFiles.names(folder)) {
      RunId run = runOf(name);
      if (run != null) {
        runs.add(run);
      }
    }
    return runs;
  }

  private static @Nullable RunId runOf(String name) {
    if (name.length() <= ID_LENGTH || !SUFFIXES.contains(name.substring(ID_LENGTH))) {
      return null;
    }
    try {
      RunId run = RunId.parse(name.substring(0, ID_LENGTH));
      return name.startsWith(run.toString()) ? run : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
