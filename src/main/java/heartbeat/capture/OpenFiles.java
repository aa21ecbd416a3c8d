package heartbeat.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a command the soft limit of open files back. A native image raises its own to the hard
 * limit when it starts, and a command would inherit that; the launcher script says in {@code
 * HEARTBEAT_OPEN_FILES} what it was. Java can't set a limit, so a shell does, which then becomes
 * the command.
 */
final class OpenFiles {
  static final String VARIABLE = "HEARTBEAT_OPEN_FILES";

  /**
   * The shell gets the limit as $0; when it can't set the limit, it runs the command all the same.
   */
  private static final String SCRIPT = "ulimit -S -n \"$0\" 2>/dev/null; exec \"$@\"";

  private static final String SHELL = "/bin/sh";

  private OpenFiles() {}

  /**
   * The command line that runs this one with this limit.
   *
   * @param limit what the launcher script said; null when it said nothing
   */
  static List<String> limited(List<String> command, @Nullable String limit) {
    if (limit == null || !limit.matches("[0-9]{1,10}") || !Executable.exists(SHELL, "")) {
      return command;
    }
    List<String> line = new ArrayList<>(List.of(SHELL, "-c", SCRIPT, limit));
    line.addAll(command);
    return line;
  }
}
