package heartbeat.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what leaves the machine. What is none stays as it is, to the byte: line
 * ends, broken UTF-8 and all. Secrets are replaced by {@code ***}.
 *
 * <p>Known by themselves: values after names such as password, secret, token, API key, sesskey and
 * wstoken, in any notation; Authorization headers and cookies; users and passwords in URLs;
 * key-like query values; AWS, GitHub and Slack keys, JSON web tokens; URLs of Slack's and Discord's
 * webhooks and of hc-ping.com; blocks of private keys.
 */
public final class Redactor {
  /** What stands for a secret. */
  public static final String STARS = "***";

  private final List<Pattern> extra;

  /** A redactor that takes out what these patterns find, beside what it knows by itself. */
  public Redactor(List<Pattern> extra) {
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
    return end >= 0 && (begin < 0 || end < begin) && text.indexOf(KeyBlock.NAME, end) >= 0;
  }

  /** Redacts the lines of one stream in their order; memory does not grow with their number. */
  public static final class Lines {
    private final List<Pattern> extra;
    private boolean inKey;

    private Lines(List<Pattern> extra) {
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

    private String redactContent(String content) {
      KeyBlock.Step step = KeyBlock.step(content, inKey);
      inKey = step.inKey();
      String line = Secrets.redact(step.line());
      for (Pattern pattern : extra) {
        line = apply(pattern, line);
      }
      return line;
    }

    private static String apply(Pattern pattern, String line) {
      try {
        Matcher found = pattern.matcher(line);
        StringBuilder redacted = null;
        int from = 0;
        while (found.find()) {
          if (found.end() > found.start()) {
            redacted = redacted == null ? new StringBuilder() : redacted;
            redacted.append(line, from, found.start()).append(STARS);
            from = found.end();
          }
        }
        return redacted == null ? line : redacted.append(line, from, line.length()).toString();
      } catch (StackOverflowError tooDeep) {
        // An expression such as (a|b)* on a very long line: better no line than a secret.
        return STARS + " (line left out: a redact pattern can't be applied to it)";
      }
    }
  }
}
