package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
  /** Characters of one, two, three and four bytes. */
  private static final String MIXED = "aé€😀zß漢🎓\nbÿ→🚀end";

  @Test
  void aCutAtAnyByteLeavesWholeCharacters() throws CharacterCodingException {
    int all = bytes(MIXED).length;
    for (int limit = 0; limit <= all + 2; limit++) {
      String tail = Excerpt.tail(MIXED, limit);
      assertThat(MIXED).endsWith(tail);
      assertIsWhole(tail, limit);
      String head = Excerpt.head(MIXED, limit);
      assertThat(MIXED).startsWith(head);
      assertIsWhole(head, limit);
      // No more is lost than the character that did not fit.
      assertThat(bytes(head).length).isGreaterThanOrEqualTo(Math.min(limit, all) - 3);
    }
    assertThat(Excerpt.tail(MIXED, all)).isEqualTo(MIXED);
  }

  private static void assertIsWhole(String cut, int limit) throws CharacterCodingException {
    assertThat(bytes(cut).length).isLessThanOrEqualTo(limit);
    // The strict encoder throws at half a surrogate pair.
    ByteBuffer strict = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(cut));
    assertThat(StandardCharsets.UTF_8.newDecoder().decode(strict).toString()).isEqualTo(cut);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aTailBeginsAtALineWhereThatCostsLittle() {
    assertThat(Excerpt.tail("one two\nthree four\n", 14)).isEqualTo("three four\n");
    assertThat(Excerpt.tail("one\nthree four\n", 11)).isEqualTo("three four\n");
    assertThat(Excerpt.tail("a long line without\nend", 11)).isEqualTo("without\nend");
    assertThat(Excerpt.tail("short", 100)).isEqualTo("short");
  }

  @Test
  void halfCharactersCountAsTheByteTheyAreWrittenAs() {
    assertThat(Excerpt.tail("x\uD83D", 1)).isEqualTo("\uD83D");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\nb\nc\n', 2, 'b\nc\n'",
    "'a\nb\nc', 2, 'b\nc'",
    "'a\nb\n', 5, 'a\nb\n'",
    "'a\n\n\n', 2, '\n\n'",
    "'\n', 1, '\n'",
    "'', 3, ''",
    "'a\nb', 0, ''"
  })
  void theLastLinesAreCountedAsAnEditorDoes(String text, int n, String lines) {
    assertThat(Excerpt.lastLines(text, n)).isEqualTo(lines);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u001b[41m ERROR \u001b[0;0m|', ' ERROR |'",
    "'\u001b]0;owned\u0007title', title",
    "'\u001b]8;;http://x\u001b\\link', link",
    "'a\u001b(Bb', ab",
    "'\u009b31mred', red",
    "'\u001b]0;never ends', ''",
    "'a\u0000b\u0007c\u0008d\u007fe', abcde",
    "'one\r\ntwo\rthree\r', 'one\ntwo\nthree\n'",
    "'tab\tand\nnewline', 'tab\tand\nnewline'",
    "'txt\u202egpj.exe\u2066', txtgpj.exe",
    "'half \ud83d!', 'half \ufffd!'",
    "'täglich 😀', 'täglich 😀'",
    "'\u001b', ''",
    "'\u001b[', ''",
    "'\u001b\u001b[1mx', x"
  })
  void whatIsShownCanDoNoHarm(String text, String shown) {
    assertThat(Excerpt.printable(text)).isEqualTo(shown);
  }

  @Test
  void oneLineIsOneLine() {
    assertThat(Excerpt.oneLine(" a\r\nBcc: x\u0085y\u2028\tz ")).isEqualTo("a Bcc: xy z");
  }
}
