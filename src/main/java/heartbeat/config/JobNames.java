package heartbeat.config;

import heartbeat.model.JobName;
import org.jspecify.annotations.Nullable;

/** What a job may be called. */
final class JobNames {
  private JobNames() {}

  /** Why this can't be a job's name, for people; null when it can. */
  static @Nullable String problemOf(String name) {
    if (ReservedNames.contains(name)) {
      return "a job may not bear the name of a command; call it otherwise";
    }
    try {
      new JobName(name);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
