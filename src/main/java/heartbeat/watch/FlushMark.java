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
 * Whether a flush goes on in the background, by the time of its lock file: who starts one marks the
 * file, the flush renews the mark, and takes it away at its end. So a crowd of runs starts one
 * flush, not one each; that of a flush that was killed is forgotten after two minutes.
 */
public final class FlushMark {
  private static final Duration GOOD_FOR = Duration.ofMinutes(2);

  private FlushMark() {}

  /** The file that a flush holds the lock of. */
  public static Path lockOf(Path stateDirectory) {
    return stateDirectory.resolve("flush.lock");
  }

  /** Marks it as going on from now; false when it was marked already. */
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

  /** It still goes on. */
  public static void renew(Path stateDirectory, Instant now) {
    set(stateDirectory, FileTime.from(now));
  }

  /** It has ended. */
  public static void end(Path stateDirectory) {
    set(stateDirectory, FileTime.fromMillis(0));
  }

  private static void set(Path stateDirectory, FileTime time) {
    try {
      Files.setLastModifiedTime(lockOf(stateDirectory), time);
    } catch (IOException e) {
      // Then one more flush may be started, which finds the lock taken.
    }
  }
}
