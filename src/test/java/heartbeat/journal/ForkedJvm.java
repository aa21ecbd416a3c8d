package heartbeat.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a main class of the tests in a process of its own, where locks and death are real. */
public final class ForkedJvm {
  private ForkedJvm() {}

  /** Starts it; what it prints can be read from the process. */
  public static Process start(Class<?> main, Object... arguments) throws IOException {
    return new ProcessBuilder(command(main, arguments)).redirectErrorStream(true).start();
  }

  /** Starts it under a shell that has set its umask, with this environment and nothing else. */
  static Process start(
      String umask, Map<String, String> environment, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$0\" \"$@\""));
    command.addAll(command(main, arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> command(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + "target/test-classes");
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
