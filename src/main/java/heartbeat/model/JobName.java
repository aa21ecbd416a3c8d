package heartbeat.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of a job: what the crontab line calls it. Any letters of any language, and a name that
 * is safe as a file name.
 */
public record JobName(String value) implements Comparable<JobName> {
  /** The job of a plain {@code heartbeat} without a name. */
  public static final JobName DEFAULT = new JobName("default");

  private static final int MAX_BYTES = 120;

  /** Throws IllegalArgumentException, with a message for the user, when the name is not usable. */
  public JobName {
    String problem = problemOf(value);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static @Nullable String problemOf(String name) {
    if (name.isBlank()) {
      return "a job's name may not be empty";
    }
    if (name.startsWith("-") || name.startsWith(".")) {
      return "a job's name may not start with '" + name.charAt(0) + "'";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "a job's name may have " + MAX_BYTES + " bytes at most";
    }
    boolean unusable =
        name.codePoints().anyMatch(c -> c == '/' || c == '\uFFFD' || Character.isISOControl(c));
    return unusable ? "a job's name may not contain '/' or control characters" : null;
  }

  // By hand, here and in RunId: what Java derives for a record is put together at its first use,
  // which costs a short run some milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobName name && name.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(JobName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
