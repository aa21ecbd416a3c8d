package heartbeat.model;

import org.jspecify.annotations.Nullable;

/**
 * How the switch logs.
 *
 * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param json whether a line is a JSON object
 * @param file null: standard error
 * @param fileSize bytes after which a new file begins
 * @param keepDays how many days old files are kept
 */
public record LogSettings(
    String level, boolean json, @Nullable String file, long fileSize, int keepDays) {
  /** Text at level info on standard error. */
  public static final LogSettings USUAL = new LogSettings("info", false, null, 10L << 20, 14);
}
