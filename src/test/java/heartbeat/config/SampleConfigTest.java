package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that init writes, and what chance makes of it. */
class SampleConfigTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
    etc.env.put("SMTP_PASSWORD", "xyz");
  }

  @Test
  void theSampleIsAConfigWithoutProblemsAlsoForEverybodysEyes() throws IOException {
    etc.file(SampleConfig.text());
    Files.setPosixFilePermissions(etc.main, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(etc.problems()).isEmpty();
    assertThat(etc.load().enabled()).isTrue();
    assertThat(etc.load().jobNames()).isEmpty();
  }

  @Test
  void everythingThatItShowsCanBeTakenIn() throws IOException {
    etc.file(everything());

    assertThat(etc.problems()).isEmpty();
    assertThat(etc.load().jobNames())
        .extracting(JobName::value)
        .containsExactly("moodle", "backup");
  }

  @Test
  void itsFirstLineTellsEditorsWhereThePackagesPutTheSchema() {
    assertThat(SampleConfig.text().lines())
        .startsWith(
            "# yaml-language-server: $schema=/usr/share/cron-heartbeat/heartbeat.schema.json");
  }

  @Test
  void itShowsEveryKey() {
    for (Key key : Keys.ofJob()) {
      assertThat(SampleConfig.text()).containsPattern("#  +" + key.leaf() + ": .* # ");
    }
    for (Key key : Keys.ofTop()) {
      assertThat(SampleConfig.text()).containsPattern("(?m)^#? *" + key.leaf() + ": .* # ");
    }
  }

  @Test
  void noMutationOfItMakesTheLoaderThrow() throws IOException {
    byte[] whole = everything().getBytes(StandardCharsets.UTF_8);
    String bits = "{}[]:,'\"#&*!|>%@`-?~<\t\n\r \0\u0085\u00e9${env:X}${file:/}$${ \\ 0 9h";
    byte[] spice = bits.getBytes(StandardCharsets.UTF_8);
    var random = new Random(20261120);
    for (int round = 0; round < 1000; round++) {
      byte[] text = whole.clone();
      for (int change = random.nextInt(6) + 1; change > 0; change--) {
        int at = random.nextInt(text.length);
        switch (random.nextInt(4)) {
          case 0 -> text[at] = (byte) random.nextInt(256);
          case 1 -> text[at] = spice[random.nextInt(spice.length)];
          case 2 -> text = cut(text, at, random.nextInt(200));
          default -> text = inserted(text, at, spice, random);
        }
      }
      etc.file("heartbeat.yml", text);
      Config config = etc.load("moodle");
      config.job(new JobName("moodle"));
      assertThat(config.problems().toString()).isNotNull();
      assertThat(config.problems())
          .as("round " + round)
          .allMatch(p -> p.file() != null && (p.line() == 0 || p.column() > 0));
    }
  }

  private static byte[] cut(byte[] text, int from, int length) {
    int to = Math.min(text.length, from + length);
    byte[] shorter = new byte[Math.max(1, text.length - (to - from))];
    System.arraycopy(text, 0, shorter, 0, from);
    System.arraycopy(text, to, shorter, from, text.length - to);
    return shorter;
  }

  private static byte[] inserted(byte[] text, int at, byte[] spice, Random random) {
    int from = random.nextInt(spice.length);
    int length = random.nextInt(spice.length - from) + 1;
    byte[] longer = new byte[text.length + length];
    System.arraycopy(text, 0, longer, 0, at);
    System.arraycopy(spice, from, longer, at, length);
    System.arraycopy(text, at, longer, at + length, text.length - at);
    return longer;
  }

  /** The sample with all that is shown taken in, but for the second way of mailing. */
  private static String everything() {
    var all = new StringBuilder();
    var shown = Pattern.compile("#((?:  )*[a-z].*)");
    for (String line : SampleConfig.text().lines().toList()) {
      var matcher = shown.matcher(line);
      boolean take = matcher.matches() && !line.startsWith("#sendmail");
      all.append(take ? matcher.group(1) : line).append('\n');
    }
    return all.toString();
  }
}
