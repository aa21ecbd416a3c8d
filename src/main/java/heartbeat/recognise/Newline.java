package heartbeat.recognise;

/** Finds where lines end: the one loop that touches every byte of a run. */
final class Newline {
  private static final long NEWLINES = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Newline() {}

  /** The index of the first newline in {@code [from, to)}, or -1. */
  static int find(byte[] b, int from, int to) {
    return find(b, from, to, (byte) '\n', NEWLINES);
  }

  /** The index of the first such byte in {@code [from, to)}, or -1. */
  static int find(byte[] b, int from, int to, byte wanted) {
    return find(b, from, to, wanted, (wanted & 0xFFL) * LOW_BITS);
  }

  private static int find(byte[] b, int from, int to, byte wanted, long eight) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      // A byte is zero where a wanted one is; the lowest high bit that this leaves marks the first.
      long zeroed = (long) Ascii.EIGHT.get(b, i) ^ eight;
      long found = (zeroed - LOW_BITS) & ~zeroed & HIGH_BITS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (b[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
