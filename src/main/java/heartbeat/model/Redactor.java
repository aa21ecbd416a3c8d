package heartbeat.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Removes secrets from what leaves the machine. All else stays as it is, to the byte: line ends,
 * broken UTF-8 and all. Secrets are replaced by {@code ***}.
 *
 * <p>Known by themselves: values after names such as password, secret, token, API key, sesskey and
 * wstoken, in any notation; Authorization headers and cookies; users and passwords in URLs;
 * key-like query values; AWS, GitHub and Slack keys, JSON web tokens; URLs of Slack's and Discord's
 * webhooks and of hc-ping.com; blocks of private keys.
 */
public final class Redactor {
  /** Replaces a secret. */
  public static final String STARS = "***";

  /** Replaces a line on which a pattern failed. */
  private static final String LEFT_OUT =
      STARS + " (line left out: the redact patterns take too long on this log)";

  private final List<LinePattern> extra;

  /** Removes what these patterns find, beside the secrets that it knows. */
  public Redactor(List<LinePattern> extra) {
    this.extra = List.copyOf(extra);
  }

  /** The text without secrets; also for text that begins in the middle of a private key. */
  public String redact(String text) {
    Lines lines = lines();
    lines.inKey = beginsInKey(text);
    StringBuilder redacted = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      redacted.append(lines.redact(text.substring(start, end)));
      start = end;
    }
    return redacted.toString();
  }

  /** A reader of one stream, line by line; it remembers whether it is inside a private key. */
  public Lines lines() {
    return new Lines(extra);
  }

  private static boolean beginsInKey(String text) {
    int end = text.indexOf("-----END ");
    int begin = text.indexOf("-----BEGIN ");
    return end >= 0 && (begin < 0 || end < begin) && text.indexOf(PrivateKeyBlock.NAME, end) >= 0;
  }

  /** Redacts the lines of one stream in their order; memory does not grow with their number. */
  public static final class Lines {
    private final List<LinePattern> extra;
    private final LinePattern.Budget budget = new LinePattern.Budget();
    private boolean inKey;

    private Lines(List<LinePattern> extra) {
      this.extra = extra;
    }

    /** This line, with or without its line end, without secrets. */
    public String redact(String line) {
      int end = line.length();
      while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
        end--;
      }
      String content = line.substring(0, end);
      String redacted = redactContent(content);
      return redacted.equals(content) ? line : redacted + line.substring(end);
    }

    /**
     * This line as it came, without secrets. Valid UTF-8 is read as such, so that patterns find
     * letters of any language; anything else is read as ISO-8859-1, which keeps every byte.
     */
    public byte[] redact(byte[] line) {
      String text = new String(line, StandardCharsets.UTF_8);
      boolean valid = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), line);
      var charset = valid ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      String read = valid ? text : new String(line, charset);
      String redacted = redact(read);
      return redacted.equals(read) ? line : redacted.getBytes(charset);
    }

    /** The same for a line whose characters are its bytes (ISO-8859-1). */
    public String redactBytes(String line) {
      byte[] bytes = redact(line.getBytes(StandardCharsets.ISO_8859_1));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String redactContent(String content) {
      PrivateKeyBlock.Step step = PrivateKeyBlock.step(content, inKey);
      inKey = step.inKey();
      String line = Secrets.redact(step.line());
      for (LinePattern pattern : extra) {
        if (!budget.allows(pattern, line)) {
          return LEFT_OUT;
        }
        line = pattern.starred(line);
      }
      return line;
    }
  }
}
