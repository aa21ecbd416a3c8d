package heartbeat.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what the user wrote. It never holds a secret value.
 *
 * @param file null: it was given as a flag
 * @param line from 1; 0 when it concerns the file as a whole
 * @param column from 1, in characters
 * @param key as a path, {@code jobs.moodle.preset}, or a flag, {@code --preset}; empty when it
 *     concerns no key
 * @param message for people, continuing {@code key: }
 * @param job the only job that it concerns, as the file names it; null: it concerns all jobs
 */
public record Problem(
    Severity severity,
    @Nullable Path file,
    int line,
    int column,
    String key,
    String message,
    @Nullable String job) {

  /** How bad it is. */
  public enum Severity {
    /** Nobody can know what was meant: the settings that it concerns can't be relied on. */
    ERROR,
    /** Understood and used, but probably not what was meant. */
    WARNING
  }

  /** Whether settings can't be relied on. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Whether the command line is at fault, not a file. */
  public boolean isUsage() {
    return file == null;
  }

  /** Whether nothing of the file could be read. */
  public boolean isOfWholeFile() {
    return file != null && line == 0;
  }

  /** One line: {@code FILE:LINE:COLUMN: KEY: MESSAGE}, the way compilers do it. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (file != null) {
      text.append(file);
      if (line > 0) {
        text.append(':').append(line).append(':').append(column);
      }
      text.append(": ");
    }
    if (severity == Severity.WARNING) {
      text.append("warning: ");
    }
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(message).toString();
  }
}
