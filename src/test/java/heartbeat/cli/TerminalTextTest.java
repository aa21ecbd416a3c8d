package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Test
  void whatWouldSteerTheTerminalIsShownInstead() throws IOException {
    assertThat(shown("a\u001b]52;c;aGk=\u0007b\u001b[31mred\u009b2Jx\bok\u007f"))
        .isEqualTo("a^[]52;c;aGk=^Gb^[[31mred^?2Jx^Hok^?");
  }

  @Test
  void textOfAnyLanguageLinesAndTabsPass() throws IOException {
    assertThat(shown("Prüfung\t✓ ¡\r\nnext\rover\n")).isEqualTo("Prüfung\t✓ ¡\nnext^Mover\n");
  }

  private static String shown(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TerminalText terminal = new TerminalText(bytes)) {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
