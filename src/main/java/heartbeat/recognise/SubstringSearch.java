package heartbeat.recognise;

import java.nio.charset.StandardCharsets;

/**
 * Looks for bytes on a line that comes in pieces of any size (Knuth-Morris-Pratt: no byte is read
 * twice, and nothing is kept but how much has matched).
 */
final class SubstringSearch {
  private final byte[] text;
  private final int[] fallback;
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
  }

  SubstringSearch(SubstringSearch other) {
    text = other.text;
    fallback = other.fallback;
    matched = other.matched;
    found = other.found;
  }

  /** The next piece of the line; it holds no newline. */
  void feed(byte[] b, int from, int to) {
    if (found || text.length == 0) {
      return;
    }
    int k = matched;
    int i = from;
    while (i < to) {
      if (k == 0) {
        // Most bytes are not the first one: they are passed over eight at a time.
        i = Newline.find(b, i, to, text[0]);
        if (i < 0) {
          break;
        }
        k = 1;
      } else {
        byte c = b[i];
        while (k > 0 && c != text[k]) {
          k = fallback[k - 1];
        }
        if (c == text[k]) {
          k++;
        }
      }
      i++;
      if (k == text.length) {
        found = true;
        k = 0;
        break;
      }
    }
    matched = k;
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
