package heartbeat.recognise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Comparisons of a line's bytes with the fixed English texts that programs print. */
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] b, int from, int to, byte[] text) {
    return to - from >= text.length
        && Arrays.equals(b, from, from + text.length, text, 0, text.length);
  }

  static boolean endsWith(byte[] b, int from, int to, byte[] text) {
    return to - from >= text.length && startsWith(b, to - text.length, to, text);
  }

  /** Where the text begins first in {@code [from, to)}, or -1. */
  static int indexOf(byte[] b, int from, int to, byte[] text) {
    for (int i = from; i <= to - text.length; i++) {
      if (b[i] == text[0] && startsWith(b, i, to, text)) {
        return i;
      }
    }
    return -1;
  }

  /** The end of {@code [from, to)} without trailing white space and control characters. */
  static int trimmed(byte[] b, int from, int to) {
    int end = to;
    while (end > from && isSpace(b[end - 1])) {
      end--;
    }
    return end;
  }

  static boolean isBlank(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(b[i])) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of UTF-8 beyond ASCII are negative, and are no space. */
  static boolean isSpace(byte c) {
    return c >= 0 && c <= ' ';
  }

  static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
