package heartbeat.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where something was written: the first components of the {@link Problem} that it may turn out to
 * be, which explains them.
 */
record Place(@Nullable Path file, int line, int column, String key, @Nullable String job) {

  /** A file as a whole. */
  static Place of(Path file) {
    return new Place(file, 0, 0, "", null);
  }

  /** A flag, written with its dashes. */
  static Place ofFlag(String flag) {
    return new Place(null, 0, 0, flag, null);
  }

  Problem error(String message) {
    return new Problem(Problem.Severity.ERROR, file, line, column, key, message, job);
  }

  Problem warning(String message) {
    return new Problem(Problem.Severity.WARNING, file, line, column, key, message, job);
  }

  /** For a message at another place that points here: {@code FILE:LINE:COLUMN} or the flag. */
  String pointer() {
    return file == null ? key : file + ":" + line + ":" + column;
  }
}
