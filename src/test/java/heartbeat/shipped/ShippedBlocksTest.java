package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.ChannelKeys;
import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.config.SwitchKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the shipped files say of keys is what the table of keys says. After a change of the table,
 * {@code mvn test -Dtest='heartbeat.shipped.*' -Dheartbeat.update=true} writes them anew.
 */
class ShippedBlocksTest {
  private static final Path COMPLETION = Path.of("packaging/completion");
  private static final Path MANUAL = Path.of("packaging/man/heartbeat.yml.5");
  private static final Path CONFIGURATION = Path.of("docs/configuration.md");

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

  @Test
  void thePageOnConfigurationHasAllKeys() throws IOException {
    checkPage("top", Keys.ofTop());
    checkPage("jobs", inGroup(Keys.ofJob(), ""));
    checkPage("ping", inGroup(Keys.ofJob(), "ping"));
    checkPage("mail", inGroup(Keys.ofJob(), "mail"));
    checkPage("serve", SwitchKeys.ofServe());
    checkPage("checks", SwitchKeys.ofCheck());
  }

  @Test
  void noGroupOfAJobIsMissingOnThatPage() {
    assertThat(Keys.ofJob()).extracting(Key::group).containsOnly("", "ping", "mail");
  }

  private static List<Key> inGroup(List<Key> keys, String group) {
    return keys.stream().filter(key -> key.group().equals(group)).toList();
  }

  private static void checkPage(String what, List<Key> keys) throws IOException {
    String begin = "<!-- keys of " + what + " -->";
    check(CONFIGURATION, begin, "<!-- end of keys of " + what + " -->", KeyBlocks.markdown(keys));
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
