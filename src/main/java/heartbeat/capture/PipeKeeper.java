package heartbeat.capture;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Whoever still writes into our pipe when we end would die of it (SIGPIPE). So a {@code cat} takes
 * our place there, and ends with the last of them. Where there is no {@code /proc}, nobody does.
 */
final class PipeKeeper {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private PipeKeeper() {}

  /** Has somebody read what commands write from now on; tells nobody when that can't be. */
  static void serve() {
    try {
      for (Descriptors.PipeEnd end : Descriptors.pipes()) {
        if (end.forReading()) {
          drain(end.path());
        }
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // It was a courtesy.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its word on standard output says that it has the pipe open: only then may we end. */
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
      // Then there is nobody to wait for.
    }
  }
}
