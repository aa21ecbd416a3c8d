package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.AlertPlaceholder;
import heartbeat.config.ChannelKeys;
import heartbeat.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the code knows of channels, their page tells. */
class ChannelsPageTest {
  @Test
  void everyChannelAndPlaceholderIsOnItsPage() throws IOException {
    String page = Files.readString(Path.of("docs/channels.md"));
    for (Key key : ChannelKeys.ofChannel()) {
      String written = key.group().isEmpty() ? "`" + key.leaf() + "`" : "{ " + key.group() + ": ";
      assertThat(page).containsAnyOf(written, "{ " + key.leaf() + ": ", key.leaf() + ": 10s");
    }
    for (AlertPlaceholder placeholder : AlertPlaceholder.values()) {
      assertThat(page).contains("| `{" + placeholder.id() + "}` | " + placeholder.help() + " |");
    }
  }
}
