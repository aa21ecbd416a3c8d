package heartbeat.model;

/** Words as one types them in a shell. */
public final class ShellWord {
  private static final String HARMLESS = "._-/";

  private ShellWord() {}

  /** The word itself if a shell takes it literally, else in single quotes (POSIX sh, 2.2.2). */
  public static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
