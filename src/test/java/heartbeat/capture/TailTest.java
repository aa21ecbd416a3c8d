package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailTest {
  @Test
  void itIsTheEndOfWhatWentByHoweverItWasSplit() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Tail tail = new Tail();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = random.nextInt(40); i > 0; i--) {
        byte[] some = new byte[random.nextInt(random.nextBoolean() ? 100 : 80_000)];
        random.nextBytes(some);
        int offset = random.nextInt(some.length + 1);
        tail.add(some, offset, some.length - offset);
        all.write(some, offset, some.length - offset);
      }
      byte[] expected =
          Arrays.copyOfRange(all.toByteArray(), Math.max(0, all.size() - Tail.LIMIT), all.size());
      assertThat(tail.bytes()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void aCharacterThatWasCutAtTheStartIsLeftOut() {
    Tail tail = new Tail();
    byte[] text = ("ä".repeat(Tail.LIMIT / 2) + "x").getBytes(StandardCharsets.UTF_8);
    tail.add(text, 0, text.length);
    assertThat(tail.text()).isEqualTo("ä".repeat(Tail.LIMIT / 2 - 1) + "x");
  }

  @Test
  void brokenBytesAreReplacedAndNothingElse() {
    Tail tail = new Tail();
    tail.add(new byte[] {'a', (byte) 0x80, (byte) 0xFF, 0, 'b'}, 0, 5);
    assertThat(tail.text()).isEqualTo("a\uFFFD\uFFFD\0b");
  }
}
