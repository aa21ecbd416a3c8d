package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are odd as a whole: other encodings, no regular file, huge, or empty. */
class UnusualFilesTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
  }

  @Test
  void latin1IsAnErrorAndTheRestIsStillRead() throws IOException {
    etc.file(
        "heartbeat.yml",
        "defaults: { mail: { to: a@b.org } }\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(etc.problems())
        .containsExactly("heartbeat.yml:2:6: is not UTF-8 from here on; save it as UTF-8");
    assertThat(etc.job().mail().to()).containsExactly("a@b.org");
  }

  @Test
  void utf16IsAnError() throws IOException {
    etc.file("heartbeat.yml", "enabled: true\n".getBytes(StandardCharsets.UTF_16));

    assertThat(etc.problems()).containsExactly("heartbeat.yml: is UTF-16; save it as UTF-8");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreFine() throws IOException {
    etc.file("\uFEFFjobs:\r\n  moodle:\r\n    preset: nagios\r\n    tea: true\r\n");

    assertThat(etc.problems())
        .containsExactly("heartbeat.yml:4:5: jobs.moodle.tea: unknown key; did you mean 'tee'?");
  }

  @Test
  void anEmptyFileAndOneOfCommentsOnlyAreFine() throws IOException {
    for (String text : List.of("", "\n", "# nothing\n", "---\n", "jobs:\ndefaults:\n", "~")) {
      etc.file(text);
      assertThat(etc.problems()).as(text).isEmpty();
    }
  }

  @Test
  void aPipeInPlaceOfAFileDoesNotHang() throws Exception {
    Files.deleteIfExists(etc.main);
    int status = new ProcessBuilder("mkfifo", etc.main.toString()).start().waitFor();
    assertThat(status).isZero();

    assertThat(etc.problems()).containsExactly("heartbeat.yml: is not a regular file");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    etc.file("#".repeat((1 << 20) + 1));

    assertThat(etc.problems())
        .containsExactly("heartbeat.yml: has more than 1 MB: is this a config file?");
  }

  @Test
  void manyAliasesAndDeepNestingAreAnErrorAndNoBurden() throws IOException {
    etc.file("[".repeat(200_000));
    assertThat(etc.problems()).hasSize(1);

    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    etc.file(bomb.toString());
    assertThat(etc.problems()).isNotEmpty();
  }
}
