package heartbeat.config;

import heartbeat.model.JobName;
import org.jspecify.annotations.Nullable;

/** What a job may be called. */
final class JobNames {
  private JobNames() {}

  /** Why this can't be a job's name, for people; null when it can. */
  static @Nullable String problemOf(String name) {
    if (Command.named(name) != null) {
      return "'" + name + "' is a command; choose another job name";
    }
    try {
      new JobName(name);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
