package heartbeat.watch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a flush is running in the background. The mark is the modification time of the flush's
 * lock file: a run that starts a flush sets it, the flush renews it, and clears it at its end. So
 * many runs together start one flush, not one each. A mark that is two minutes old counts no more:
 * its flush was killed.
 */
public final class FlushMark {
  private static final Duration GOOD_FOR = Duration.ofMinutes(2);

  private FlushMark() {}

  /** The file that a flush locks. */
  public static Path lockOf(Path stateDirectory) {
    return stateDirectory.resolve("flush.lock");
  }

  /** Sets the mark; false when it was set already. */
  static boolean begin(Path stateDirectory, Instant now) {
    Path file = lockOf(stateDirectory);
    try {
      if (create(file)
          || Duration.between(Files.getLastModifiedTime(file).toInstant(), now)
                  .abs()
                  .compareTo(GOOD_FOR)
              > 0) {
        Files.setLastModifiedTime(file, FileTime.from(now));
        return true;
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean create(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The flush is still running. */
  public static void renew(Path stateDirectory, Instant now) {
    set(stateDirectory, FileTime.from(now));
  }

  /** The flush has ended. */
  public static void end(Path stateDirectory) {
    set(stateDirectory, FileTime.fromMillis(0));
  }

  private static void set(Path stateDirectory, FileTime time) {
    try {
      Files.setLastModifiedTime(lockOf(stateDirectory), time);
    } catch (IOException e) {
      // Then another run may start a flush, which will find the lock taken.
    }
  }
}
