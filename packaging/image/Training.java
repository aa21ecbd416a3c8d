package heartbeat;

import java.util.Arrays;

/**
 * What the image is made quick at: the runs that its class archive is recorded from, all in one process.
 * It is in the image because an archive is of use only to the modules that it was recorded with.
 *
 * <p>Usage: Training CONFIG STATE-DIR, with the output of a job that went well on standard input.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) {
    String[] options = {"--config", args[0], "--state-dir", args[1]};
    expect(0, options, "moodle");
    expect(0, options, "start-ping", "01a1f8c9-a749-7373-b8bb-85cbff0030b9", "training");
    String died =
        "echo 'Server Time: Fri, 20 Nov 2026 07:28:16 +0000';"
            + " echo 'Execute scheduled task: Training (t)'; exit 1";
    expect(1, new String[] {"--", "sh", "-c", died}, with(options, "exec", "training"));
    System.exit(0);
  }

  private static String[] with(String[] more, String... words) {
    String[] line = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, line, words.length, more.length);
    return line;
  }

  private static void expect(int status, String[] more, String... words) {
    String[] line = with(more, words);
    int was = Main.run(line);
    if (was != status) {
      System.err.println(String.join(" ", line) + ": status " + was);
      System.exit(3);
    }
  }
}
