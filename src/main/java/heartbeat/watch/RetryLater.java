package heartbeat.watch;

import heartbeat.capture.ProcessStart;
import heartbeat.process.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A background process that goes on delivering after the run has ended: so heartbeat retries within
 * minutes also on a machine without the flush timer. Cron does not wait for it, as it holds none of
 * the run's streams. For each state directory there is one at most.
 */
final class RetryLater {
  /** How long it retries; after that, later runs and the timer do. */
  private static final String HOW_LONG = "1h";

  private RetryLater() {}

  /** Starts it, unless it runs already. A failure is ignored: later runs retry as well. */
  static void start(@Nullable Path config, Path stateDirectory, Instant now) {
    String launcher = Launcher.command();
    if (launcher == null || !FlushMark.begin(stateDirectory, now)) {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of(launcher, "flush", "--due", "--for", HOW_LONG, "--state-dir"));
    command.add(stateDirectory.toAbsolutePath().toString());
    if (config != null) {
      command.addAll(List.of("--config", config.toAbsolutePath().toString()));
    }
    if (!start(withSession(command))) {
      start(command);
    }
  }

  /** In a session of its own: a signal to the run's process group does not end it. */
  private static List<String> withSession(List<String> command) {
    List<String> all = new ArrayList<>(List.of("setsid"));
    all.addAll(command);
    return all;
  }

  private static boolean start(List<String> command) {
    File nowhere = new File("/dev/null");
    try {
      ProcessStart.of(
          new ProcessBuilder(command)
              .redirectInput(nowhere)
              .redirectOutput(nowhere)
              .redirectError(nowhere));
      return true;
    } catch (IOException | OutOfMemoryError e) {
      return false;
    }
  }
}
