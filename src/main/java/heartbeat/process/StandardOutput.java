package heartbeat.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Whether what a command had to say has arrived. */
public final class StandardOutput {
  private StandardOutput() {}

  /**
   * The status to end with: an answer that was lost, as in {@code heartbeat status > report} on a
   * full disk, is no success. A reader that has gone away, as head(1) does, wanted no more.
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

  /** A PrintStream does not tell; another attempt does. */
  private static String why() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "part of it is lost";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
