package heartbeat.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds descriptors 0, 1 and 2 when the parent process has closed them. Else the first file that
 * heartbeat opens would get such a number, and be read as the job's output or written to as its
 * own. For a native image; for the JVM the launcher script does it, before the JVM opens files
 * itself.
 */
public final class StandardStreams implements Closeable {
  private final List<RandomAccessFile> held = new ArrayList<>();

  private StandardStreams() {}

  /** Opens {@code /dev/null} in place of each that is closed, until this is closed. */
  public static StandardStreams hold() {
    return hold(Path.of("/proc/self/fd"), "/dev/null");
  }

  /**
   * Likewise.
   *
   * @param open has an entry for each open descriptor (proc_pid_fd(5))
   */
  public static StandardStreams hold(Path open, String nothing) {
    StandardStreams streams = new StandardStreams();
    if (Files.isDirectory(open)) {
      for (String number : List.of("0", "1", "2")) {
        if (!Files.exists(open.resolve(number), LinkOption.NOFOLLOW_LINKS)) {
          streams.add(nothing);
        }
      }
    }
    return streams;
  }

  /** Gets the lowest number that is free (open(2)). */
  private void add(String nothing) {
    try {
      held.add(new RandomAccessFile(nothing, "rw"));
    } catch (IOException e) {
      // Without /dev/null there is nothing to hold them with.
    }
  }

  /** How many descriptors were closed. */
  int count() {
    return held.size();
  }

  @Override
  public void close() throws IOException {
    for (RandomAccessFile file : held) {
      file.close();
    }
  }
}
