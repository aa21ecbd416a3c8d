package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.MailTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three lines for each channel in docs/channels.md are a config. */
class ChannelExamplesTest {
  @TempDir Path folder;

  @Test
  void theThreeLinesForEachChannelCanBeUsed() throws IOException {
    String page = Files.readString(Path.of("docs/channels.md"));
    String begin = "## Three lines for each\n\n```yaml\n";
    int from = page.indexOf(begin) + begin.length();
    String yaml = page.substring(from, page.indexOf("```", from));
    Path secrets = Files.createDirectories(folder.resolve("etc"));
    for (String line : yaml.lines().toList()) {
      int file = line.indexOf("${file:/etc/heartbeat/");
      while (file >= 0) {
        String name =
            line.substring(file + "${file:/etc/heartbeat/".length(), line.indexOf('}', file));
        Files.writeString(
            secrets.resolve(name), name.endsWith("url") ? "https://example.org/hooks/x" : "secret");
        file = line.indexOf("${file:/etc/heartbeat/", file + 1);
      }
    }
    Path file =
        Files.writeString(
            folder.resolve("heartbeat.yml"), yaml.replace("/etc/heartbeat/", secrets + "/"));
    Config config =
        ConfigLoader.load(
            new Sources(Map.of(), folder, folder),
            Flags.parse(new String[] {"--config", file.toString()}));
    assertThat(config.problems()).isEmpty();
    ServeConfig read =
        ServeConfig.read(
            config,
            Map.of(),
            new ServeConfig.OptionsAndDefaults(
                null,
                null,
                folder.resolve("switch.db"),
                new MailTransport.Sendmail(Path.of("/usr/sbin/sendmail")),
                "heartbeat@host"));
    assertThat(read.problems()).isEmpty();
    assertThat(Objects.requireNonNull(read.settings()).alerting().routes().named()).hasSize(16);
    TreeSet<String> kinds = new TreeSet<>(ChannelKeys.kinds());
    kinds.removeIf(kind -> yaml.contains("\n    " + kind + ": "));
    assertThat(kinds).as("channels without an example").isEmpty();
  }
}
