package heartbeat.capture;

import heartbeat.run.Ending;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds a command as execvp(3) does, before it is started: heartbeat starts {@code setsid}, whose
 * success says nothing about the command. The statuses are those of a shell (POSIX, Shell Command
 * Language, 2.8.2).
 */
final class Executable {
  static final int NOT_EXECUTABLE = 126;
  static final int NOT_FOUND = 127;

  /** What execvp(3) uses when PATH is not set. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private Executable() {}

  /** Why this command can't be run from this directory with this PATH; null when it can. */
  static Ending.@Nullable NotStarted problem(
      String command, @Nullable String path, @Nullable Path directory) {
    Path base = directory == null ? Path.of("") : directory;
    if (directory != null && !Files.isDirectory(directory)) {
      return new Ending.NotStarted(
          "the directory " + directory + " does not exist", NOT_EXECUTABLE);
    }
    try {
      return lookUp(command, path == null ? DEFAULT_PATH : path, base);
    } catch (InvalidPathException unusable) {
      return new Ending.NotStarted(command + ": not found", NOT_FOUND);
    }
  }

  private static Ending.@Nullable NotStarted lookUp(String command, String path, Path base) {
    boolean seen = false;
    if (command.indexOf('/') >= 0) {
      Path file = base.resolve(command);
      if (isProgram(file)) {
        return null;
      }
      seen = Files.exists(file);
    } else if (!command.isEmpty()) {
      for (String folder : path.split(":", -1)) {
        Path file = base.resolve(folder).resolve(command);
        if (isProgram(file)) {
          return null;
        }
        seen |= Files.isRegularFile(file);
      }
    }
    return seen
        ? new Ending.NotStarted(command + ": not executable", NOT_EXECUTABLE)
        : new Ending.NotStarted(command + ": not found", NOT_FOUND);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Whether this command is there at all. */
  static boolean exists(String command, @Nullable String path) {
    return problem(command, path, null) == null;
  }
}
