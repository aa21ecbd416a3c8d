package heartbeat.capture;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the pipe of a run open after heartbeat's end. A process that still writes there would die
 * of SIGPIPE: so a {@code cat} goes on reading until the last of them has ended. Without {@code
 * /proc}, nobody does.
 */
final class PipeKeeper {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private PipeKeeper() {}

  /** Starts the {@code cat} for each open pipe; a failure is ignored. */
  static void serve() {
    try {
      for (Descriptors.PipeEnd end : Descriptors.pipes()) {
        if (end.forReading()) {
          drain(end.path());
        }
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The run itself is over; nothing more can be done.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for its word on standard output, which says that it has opened the pipe. */
  private static void drain(String pipe) throws IOException, InterruptedException {
    String script = "cd / && exec <" + pipe + " && echo && exec cat >/dev/null";
    Process sink =
        new ProcessBuilder("setsid", "sh", "-c", script)
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofPlatform().daemon().start(() -> awaitWord(sink)).join(PATIENCE_MILLIS);
  }

  private static void awaitWord(Process sink) {
    try {
      sink.getInputStream().read();
    } catch (IOException ended) {
      // Then nobody writes there.
    }
  }
}
