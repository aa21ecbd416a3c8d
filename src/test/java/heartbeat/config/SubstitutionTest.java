package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubstitutionTest {
  @TempDir Path folder;
  private final Substitution substitution =
      new Substitution(Map.of("A", "one", "EMPTY", "", "TRICK", "${env:A}"));

  @Test
  void theEnvironmentIsFilledInAnywhere() {
    assertThat(substitution.fill("${env:A}")).isEqualTo("one");
    assertThat(substitution.fill("<${env:A}-${env:A}>")).isEqualTo("<one-one>");
    assertThat(substitution.fill("${env:EMPTY}")).isEmpty();
    assertThat(substitution.fill("{job} $5 $")).isEqualTo("{job} $5 $");
  }

  @Test
  void twoDollarsAreLiteral() {
    assertThat(substitution.fill("$${env:A}")).isEqualTo("${env:A}");
    assertThat(substitution.fill("a$${b}${env:A}")).isEqualTo("a${b}one");
    assertThat(substitution.fill("$${")).isEqualTo("${");
  }

  @Test
  void whatWasFilledInIsNotLookedAtAgain() {
    assertThat(substitution.fill("${env:TRICK}")).isEqualTo("${env:A}");
  }

  @Test
  void aFilesContentLosesItsLastLineEnd() throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, "s3cret\n");
    assertThat(substitution.fill("x${file:" + file + "}y")).isEqualTo("xs3crety");
    Files.writeString(file, "s3cret\r\n");
    assertThat(substitution.fill("${file:" + file + "}")).isEqualTo("s3cret");
    Files.writeString(file, "a\n\n");
    assertThat(substitution.fill("${file:" + file + "}")).isEqualTo("a\n");
  }

  @Test
  void whatIsMissingOrNotKnownIsNamed() {
    assertFails("${env:B}", "the environment variable 'B' is not set");
    assertFails("${file:" + folder + "/no}", "the file '" + folder + "/no' does not exist");
    assertFails("${file:no}", "the file 'no' is not an absolute path");
    assertFails("${file:" + folder + "}", "the file '" + folder + "' is not a regular file");
    assertFails("${file:/dev/zero}", "the file '/dev/zero' is not a regular file");
    assertFails("a${b", "'${' without '}'; write $${ for a literal ${");
    assertFails(
        "${b}", "'${b}' is not known; write ${env:NAME}, ${file:/path}, or $${ for a literal ${");
  }

  @Test
  void aBigFileIsNoSecret() throws IOException {
    Path file = folder.resolve("big");
    Files.write(file, new byte[(64 << 10) + 1]);
    assertFails(
        "${file:" + file + "}", "the file '" + file + "' can't be read: it has more than 64k");
  }

  @Test
  void aPipeDoesNotHang() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertFails("${file:" + pipe + "}", "the file '" + pipe + "' is not a regular file");
  }

  private void assertFails(String text, String message) {
    assertThatThrownBy(() -> substitution.fill(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
