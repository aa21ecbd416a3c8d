package heartbeat.run;

import heartbeat.model.ShellWord;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The command that people type to read what a run printed. */
public final class LogCommandLine {
  private LogCommandLine() {}

  /**
   * The command as a shell takes it.
   *
   * @param which the run's id, or an option such as {@code --list}
   * @param stateDir the state directory that the user named; null for the usual place
   */
  public static String of(String job, String which, @Nullable Path stateDir) {
    return "heartbeat log "
        + ShellWord.quoted(job)
        + " "
        + which
        + (stateDir == null ? "" : " --state-dir " + ShellWord.quoted(stateDir.toString()));
  }
}
