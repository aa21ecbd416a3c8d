package heartbeat.run;

import java.nio.charset.StandardCharsets;

/** A line of the output as text for people. Rules look at the bytes, never at this text. */
public final class ReadableLine {
  /** Characters at most; what is longer ends with an ellipsis. */
  static final int MAX_CHARS = 500;

  private static final int MAX_BYTES = 8 << 10;
  private static final char ESCAPE = 0x1B;
  private static final char BELL = 7;

  private ReadableLine() {}

  /**
   * One line of UTF-8 without colours, control characters and blanks around it. Broken bytes become
   * U+FFFD.
   */
  public static String of(byte[] b, int from, int to) {
    int end = Math.min(to, from + MAX_BYTES);
    String raw = new String(b, from, end - from, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(Math.min(raw.length(), MAX_CHARS + 2));
    int i = 0;
    while (i < raw.length() && text.length() <= MAX_CHARS) {
      int c = raw.codePointAt(i);
      if (c == ESCAPE) {
        i = afterEscape(raw, i);
        continue;
      }
      i += Character.charCount(c);
      if (c == '\t') {
        text.append(' ');
      } else if (!Character.isISOControl(c) && !turnsDirection(c)) {
        if (!text.isEmpty() || !Character.isWhitespace(c)) {
          text.appendCodePoint(c);
        }
      }
    }
    if (text.length() <= MAX_CHARS) {
      return text.toString().strip();
    }
    int cut = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 2 : MAX_CHARS - 1;
    text.setLength(cut);
    return text.append('…').toString();
  }

  /** Characters that make a terminal or mail show the rest backwards (Unicode bidi controls). */
  private static boolean turnsDirection(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  /** The index after an escape sequence of ECMA-48, or after what is left of one. */
  private static int afterEscape(String raw, int escape) {
    int i = escape + 1;
    if (i >= raw.length()) {
      return i;
    }
    char kind = raw.charAt(i++);
    if (kind == '[') {
      while (i < raw.length() && (raw.charAt(i) < '@' || raw.charAt(i) > '~')) {
        i++;
      }
      return Math.min(i + 1, raw.length());
    }
    if (kind == ']') {
      while (i < raw.length() && raw.charAt(i) != BELL && raw.charAt(i) != ESCAPE) {
        i++;
      }
      return Math.min(i + 1, raw.length());
    }
    return i;
  }
}
