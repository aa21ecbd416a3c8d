package heartbeat.process;

import heartbeat.model.JobName;
import heartbeat.model.ShellWord;
import java.nio.file.Path;

/** Names of jobs and folders, as people type them. */
public final class Names {
  private Names() {}

  /** As it has to be typed in a shell. */
  public static String quoted(JobName job) {
    return ShellWord.quoted(job.value());
  }

  /** As it has to be typed in a shell. */
  public static String quoted(Path path) {
    return ShellWord.quoted(path.toString());
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
