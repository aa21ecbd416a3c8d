package heartbeat.run;

import heartbeat.model.LinePattern;

/** Text that is looked for on every line of the output. */
public sealed interface Marker {
  /** These bytes, anywhere on a line. */
  record Substring(String text) implements Marker {}

  /** A regular expression, found anywhere on a line; written {@code /…/}. */
  record Regex(LinePattern pattern) implements Marker {}

  /**
   * Reads {@code /regex/} or a plain substring. Throws IllegalArgumentException when the expression
   * can't be used or the text is empty.
   */
  static Marker parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a marker may not be empty");
    }
    if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
      return new Regex(LinePattern.of(text.substring(1, text.length() - 1)));
    }
    return new Substring(text);
  }
}
