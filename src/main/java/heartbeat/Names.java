package heartbeat;

import heartbeat.model.JobName;

/** Job names as they are typed. */
final class Names {
  private Names() {}

  /** Throws Refusal when it can't be a job's name. */
  static JobName job(String typed) {
    try {
      return new JobName(typed);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ExitStatus.USAGE, e.getMessage() + ": '" + typed + "'");
    }
  }
}
