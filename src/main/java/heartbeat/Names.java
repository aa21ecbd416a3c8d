package heartbeat;

import heartbeat.model.JobName;

/** Job names as they are typed. */
final class Names {
  private Names() {}

  /** As it has to be typed in a shell. */
  static String quoted(JobName job) {
    boolean plain =
        job.value().chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
    return plain ? job.value() : "'" + job.value().replace("'", "'\\''") + "'";
  }

  /** Throws Refusal when it can't be a job's name. */
  static JobName job(String typed) {
    try {
      return new JobName(typed);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ExitStatus.USAGE, e.getMessage() + ": '" + typed + "'");
    }
  }
}
