package heartbeat.process;

import heartbeat.model.JobName;
import java.nio.file.Path;

/** Names of jobs and folders as they are typed. */
public final class Names {
  private Names() {}

  /** As it has to be typed in a shell. */
  public static String quoted(JobName job) {
    return quoted(job.value(), "._-");
  }

  /** As it has to be typed in a shell. */
  public static String quoted(Path path) {
    return quoted(path.toString(), "._-/");
  }

  private static String quoted(String word, String harmless) {
    boolean plain =
        word.chars().allMatch(c -> Character.isLetterOrDigit(c) || harmless.indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Throws Refusal when it can't be a job's name. */
  public static JobName job(String typed) {
    try {
      return new JobName(typed);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ExitStatus.USAGE, e.getMessage() + ": '" + typed + "'");
    }
  }
}
