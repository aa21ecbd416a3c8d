package heartbeat.recognise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the ends of lines, for the one loop that touches every byte of a run: eight bytes at a
 * time, in an array of longs. Every compiler makes that fast.
 */
final class Newlines {
  private static final long EIGHT = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  /** It looks at fewer bytes one by one: so a short run loads no class for longs. */
  private static final int FEW = 4 << 10;

  private long[] words = {};

  /** How many groups of eight bytes there are in these. */
  static int count(int length) {
    return length < FEW ? 0 : length / Long.BYTES;
  }

  /** So many groups of eight bytes, the first byte in the lowest bits; reuses its array. */
  long[] words(byte[] bytes, int from, int count) {
    if (count > words.length) {
      words = new long[count];
    }
    if (count > 0) {
      ByteBuffer.wrap(bytes, from, count * Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .get(words, 0, count);
    }
    return words;
  }

  /** The highest bit of each byte that is a newline, and no other bit. */
  static long in(long word) {
    long zeroed = word ^ EIGHT;
    return ~(((zeroed & LOW_BITS) + LOW_BITS) | zeroed | LOW_BITS);
  }
}
