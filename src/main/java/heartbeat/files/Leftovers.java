package heartbeat.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files that a writer left behind when it was killed. */
public final class Leftovers {
  /** No write takes as long as this. */
  private static final Duration OLD = Duration.ofDays(1);

  private Leftovers() {}

  /** The leftovers in this folder: a day old, or from the future; none when it is missing. */
  public static List<Path> in(Path folder, Instant now) throws IOException {
    List<Path> old = new ArrayList<>();
    for (String name : PrivateFiles.names(folder)) {
      Path file = folder.resolve(name);
      if (name.endsWith(PrivateFiles.ASIDE) && isOld(file, now)) {
        old.add(file);
      }
    }
    return old;
  }

  /** Whether a file was last written a day ago or more; false when it is gone. */
  public static boolean isOld(Path file, Instant now) {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(written, now).abs().compareTo(OLD) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
