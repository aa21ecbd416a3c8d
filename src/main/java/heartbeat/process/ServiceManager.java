package heartbeat.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how the service is (sd_notify): that it is ready, that it reads its config anew,
 * that it is alive. Elsewhere it does nothing.
 */
public final class ServiceManager {
  private static final long PATIENCE_SECONDS = 10;

  private final @Nullable String socket;
  private final @Nullable Duration watchdog;

  private ServiceManager(@Nullable String socket, @Nullable Duration watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** The service manager that started this process, if it wants to be told. */
  public static ServiceManager of(Map<String, String> environment) {
    String socket = environment.get("NOTIFY_SOCKET");
    boolean named = socket != null && (socket.startsWith("/") || socket.startsWith("@"));
    return new ServiceManager(named ? socket : null, watchdog(environment.get("WATCHDOG_USEC")));
  }

  /**
   * Whether systemd's journal reads standard error, and adds the time to each line. Whoever was
   * started by a service has its variable, too; the stream that it names tells them apart.
   */
  public static boolean readsErrors(Map<String, String> environment) {
    return readsErrors(environment, Path.of("/proc/self/fd/2"));
  }

  static boolean readsErrors(Map<String, String> environment, Path errors) {
    String journal = environment.get("JOURNAL_STREAM");
    try {
      return journal != null
          && journal.equals(
              Files.getAttribute(errors, "unix:dev")
                  + ":"
                  + Files.getAttribute(errors, "unix:ino"));
    } catch (IOException | RuntimeException unknown) {
      return true;
    }
  }

  private static @Nullable Duration watchdog(@Nullable String micros) {
    try {
      long asked = micros == null ? 0 : Long.parseLong(micros);
      return asked > 0 ? Duration.of(asked, java.time.temporal.ChronoUnit.MICROS) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** How often to call {@link #alive}, at least; null for never. */
  public @Nullable Duration aliveEvery() {
    return socket == null || watchdog == null ? null : watchdog.dividedBy(3);
  }

  /** The service works; the status is for {@code systemctl status}. */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + status.replace('\n', ' '));
  }

  /** The service reads its config anew; {@link #ready} says when it has. */
  public void reloading() {
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  /** The service still works. */
  public void alive() {
    tell("WATCHDOG=1");
  }

  /** The service is about to end. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String text) {
    if (socket == null) {
      return;
    }
    try {
      UnixDatagram.send(socket, text);
    } catch (IOException | RuntimeException | LinkageError e) {
      // A runtime without foreign calls: systemd's own program tells it.
      byProgram(text);
    }
  }

  private static void byProgram(String text) {
    try {
      Process program =
          new ProcessBuilder(("systemd-notify\n" + text).split("\n"))
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    } catch (IOException e) {
      // Then systemd is not told, and ends the service after its time limit.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
