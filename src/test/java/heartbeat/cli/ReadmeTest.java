package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.config.SwitchKeys;
import heartbeat.run.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the code knows, the README tells. */
class ReadmeTest {
  private final String readme = read();

  private static String read() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyKeyIsInTheReadme() {
    assertThat(Keys.ofTop())
        .extracting(Key::path)
        .allMatch(key -> readme.contains("`" + key + "`"));
    assertThat(Keys.ofJob())
        .extracting(Key::path)
        .allMatch(key -> readme.contains("`" + key + "`"));
    assertThat(SwitchKeys.ofServe())
        .extracting(Key::path)
        .allMatch(key -> readme.contains("`" + key + "`"));
    assertThat(SwitchKeys.ofCheck())
        .extracting(Key::path)
        .allMatch(key -> readme.contains("`" + key + "`"));
  }

  @Test
  void everyReasonIsInTheReadme() {
    assertThat(Reason.values()).allMatch(reason -> readme.contains("`" + reason.id() + "`"));
  }

  @Test
  void theTestCommandOfTheReadmeIsTheOneThatCiRuns() throws Exception {
    assertThat(readme).contains("```\nmvn verify\n```");
    assertThat(Files.readAllLines(Path.of(".ci/run"))).containsOnlyOnce("mvn verify");
  }
}
