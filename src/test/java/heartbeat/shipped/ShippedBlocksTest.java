package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.ChannelKeys;
import heartbeat.config.Keys;
import heartbeat.config.SwitchKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the shipped files say of keys is what the table of keys says. After a change of the table,
 * {@code mvn test -Dtest='heartbeat.shipped.*' -Dheartbeat.update=true} writes them anew.
 */
class ShippedBlocksTest {
  private static final Path COMPLETION = Path.of("packaging/completion");
  private static final Path MANUAL = Path.of("packaging/man/heartbeat.yml.5");

  @Test
  void theCompletionOfBashHasAllOptions() throws IOException {
    check(COMPLETION.resolve("heartbeat.bash"), "# <keys>", "# </keys>", KeyBlocks.bash());
  }

  @Test
  void theCompletionOfZshHasAllOptions() throws IOException {
    check(COMPLETION.resolve("_heartbeat"), "# <keys>", "# </keys>", KeyBlocks.zsh());
  }

  @Test
  void theCompletionOfFishHasAllOptions() throws IOException {
    check(COMPLETION.resolve("heartbeat.fish"), "# <keys>", "# </keys>", KeyBlocks.fish());
  }

  @Test
  void theManualHasAllKeysOfJobs() throws IOException {
    check(MANUAL, ".\\\" <keys of jobs>", ".\\\" </keys of jobs>", KeyBlocks.manual(Keys.ofJob()));
  }

  @Test
  void theManualHasAllKeysOfTheTop() throws IOException {
    check(MANUAL, ".\\\" <keys of top>", ".\\\" </keys of top>", KeyBlocks.manual(Keys.ofTop()));
  }

  @Test
  void theManualHasAllKeysOfTheSwitch() throws IOException {
    check(
        MANUAL,
        ".\\\" <keys of serve>",
        ".\\\" </keys of serve>",
        KeyBlocks.manual(SwitchKeys.ofServe()));
    check(
        MANUAL,
        ".\\\" <keys of checks>",
        ".\\\" </keys of checks>",
        KeyBlocks.manual(SwitchKeys.ofCheck()));
    check(
        MANUAL,
        ".\\\" <keys of channels>",
        ".\\\" </keys of channels>",
        KeyBlocks.manual(ChannelKeys.ofChannel()));
  }

  private static void check(Path file, String begin, String end, String made) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf('\n', text.indexOf(begin)) + 1;
    int to = text.indexOf(end);
    assertThat(from).as("%s has a line '%s'", file, begin).isPositive();
    assertThat(to).as("%s has a line '%s'", file, end).isGreaterThanOrEqualTo(from);
    if (Boolean.getBoolean("heartbeat.update")) {
      Files.writeString(file, text.substring(0, from) + made + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("%s; -Dheartbeat.update=true writes it anew", file)
        .isEqualTo(made);
  }
}
