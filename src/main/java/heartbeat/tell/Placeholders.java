package heartbeat.tell;

import heartbeat.model.Braces;
import heartbeat.model.Human;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code {job}}, {@code {host}}, {@code {verdict}}, {@code {exit}}, {@code {duration}} and
 * {@code {run}}. Other braces stay as they are.
 */
public final class Placeholders {
  /** The names that every text may use. */
  public static final List<String> NAMES =
      List.of("job", "host", "verdict", "exit", "duration", "run");

  /** The names that a mail's text may use. */
  public static final List<String> IN_BODY =
      List.of(
          "job",
          "host",
          "verdict",
          "exit",
          "duration",
          "run",
          "reason",
          "advice",
          "evidence",
          "log",
          "history",
          "link");

  private Placeholders() {}

  /**
   * In a mail's text.
   *
   * @param parts what the names that only a mail has stand for
   */
  static String inBody(String body, RunReport report, Map<String, String> parts) {
    return Braces.fill(
        body,
        name ->
            switch (name) {
              case "verdict" -> report.verdict().id();
              case "exit" -> exit(report, "unknown");
              case "duration" -> Human.duration(report.elapsed());
              case "job", "host", "run" -> common(name, report);
              default -> parts.get(name);
            });
  }

  /**
   * In a URL, percent-encoded. An exit status that nobody knows is empty; a duration is in whole
   * seconds; both are empty in a start ping, whose verdict is {@code start}.
   */
  static String inUrl(String url, RunReport report, boolean start) {
    return Braces.fill(
        url,
        name ->
            encode(
                switch (name) {
                  case "verdict" -> start ? "start" : report.verdict().id();
                  case "exit" -> start ? "" : exit(report, "");
                  case "duration" -> start ? "" : Long.toString(report.elapsed().toSeconds());
                  default -> common(name, report);
                }));
  }

  /** In a subject, for people. */
  static String inSubject(String subject, RunReport report, String verdict) {
    return Braces.fill(
        subject,
        name ->
            switch (name) {
              case "verdict" -> verdict;
              case "exit" -> exit(report, "unknown");
              case "duration" -> Human.duration(report.elapsed());
              default -> common(name, report);
            });
  }

  /** Everything but letters, digits and {@code -._~} percent-encoded, in UTF-8 (RFC 3986). */
  static @Nullable String encode(@Nullable String text) {
    return text == null
        ? null
        : URLEncoder.encode(text, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
  }

  private static @Nullable String common(String name, RunReport report) {
    return switch (name) {
      case "job" -> report.job().name().value();
      case "host" -> report.context().host();
      case "run" -> report.run().toString();
      default -> null;
    };
  }

  private static String exit(RunReport report, String unknown) {
    return report.exitStatus() < 0 ? unknown : Integer.toString(report.exitStatus());
  }
}
