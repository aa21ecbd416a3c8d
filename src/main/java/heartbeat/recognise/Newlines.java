package heartbeat.recognise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where lines end, for the one loop that touches every byte of a run: eight bytes at a time, in an
 * array of longs. Any compiler makes that fast; bytes that are looked at as longs only some.
 */
final class Newlines {
  private static final long EIGHT = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  /** Fewer bytes than these are looked at one by one: a short run loads no class for longs. */
  private static final int FEW = 4 << 10;

  private long[] words = {};

  /** How many times eight bytes are to be had of these. */
  static int count(int length) {
    return length < FEW ? 0 : length / Long.BYTES;
  }

  /** So many times eight of these bytes, the first in the lowest bits; the array is used again. */
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
