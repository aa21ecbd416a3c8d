package heartbeat.recognise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Comparisons of a line's bytes with the fixed English texts that programs print. */
final class Ascii {
  /** Eight bytes at a time, the first in the lowest: two to three times as fast as one by one. */
  static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] b, int from, int to, byte[] text) {
    if (to - from < text.length) {
      return false;
    }
    int i = 0;
    for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
      if ((long) EIGHT.get(b, from + i) != (long) EIGHT.get(text, i)) {
        return false;
      }
    }
    for (; i < text.length; i++) {
      if (b[from + i] != text[i]) {
        return false;
      }
    }
    return true;
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
