package heartbeat.cli;

import heartbeat.model.Quantity;
import heartbeat.process.ExitStatus;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which switch to ask, and with which key. Secrets come from files or the environment only. */
final class RemoteOptions {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "the checks of this switch (or of healthchecks), instead of this user's jobs")
  private @Nullable String url;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "its API key; else in $HEARTBEAT_API_KEY")
  private @Nullable Path keyFile;

  @Option(
      names = "--login-file",
      paramLabel = "FILE",
      description = "user:password instead of a key; else in $HEARTBEAT_LOGIN")
  private @Nullable Path loginFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM certificates to trust instead of the system's")
  private @Nullable Path caFile;

  @Option(names = "--timeout", paramLabel = "DURATION", description = "10s when left out")
  private @Nullable String timeout;

  /**
   * Null when status is about this user's jobs. Throws Refusal for options that then mean nothing.
   */
  @Nullable String url() {
    boolean others = keyFile != null || loginFile != null || caFile != null || timeout != null;
    if (url == null && others) {
      throw new Refusal(ExitStatus.USAGE, "--url is missing: the other options are about a switch");
    }
    return url;
  }

  @Nullable Path caFile() {
    return caFile;
  }

  Duration timeout() {
    try {
      Duration given = timeout == null ? USUAL_TIMEOUT : Quantity.duration(timeout);
      if (given.isPositive()) {
        return given;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new Refusal(
        ExitStatus.USAGE, "--timeout: '" + timeout + "' is not a duration above 0; write 10s");
  }

  /** The headers with key or login; may be none. Throws Refusal when a file can't be read. */
  Map<String, String> credentials(Map<String, String> environment) {
    Map<String, String> headers = new LinkedHashMap<>();
    String key = secret(keyFile, environment.get("HEARTBEAT_API_KEY"));
    if (key != null) {
      headers.put("X-Api-Key", key);
    }
    String login = secret(loginFile, environment.get("HEARTBEAT_LOGIN"));
    if (login != null) {
      byte[] pair = login.getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return headers;
  }

  private static @Nullable String secret(@Nullable Path file, @Nullable String variable) {
    if (file == null) {
      return variable == null || variable.isBlank() ? null : variable.strip();
    }
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new Refusal(ExitStatus.CONFIG, file + " is empty");
      }
      return text;
    } catch (IOException e) {
      throw new Refusal(
          ExitStatus.CONFIG, "can't read " + file + ": " + e.getClass().getSimpleName());
    }
  }
}
