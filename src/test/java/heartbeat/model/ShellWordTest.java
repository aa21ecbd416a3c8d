package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words in commands that people copy. */
class ShellWordTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "moodle, moodle",
        "/var/lib/hb-1.0, /var/lib/hb-1.0",
        "täglich, täglich",
        "ann's job, 'ann'\\''s job'",
        "$(reboot), '$(reboot)'",
        "a;b, 'a;b'"
      })
  void isTypedSoThatAShellReadsTheSame(String word, String typed) {
    assertThat(ShellWord.quoted(word)).isEqualTo(typed);
  }
}
