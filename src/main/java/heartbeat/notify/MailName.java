package heartbeat.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The name by which mail servers know this machine: its own when that has a domain, else the one in
 * {@code /etc/mailname}. Many servers refuse {@code web1} in HELO and {@code heartbeat@web1} as a
 * sender.
 */
final class MailName {
  private static final Path FILE = Path.of("/etc/mailname");
  private static final int LONGEST = 255;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)+");

  private MailName() {}

  /** For this host. */
  static String of(String host) {
    return of(host, FILE);
  }

  /** For tests: with a file of their own. */
  static String of(String host, Path file) {
    if (host.indexOf('.') >= 0) {
      return host;
    }
    try (var lines = Files.lines(file)) {
      String name = lines.findFirst().orElse("").strip();
      return name.length() <= LONGEST && NAME.matcher(name).matches() ? name : host;
    } catch (IOException | RuntimeException e) {
      return host;
    }
  }
}
