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
 * A process of our own that goes on delivering when the run has ended: so what waits is retried
 * within minutes also on a machine without the flush timer. It holds nothing that cron waits for,
 * and there is one for a state directory at most.
 */
final class RetryLater {
  /** For so long; after that it is left to later runs and the timer. */
  private static final String HOW_LONG = "1h";

  private RetryLater() {}

  /** Starts it in the background. That it can't be had is no news: later runs retry as well. */
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

  /** In a session of its own, so that a signal for the run's group does not end it. */
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
