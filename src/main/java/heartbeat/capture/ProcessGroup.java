package heartbeat.capture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command and everything it started that has not left its process group.
 *
 * <p>Java can't signal a group and knows no signals but TERM and KILL, so a shell's {@code kill}
 * does it. Where that can't be started (no shell, no processes left) TERM and KILL go to the
 * command and to those descendants that can still be found.
 */
final class ProcessGroup {
  static final int HUP = 1;
  static final int INT = 2;
  static final int QUIT = 3;
  static final int KILL = 9;
  static final int TERM = 15;

  private static final long SHELL_SECONDS = 5;

  private final ProcessHandle leader;
  private final boolean own;

  /** {@code own}: the command was made the leader of a group of its own. */
  ProcessGroup(ProcessHandle leader, boolean own) {
    this.leader = leader;
    this.own = own;
  }

  /** The name that kill(1) knows, without SIG. */
  static String name(int signal) {
    return switch (signal) {
      case HUP -> "HUP";
      case INT -> "INT";
      case QUIT -> "QUIT";
      case KILL -> "KILL";
      case TERM -> "TERM";
      default -> Integer.toString(signal);
    };
  }

  /** Sends it this signal; false when there is nobody, or nobody we may signal. */
  boolean signal(int signal) {
    if (own && kill(name(signal), "-" + leader.pid())) {
      return true;
    }
    // The group is not there: between start and setsid, or it never was.
    if (!leader.isAlive()) {
      return false;
    }
    List<ProcessHandle> below = leader.descendants().toList();
    boolean sent = kill(name(signal), Long.toString(leader.pid())) || destroy(leader, signal);
    if (!own) {
      for (ProcessHandle process : below) {
        sent |= kill(name(signal), Long.toString(process.pid())) || destroy(process, signal);
      }
    }
    return sent;
  }

  /** Whether anything of it is left. */
  boolean isAlive() {
    return own ? kill("0", "-" + leader.pid()) : leader.isAlive();
  }

  private static boolean destroy(ProcessHandle process, int signal) {
    return signal == KILL ? process.destroyForcibly() : process.destroy();
  }

  private static boolean kill(String signal, String target) {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- " + target)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(SHELL_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException | OutOfMemoryError noProcess) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
