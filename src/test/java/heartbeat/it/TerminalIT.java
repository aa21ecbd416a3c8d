package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different on a real terminal; {@code script} of util-linux makes one. */
class TerminalIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @Test
  void aLogCantSteerTheTerminalThatShowsItAndIsWholeInAPipe() {
    // A title, the clipboard (OSC 52), colours, and a bell.
    String evil = "\\033]0;owned\\007\\033]52;c;ZXZpbA==\\007\\033[31mred\\033[0m\\007 end";
    shell.run("printf '" + evil + "\\n' | $HB job");

    String shown = shell.run("script -qec \"$HB log job\" /dev/null < /dev/null").out();
    assertThat(shown).contains("red", " end").doesNotContain("\u001b", "\u0007");

    String piped = shell.run("$HB log job | cat").out();
    assertThat(piped).contains("\u001b]52;c;ZXZpbA==\u0007", "\u001b[31mred\u001b[0m");
  }

  @Test
  void aPasswordIsTypedTwiceAndNotShown() throws Exception {
    String said = hashed("s3cret", "s3cret", 0);
    assertThat(said).contains("pbkdf2-sha256:600000:").doesNotContain("s3cret");
  }

  @Test
  void aPasswordThatWasMistypedOnceIsNotHashed() throws Exception {
    String said = hashed("s3cret", "s3crte", 2);
    assertThat(said).contains("the two passwords differ").doesNotContain("pbkdf2");
  }

  private String hashed(String first, String second, int status) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "script", "-qec", shell.environment.get("HB") + " hash-password", "/dev/null");
    builder.environment().putAll(shell.environment);
    Process process = builder.redirectErrorStream(true).start();
    try (OutputStream keys = process.getOutputStream()) {
      InputStream screen = process.getInputStream();
      String asked = until(screen, "Password: ");
      keys.write((first + "\n").getBytes(StandardCharsets.US_ASCII));
      keys.flush();
      String again = until(screen, "Once more: ");
      keys.write((second + "\n").getBytes(StandardCharsets.US_ASCII));
      keys.flush();
      String rest = new String(screen.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isEqualTo(status);
      return asked + again + rest;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String until(InputStream screen, String words) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(words) < 0) {
      int next = screen.read();
      assertThat(next).as("it ended after: %s", seen).isGreaterThanOrEqualTo(0);
      seen.append((char) next);
    }
    return seen.toString();
  }

  @Test
  void aMistypedNameIsForgottenAndTurnsTheMonitoringGreen() {
    shell.run("echo Cron run completed correctly | $HB moodle");
    shell.run("echo no | $HB modle");
    assertThat(shell.run("$HB status --nagios").status()).isEqualTo(2);

    var forgotten = shell.run("$HB forget modle");
    assertThat(forgotten).isEqualTo(new Shell.Result(0, "modle is forgotten.\n", ""));
    assertThat(shell.run("$HB status --nagios").status()).isZero();
    assertThat(shell.run("$HB status").out()).contains("moodle").doesNotContain("modle ");
    assertThat(shell.run("$HB log modle").status()).isNotZero();

    var unknown = shell.run("$HB forget modle");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("there is no record of job modle");
  }

  @Test
  void whatWaitsOfAForgottenJobIsNotSentAnyMore() {
    shell.run("echo no | $HB modle --ping-failure-url http://127.0.0.1:9/x --ping-retries 0");
    assertThat(shell.run("$HB forget modle").out())
        .isEqualTo("modle is forgotten, and 1 notification(s) that waited.\n");
    assertThat(shell.run("$HB flush").status()).isZero();
  }
}
