package heartbeat.config;

import java.util.Set;

/** The names of commands, which no job may bear: {@code heartbeat status} must mean one thing. */
public final class ReservedNames {
  private static final Set<String> NAMES =
      Set.of(
          "exec",
          "serve",
          "status",
          "log",
          "judge",
          "validate",
          "test",
          "flush",
          "pause",
          "resume",
          "forget",
          "init",
          "demo",
          "help",
          "version",
          "next",
          "completion",
          "hash-password",
          "test-alert");

  private ReservedNames() {}

  /** All of them. */
  public static Set<String> all() {
    return NAMES;
  }

  /** {@code ; did you mean 'status'?} for what is nearly a command's name; else nothing. */
  public static String hint(String name) {
    return Spelling.hint(name, NAMES);
  }

  /** Whether this is a command's name. */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
