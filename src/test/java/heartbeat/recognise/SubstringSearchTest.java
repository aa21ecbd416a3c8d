package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Rules;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubstringSearchTest {
  private final Random random = new Random(20261130);

  private String text(int most, String letters) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void aTextIsFoundWhereItStandsHoweverTheLineIsSplit() {
    for (int round = 0; round < 50_000; round++) {
      String wanted = "a" + text(5, "ab");
      String line = text(40, "aab");
      SubstringSearch search = new SubstringSearch(wanted);
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      int from = 0;
      while (from < bytes.length) {
        int to = from + 1 + random.nextInt(bytes.length - from);
        search.feed(bytes, from, to, to == bytes.length);
        from = to;
      }
      assertThat(search.found()).as("'%s' in '%s'", wanted, line).isEqualTo(line.contains(wanted));
    }
  }

  @Test
  void aTextLongerThanAByteCanSkipIsFound() {
    String wanted = "x".repeat(200) + "y";
    byte[] line = (" ".repeat(300) + wanted + " ").getBytes(StandardCharsets.US_ASCII);
    SubstringSearch search = new SubstringSearch(wanted);
    search.feed(line, 0, line.length, true);
    assertThat(search.found()).isTrue();
  }

  /** Also those beside bytes that differ from a newline in one bit. */
  @Test
  void everyNewlineOfALargePieceIsSeenAndNothingElse() {
    byte[] some = {'\n', 0x0B, (byte) 0x8A, 0x09, 0x0E, 0, (byte) 0xFF, 'x'};
    byte[] bytes = new byte[64 << 10];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = some[random.nextInt(some.length)];
    }
    for (int offset = 0; offset < 20; offset++) {
      int length = 40_000 + offset;
      long lines = 1;
      for (int i = offset; i < offset + length - 1; i++) {
        lines += bytes[i] == '\n' ? 1 : 0;
      }
      byte last = bytes[offset + length - 1];
      bytes[offset + length - 1] = 'x';
      Observer observer = new Observer(Rules.DEFAULT);
      observer.accept(bytes, offset, length);
      bytes[offset + length - 1] = last;
      assertThat(observer.lines()).isEqualTo(lines);
    }
  }
}
