package heartbeat.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipe on standard input that a command has not read, as in {@code JOB | heartbeat status}: the
 * job would die of SIGPIPE at its next write once this process has ended.
 */
public final class UnreadInput {
  private static final String READ_ON = "cd / && exec cat >/dev/null";

  private UnreadInput() {}

  /**
   * Leaves a {@code cat} that reads on in place of this process, until the last writer has ended.
   * Nobody waits for it. Does nothing where standard input is no pipe.
   */
  public static void leaveToCat() {
    try {
      Path input = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
      if (input.toString().startsWith("pipe:")) {
        new ProcessBuilder("setsid", "sh", "-c", READ_ON)
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
      }
    } catch (IOException | RuntimeException e) {
      // Without /proc or setsid, nothing can be done.
    }
  }
}
