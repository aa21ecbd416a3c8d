package heartbeat.capture;

import java.util.ArrayDeque;

/**
 * A bounded first-in-first-out queue of bytes, in segments that are allocated when they are needed
 * and used again. Not thread-safe; but the bytes of {@link #head} do not change until {@link
 * #remove} takes them out, whatever {@link #put} does meanwhile.
 */
final class ByteQueue {
  static final int SEGMENT = 64 * 1024;

  private final int capacity;
  private final ArrayDeque<byte[]> segments = new ArrayDeque<>(2);
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>(2);
  private int start;
  private int end;
  private int size;

  /** A queue that holds so many bytes at most. */
  ByteQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Appends as many of these bytes as there is room for, and says how many that were: fewer when
   * the queue is full, or when the machine has no memory for another segment.
   */
  int put(byte[] bytes, int offset, int length) {
    int wanted = Math.min(length, capacity - size);
    int done = 0;
    while (done < wanted) {
      if ((segments.isEmpty() || end == SEGMENT) && !addSegment()) {
        break;
      }
      int n = Math.min(wanted - done, SEGMENT - end);
      System.arraycopy(bytes, offset + done, segments.getLast(), end, n);
      end += n;
      size += n;
      done += n;
    }
    return done;
  }

  private boolean addSegment() {
    byte[] segment = spare.poll();
    if (segment == null) {
      try {
        segment = new byte[SEGMENT];
      } catch (OutOfMemoryError noMemory) {
        // The caller treats it as full: dropping bytes of a log is better than ending the reading.
        return false;
      }
    }
    if (segments.isEmpty()) {
      start = 0;
    }
    segments.addLast(segment);
    end = 0;
    return true;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == capacity;
  }

  /** The array that holds the oldest bytes; only when the queue is not empty. */
  byte[] head() {
    return segments.getFirst();
  }

  /** Where in {@link #head} the oldest byte is. */
  int headOffset() {
    return start;
  }

  /** How many bytes can be taken from {@link #head} in one piece. */
  int headLength() {
    return segments.size() == 1 ? end - start : SEGMENT - start;
  }

  /** Takes out this many of the oldest bytes: {@link #headLength} at most. */
  void remove(int n) {
    start += n;
    size -= n;
    if (size == 0) {
      // The same segment again, so that a quiet run touches no more memory than that one.
      start = 0;
      end = 0;
    } else if (start == SEGMENT) {
      spare.push(segments.removeFirst());
      start = 0;
    }
  }

  /** Drops everything, and frees the memory. */
  void clear() {
    segments.clear();
    spare.clear();
    start = 0;
    end = 0;
    size = 0;
  }
}
