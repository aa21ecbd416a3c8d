package heartbeat.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** heartbeat's version, from the build. */
public final class Version {
  private Version() {}

  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream("/heartbeat/version.txt")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
