package heartbeat.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Whether the output of a command has arrived. */
public final class StandardOutput {
  private StandardOutput() {}

  /**
   * The status to end with. When the output was lost, as in {@code heartbeat status > report} on a
   * full disk, it is a failure; but not when the reader has ended, as head(1) does.
   */
  public static int settled(Invocation invocation, int status) {
    if (!invocation.out().checkError()) {
      return status;
    }
    String why = why();
    if (why.equals("Broken pipe")) {
      return status;
    }
    invocation.err().println("heartbeat: standard output can't be written: " + why);
    return status == ExitStatus.OK ? ExitStatus.FAILURE : status;
  }

  /** A PrintStream does not say why it failed; another attempt does. */
  private static String why() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "part of it is lost";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
