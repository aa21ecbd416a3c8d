package heartbeat.model;

/** Cuts texts to size, and makes what a job wrote harmless to show. */
public final class Excerpt {
  private Excerpt() {}

  /**
   * The end of the text, at most {@code maxBytes} long in UTF-8. Never cut inside a character, and
   * at the start of a line where that costs no more than half of what fits.
   */
  public static String tail(String text, int maxBytes) {
    int start = text.length();
    long room = maxBytes;
    while (start > 0) {
      int character = text.codePointBefore(start);
      room -= utf8Length(character);
      if (room < 0) {
        break;
      }
      start -= Character.charCount(character);
    }
    if (start == 0 || text.charAt(start - 1) == '\n') {
      return text.substring(start);
    }
    int newline = text.indexOf('\n', start);
    boolean near = newline >= 0 && newline + 1 <= start + (text.length() - start) / 2;
    return text.substring(near ? newline + 1 : start);
  }

  /** The start of the text, at most {@code maxBytes} long in UTF-8, not cut in a character. */
  public static String head(String text, int maxBytes) {
    int end = 0;
    long room = maxBytes;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      room -= utf8Length(character);
      if (room < 0) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end);
  }

  /** A lone surrogate is written as {@code ?}: one byte. */
  private static int utf8Length(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    if (character >= 0xD800 && character <= 0xDFFF) {
      return 1;
    }
    return character < 0x10000 ? 3 : 4;
  }

  /** The last {@code n} lines; a newline at the very end begins no line. */
  public static String lastLines(String text, int n) {
    if (n <= 0) {
      return "";
    }
    int from = text.length() - 2;
    int start = text.length();
    for (int i = 0; i < n; i++) {
      int newline = from < 0 ? -1 : text.lastIndexOf('\n', from);
      start = newline + 1;
      if (newline < 0) {
        break;
      }
      from = newline - 1;
    }
    return text.substring(start);
  }

  /**
   * The text as a terminal or a mail may show it: terminal sequences, control characters and marks
   * that turn the direction of writing are taken out, newline and tab stay, a carriage return
   * becomes a newline, half characters become U+FFFD.
   */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      if (character == 0x1B || character == 0x9B) {
        i = afterSequence(text, i);
        continue;
      }
      int next = i + Character.charCount(character);
      if (character == '\r') {
        if (next >= text.length() || text.charAt(next) != '\n') {
          shown.append('\n');
        }
      } else if (character >= 0xD800 && character <= 0xDFFF) {
        shown.append('\uFFFD');
      } else if (character == '\n' || character == '\t' || isHarmless(character)) {
        shown.appendCodePoint(character);
      }
      i = next;
    }
    return shown.toString();
  }

  /** {@link #printable} on one line: for subjects, cells and the like. */
  public static String oneLine(String text) {
    return printable(text).replace('\n', ' ').replace('\t', ' ').strip();
  }

  private static boolean isHarmless(int c) {
    boolean lineOrDirection =
        c == 0x061C
            || c == 0x200E
            || c == 0x200F
            || (c >= 0x2028 && c <= 0x202E)
            || (c >= 0x2066 && c <= 0x2069);
    return !Character.isISOControl(c) && !lineOrDirection && c != 0xFEFF;
  }

  /** Where the text goes on after the sequence (ECMA-48) that begins here. */
  private static int afterSequence(String text, int escape) {
    int i = escape + 1;
    char kind = text.charAt(escape) == 0x9B ? '[' : i < text.length() ? text.charAt(i++) : ' ';
    if (kind == '[') {
      while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3F) {
        i++;
      }
      boolean ended = i < text.length() && text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7E;
      return ended ? i + 1 : i;
    }
    if (kind == ']') {
      // A title or link: up to BEL or ESC \, but never over a line's end.
      while (i < text.length() && text.charAt(i) != '\n') {
        if (text.charAt(i) == 0x07) {
          return i + 1;
        }
        if (text.charAt(i) == 0x1B) {
          return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : i;
        }
        i++;
      }
      return i;
    }
    if (kind >= 0x20 && kind <= 0x2F && i < text.length() && text.charAt(i) != '\n') {
      return i + 1;
    }
    // Not a sequence: only the ESC itself goes, and what a one-character one is made of.
    return kind >= 0x30 && kind <= 0x7E ? i : escape + 1;
  }
}
