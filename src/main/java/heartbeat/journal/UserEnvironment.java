package heartbeat.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The user and environment of a process: they decide where the state directory is, apart from
 * {@code --state-dir}.
 *
 * @param variables of which {@code HEARTBEAT_STATE_DIR}, {@code XDG_STATE_HOME} and {@code HOME}
 *     count
 * @param user the login name of the process's user; a blank or unknown one is replaced by the uid
 * @param uid of the process, or -1 when it can't be told: owners are then not compared
 * @param shared the folder that a package may have made for the state of every user
 */
public record UserEnvironment(Map<String, String> variables, String user, int uid, Path shared) {
  private static final Path SHARED = Path.of("/var/lib/heartbeat");

  public UserEnvironment {
    variables = Map.copyOf(variables);
    if (user.isBlank() || user.equals("?")) {
      user = Integer.toString(uid);
    }
  }

  /** Those of this process. */
  public static UserEnvironment ofThisProcess() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putIfAbsent("HOME", System.getProperty("user.home", ""));
    return new UserEnvironment(variables, System.getProperty("user.name", ""), ownUid(), SHARED);
  }

  private static int ownUid() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
          ? uid
          : -1;
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }
}
