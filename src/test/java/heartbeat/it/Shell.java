package heartbeat.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A shell in which {@code $HB} is the packaged binary, with a home of its own: what a crontab line
 * sees.
 */
public final class Shell {
  /** What a command line came to. */
  public record Result(int status, String out, String err) {}

  private static final String BINARY =
      System.getProperty("heartbeat.bin", Path.of("target/heartbeat/bin/heartbeat").toString());

  public final Path home;
  public final Map<String, String> environment = new HashMap<>();

  public Shell(Path home) {
    this.home = home;
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("HOME", home.toString());
    // On a machine with the package installed, else, it would be the users' own.
    environment.put("HEARTBEAT_STATE_DIR", home.resolve(".local/state/heartbeat").toString());
    environment.put("HB", binary().toString());
    environment.put("PHP", Path.of("src/test/resources/php/cron.php").toAbsolutePath().toString());
    environment.put(
        "SAMPLES", Path.of("src/test/resources/samples/moodle").toAbsolutePath().toString());
  }

  static Path binary() {
    return Path.of(BINARY).toAbsolutePath();
  }

  /** Whether the binary is a native image: there is a program beside the launcher, and no Java. */
  public static boolean isNative() {
    return Files.isExecutable(binary().resolveSibling("../lib/heartbeat/heartbeat").normalize());
  }

  /**
   * Skips a test that speaks of a Java runtime where there is none.
   *
   * @param why what a native image does instead
   */
  static void assumeJvm(String why) {
    Assumptions.assumeFalse(isNative(), () -> "native image: " + why);
  }

  /**
   * Runs the line with {@code sh -c}, without standard input, for five minutes at most: the machine
   * may be busy.
   */
  public Result run(String line) {
    return run(line, Duration.ofMinutes(5));
  }

  /** The same, for as long as this: many processes at once take their time on a busy machine. */
  public Result run(String line, Duration patience) {
    try {
      Process process = start(line);
      process.getOutputStream().close();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("still running after " + patience.toSeconds() + " s: " + line);
      }
      return new Result(process.exitValue(), read("out"), read("err"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts the line; its output is in the files {@code out} and {@code err} of the home. */
  public Process start(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(home.resolve("out").toFile())
        .redirectError(home.resolve("err").toFile())
        .start();
  }

  public String read(String file) throws IOException {
    return Files.readString(home.resolve(file), StandardCharsets.ISO_8859_1)
        .transform(
            s -> new String(s.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  public Path write(String file, String text) {
    try {
      Path path = home.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one line that {@code status --json} prints of a job, parsed. */
  public com.google.gson.JsonObject status(String job) {
    Result result = run("$HB status " + job + " --json");
    var array = com.google.gson.JsonParser.parseString(result.out()).getAsJsonArray();
    if (array.size() != 1) {
      throw new AssertionError("status of " + job + ": " + result);
    }
    return array.get(0).getAsJsonObject();
  }
}
