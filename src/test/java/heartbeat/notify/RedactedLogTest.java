package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RedactedLogTest {
  private static String noTokens(String line) {
    return line.replaceAll("token=\\w+", "token=[redacted]");
  }

  private static byte[] copied(byte[] log, UnaryOperator<String> redactor) throws IOException {
    return copied(new ByteArrayInputStream(log), Long.MAX_VALUE, redactor);
  }

  private static byte[] copied(InputStream in, long most, UnaryOperator<String> redactor)
      throws IOException {
    var out = new ByteArrayOutputStream();
    RedactedLog.copy(in, most, redactor, out);
    return out.toByteArray();
  }

  private static String copied(String log, UnaryOperator<String> redactor) throws IOException {
    return new String(
        copied(log.getBytes(StandardCharsets.UTF_8), redactor), StandardCharsets.UTF_8);
  }

  @Test
  void secretsGoAndTheRestStays() throws IOException {
    assertThat(copied("é token=abc\r\n\nnothing\ntoken=x", RedactedLogTest::noTokens))
        .isEqualTo("é token=[redacted]\r\n\nnothing\ntoken=[redacted]");
  }

  @Test
  void anyBytesInAnySplitComeThroughUnchanged() throws IOException {
    var random = new Random(21);
    for (int round = 0; round < 30; round++) {
      byte[] log = new byte[random.nextInt(300_000)];
      random.nextBytes(log);
      if (round % 3 == 0) {
        for (int i = 0; i < log.length; i++) {
          log[i] = log[i] == '\n' ? (byte) 'x' : log[i];
        }
      }
      var dribble =
          new ByteArrayInputStream(log) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
              return super.read(buffer, offset, 1 + random.nextInt(length));
            }
          };

      assertThat(copied(dribble, Long.MAX_VALUE, UnaryOperator.identity())).isEqualTo(log);
    }
  }

  @Test
  void aLineIsGivenWholeWithoutItsNewlineAndALongOneInPieces() throws IOException {
    List<String> given = new ArrayList<>();
    copied(
        "one\ntwo\r\n" + "x".repeat(1_000_000) + "\nlast",
        line -> {
          given.add(line);
          return line;
        });

    assertThat(given).contains("one", "two\r", "last");
    assertThat(given).allMatch(line -> line.length() <= RedactedLog.PIECE && !line.contains("\n"));
  }

  @Test
  void aSecretInALongLineIsFoundWhereverItStands() throws IOException {
    var random = new Random(22);
    for (int round = 0; round < 60; round++) {
      int before = RedactedLog.PIECE - 10_000 + random.nextInt(12_000);
      String log =
          "y ".repeat(before / 2)
              + "token="
              + "s".repeat(1 + random.nextInt(3_000))
              + " y".repeat(90_000);

      assertThat(copied(log, RedactedLogTest::noTokens)).isEqualTo(noTokens(log));
    }
  }

  @Test
  void onlyAsMuchAsAskedForIsCopied() throws IOException {
    var in = new ByteArrayInputStream("0123\n56789".getBytes(StandardCharsets.UTF_8));

    assertThat(copied(in, 7, UnaryOperator.identity())).asString().isEqualTo("0123\n56");
  }

  @Test
  void aPatternThatBreaksDownLetsNothingThrough() throws IOException {
    String copied =
        copied(
            "fine\ntoken=abc\nfine\n",
            line -> {
              if (line.startsWith("token")) {
                throw new StackOverflowError();
              }
              return line;
            });

    assertThat(copied).startsWith("fine\n[heartbeat left out a line").endsWith("\nfine\n");
    assertThat(copied).doesNotContain("abc");
  }
}
