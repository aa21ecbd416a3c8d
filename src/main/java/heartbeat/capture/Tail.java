package heartbeat.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last {@value #LIMIT} bytes that went by. Not thread-safe. */
final class Tail {
  static final int LIMIT = 64 * 1024;

  private byte[] ring = new byte[4 * 1024];
  private int size;
  private int next;

  /** Adds these bytes. */
  void add(byte[] bytes, int offset, int length) {
    if (ring.length < LIMIT && size + length > ring.length) {
      grow(size + length);
    }
    int n = Math.min(length, ring.length);
    int from = offset + length - n;
    int first = Math.min(n, ring.length - next);
    System.arraycopy(bytes, from, ring, next, first);
    System.arraycopy(bytes, from + first, ring, 0, n - first);
    next = (next + n) % ring.length;
    size = Math.min(ring.length, size + n);
  }

  private void grow(int wanted) {
    int length = ring.length;
    while (length < LIMIT && length < wanted) {
      length *= 2;
    }
    try {
      byte[] larger = new byte[length];
      byte[] old = bytes();
      System.arraycopy(old, 0, larger, 0, old.length);
      ring = larger;
      next = size % length;
    } catch (OutOfMemoryError noMemory) {
      // No memory for more: keep the smaller tail.
    }
  }

  /** A copy of them, oldest first. */
  byte[] bytes() {
    if (size < ring.length) {
      return Arrays.copyOf(ring, size);
    }
    byte[] all = new byte[size];
    System.arraycopy(ring, next, all, 0, size - next);
    System.arraycopy(ring, 0, all, size - next, next);
    return all;
  }

  /** The same as text: broken UTF-8 is replaced, a character that was cut at the start left out. */
  String text() {
    byte[] all = bytes();
    int start = 0;
    if (size == LIMIT) {
      while (start < 3 && (all[start] & 0xC0) == 0x80) {
        start++;
      }
    }
    return new String(all, start, all.length - start, StandardCharsets.UTF_8);
  }
}
