package heartbeat.capture;

import java.util.List;
import java.util.Map;

/**
 * Gives a child the environment that heartbeat was started with. The launcher script sets LC_ALL
 * for the Java run-time and takes the variables away that would give it options; what was there it
 * keeps in {@code HEARTBEAT_LC_ALL} and {@code HEARTBEAT_ENV_…}. A variable that it added is named
 * in {@code HEARTBEAT_ADDED}.
 */
final class ChildEnvironment {
  private static final String LOCALE = "HEARTBEAT_LC_ALL";
  private static final String KEPT = "HEARTBEAT_ENV_";
  private static final String ADDED = "HEARTBEAT_ADDED";

  /** In {@link #LOCALE}: LC_ALL was not set. */
  private static final String UNSET = "-";

  private ChildEnvironment() {}

  /** Restores the values, and removes heartbeat's own variables. */
  static void restore(Map<String, String> environment) {
    String locale = environment.get(LOCALE);
    if (UNSET.equals(locale)) {
      environment.remove("LC_ALL");
    } else if (locale != null) {
      environment.put("LC_ALL", locale);
    }
    environment.remove(LOCALE);
    environment.remove(OpenFiles.VARIABLE);
    String added = environment.remove(ADDED);
    if (added != null) {
      environment.remove(added);
    }
    for (String name : List.copyOf(environment.keySet())) {
      if (name.startsWith(KEPT)) {
        String value = environment.remove(name);
        if (name.length() > KEPT.length() && value != null) {
          environment.put(name.substring(KEPT.length()), value);
        }
      }
    }
  }
}
