package heartbeat.recognise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for bytes on a line that comes in pieces of any size. Within a piece most bytes are passed
 * over, by the last byte of where the text could be (Horspool); at its end nothing is kept but how
 * much has matched (Knuth-Morris-Pratt).
 */
final class SubstringSearch {
  private final byte[] text;
  private final int[] fallback;

  /** By how much the text can be moved on, by the byte at its end: no more than a byte holds. */
  private final byte[] skips;

  private int matched;
  private boolean found;

  SubstringSearch(String marker) {
    text = marker.getBytes(StandardCharsets.UTF_8);
    fallback = new int[text.length];
    int k = 0;
    for (int i = 1; i < text.length; i++) {
      while (k > 0 && text[i] != text[k]) {
        k = fallback[k - 1];
      }
      if (text[i] == text[k]) {
        k++;
      }
      fallback[i] = k;
    }
    skips = new byte[256];
    Arrays.fill(skips, (byte) Math.min(text.length, Byte.MAX_VALUE));
    for (int i = 0; i < text.length - 1; i++) {
      skips[text[i] & 0xFF] = (byte) Math.min(text.length - 1 - i, Byte.MAX_VALUE);
    }
  }

  SubstringSearch(SubstringSearch other) {
    text = other.text;
    fallback = other.fallback;
    skips = other.skips;
    matched = other.matched;
    found = other.found;
  }

  /** The next piece of the line; it holds no newline. {@code ends}: the line ends with it. */
  void feed(byte[] b, int from, int to, boolean ends) {
    if (found || text.length == 0) {
      return;
    }
    int i = from;
    while (i < to && matched > 0 && !found) {
      step(b[i++]);
    }
    int last = text.length - 1;
    for (int end = i + last; end < to && !found; end += skips[b[end] & 0xFF]) {
      found = b[end] == text[last] && Ascii.startsWith(b, end - last, to, text);
      i = end - last + skips[b[end] & 0xFF];
    }
    while (i < to && !found && !ends) {
      step(b[i++]);
    }
  }

  private void step(byte c) {
    int k = matched;
    while (k > 0 && c != text[k]) {
      k = fallback[k - 1];
    }
    if (c == text[k]) {
      k++;
    }
    found = k == text.length;
    matched = found ? 0 : k;
  }

  /** Whether it stands on the line so far. */
  boolean found() {
    return found;
  }

  /** The line has ended: a marker never spans two. */
  void newLine() {
    matched = 0;
    found = false;
  }
}
