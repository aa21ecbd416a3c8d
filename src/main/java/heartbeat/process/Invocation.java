package heartbeat.process;

import heartbeat.model.Trace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/**
 * What a command was started with and where it writes.
 *
 * @param host this machine's name, as mails and pings give it
 * @param trace tells each step, if somebody wants that
 */
public record Invocation(
    Map<String, String> environment,
    String host,
    PrintStream out,
    PrintStream err,
    InstantSource clock,
    Trace trace) {

  /** The invocation of this process. */
  public static Invocation ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Invocation(
        environment,
        hostName(environment),
        System.out,
        System.err,
        InstantSource.system(),
        Trace.OFF);
  }

  /** The same; with {@code -v} it tells on standard error what goes on. */
  public Invocation verbose(boolean wanted) {
    return wanted
        ? new Invocation(environment, host, out, err, clock, new StderrTrace(err, clock))
        : this;
  }

  /** Asks the kernel, not DNS: a name server that hangs would hang us too. */
  private static String hostName(Map<String, String> environment) {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException e) {
      // Not Linux, or /proc is hidden: use the environment.
    }
    return Objects.requireNonNullElse(environment.get("HOSTNAME"), "localhost");
  }

  /** Whether this file descriptor (0, 1 or 2) is a terminal. */
  public static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
