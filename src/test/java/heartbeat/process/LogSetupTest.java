package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import heartbeat.Await;
import heartbeat.model.LogSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogSetupTest {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  @TempDir Path folder;

  private List<String> logged(LogSettings settings, Runnable what) throws Exception {
    LogSetup.apply(settings, true);
    what.run();
    LogSetup.apply(LogSettings.USUAL, false);
    return Files.readAllLines(Path.of(String.valueOf(settings.file())));
  }

  private LogSettings settings(String level, boolean json) {
    return new LogSettings(level, json, folder.resolve("switch.log").toString(), 1 << 20, 3);
  }

  @AfterEach
  void asUsual() {
    LogSetup.apply(LogSettings.USUAL, false);
  }

  @Test
  void aLineOfTextHasTimeLevelAndMessage() throws Exception {
    List<String> lines =
        logged(
            settings("info", false),
            () -> {
              LOG.debug("not asked for");
              LOG.warn("alert to {} not sent yet", "ops");
            });
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z WARN: alert to ops not sent yet");
  }

  @Test
  void jsonIsOneObjectALineWithWhatWasThrown() throws Exception {
    List<String> lines =
        logged(
            settings("debug", true),
            () -> {
              LOG.debug("asked for");
              LOG.error("request failed", new IllegalStateException("broken \"thing\""));
            });
    assertThat(lines).hasSize(2);
    var error = JsonParser.parseString(lines.get(1)).getAsJsonObject();
    assertThat(error.get("level").getAsString()).isEqualTo("ERROR");
    assertThat(error.get("message").getAsString()).isEqualTo("request failed");
    assertThat(lines.get(1)).contains("IllegalStateException");
  }

  @Test
  void theSameTroubleIsLoggedOnce() throws Exception {
    List<String> lines =
        logged(
            settings("info", false),
            () -> {
              for (int i = 0; i < 1000; i++) {
                LOG.error("disk full: {}", i);
              }
              LOG.info("listening");
            });
    assertThat(lines).hasSize(2);
  }

  @Test
  void aFileThatHasGrownIsPutAside() throws Exception {
    LogSettings small =
        new LogSettings("info", false, folder.resolve("switch.log").toString(), 2_000, 3);
    LogSetup.apply(small, true);
    // The library looks at the size after a number of lines, and not more than once a second.
    Await.until(
        () -> {
          for (int i = 0; i < 200; i++) {
            LOG.info("line {} of many, long enough to fill a small file before long", i);
          }
          return files() >= 2;
        });
  }

  private int files() throws Exception {
    try (var all = Files.list(folder)) {
      return (int) all.count();
    }
  }
}
