package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
  @Test
  void whatGoesInComesOutInOrderHoweverItIsSplit() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ByteQueue queue = new ByteQueue(1 + random.nextInt(300_000));
      ByteArrayOutputStream in = new ByteArrayOutputStream();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < 60; i++) {
        byte[] some = new byte[random.nextInt(150_000)];
        random.nextBytes(some);
        int offset = random.nextInt(some.length + 1);
        int n = queue.put(some, offset, some.length - offset);
        in.write(some, offset, n);
        assertThat(n == some.length - offset || queue.isFull()).isTrue();
        for (int takes = random.nextInt(4); takes > 0 && !queue.isEmpty(); takes--) {
          int length = 1 + random.nextInt(queue.headLength());
          out.write(queue.head(), queue.headOffset(), length);
          queue.remove(length);
        }
      }
      while (!queue.isEmpty()) {
        int length = queue.headLength();
        out.write(queue.head(), queue.headOffset(), length);
        queue.remove(length);
      }
      assertThat(out.toByteArray()).as("seed %d", seed).isEqualTo(in.toByteArray());
    }
  }

  @Test
  void bytesHandedOutStayWhileMoreAreAdded() {
    ByteQueue queue = new ByteQueue(3 * ByteQueue.SEGMENT);
    queue.put("first".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 5);
    byte[] head = queue.head();
    int offset = queue.headOffset();
    queue.put(new byte[2 * ByteQueue.SEGMENT], 0, 2 * ByteQueue.SEGMENT);
    assertThat(new String(head, offset, 5, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("first");
  }

  @Test
  void aFullQueueTakesNoMore() {
    ByteQueue queue = new ByteQueue(10);
    assertThat(queue.put(new byte[25], 0, 25)).isEqualTo(10);
    assertThat(queue.put(new byte[1], 0, 1)).isZero();
    queue.remove(4);
    assertThat(queue.put(new byte[25], 0, 25)).isEqualTo(4);
  }
}
