package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import heartbeat.Await;
import heartbeat.model.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** Collectors of logs read the message, and do not fill in what stands beside it. */
  @Test
  void jsonHasTheMessageWithItsValues() throws Exception {
    List<String> lines =
        logged(
            settings("info", true),
            () -> {
              LOG.warn("alert to {} not sent yet", "ops");
              LOG.error("check {} can't be judged", 7, new IllegalStateException("broken"));
            });
    var warning = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    assertThat(warning.get("message").getAsString()).isEqualTo("alert to ops not sent yet");
    assertThat(warning.get("timestamp").getAsLong()).isPositive();
    var error = JsonParser.parseString(lines.get(1)).getAsJsonObject();
    assertThat(error.get("message").getAsString()).isEqualTo("check 7 can't be judged");
    assertThat(lines.get(1)).contains("IllegalStateException").doesNotContain("arguments");
  }

  /** Jetty's own messages hold whole requests: API keys, logins, ping URLs. */
  @Test
  void noLevelLogsWhatARequestHolds() throws Exception {
    List<String> lines =
        logged(
            settings("debug", false),
            () -> {
              Logger jetty = LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser");
              jetty.debug("parse X-Api-Key: {}", "hunter2");
              LOG.debug("asked for");
            });
    assertThat(lines).singleElement().asString().contains("asked for");
  }

  @Test
  void anotherTroubleInTheSamePlaceIsLoggedAtOnce() throws Exception {
    List<String> lines =
        logged(
            settings("info", false),
            () -> {
              for (int i = 0; i < 10; i++) {
                LOG.error("{}", "disk full");
                LOG.error("{}: {}", "the watchdog could not look", "no connection");
                LOG.error("{}", "no connection");
              }
            });
    assertThat(lines).hasSize(3);
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

  /** Else the switch would complain of its database to nobody. */
  @Test
  void whereTheFileCanNotBeOpenedStandardErrorIsToldInstead() throws Exception {
    PrintStream usual = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      LogSetup.apply(new LogSettings("info", false, folder.toString(), 1 << 20, 3), false);
      LOG.error("the database is gone");
      LogSetup.apply(LogSettings.USUAL, false);
    } finally {
      System.setErr(usual);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "ERROR: the log file " + folder + " can't be written: this log is on standard error",
            "ERROR: the database is gone");
  }

  @Test
  void onlyAJournalThatReadsStandardErrorAddsTheTime() throws Exception {
    Path stream = Files.createFile(folder.resolve("journal"));
    String id =
        Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino");
    assertThat(ServiceManager.readsErrors(Map.of("JOURNAL_STREAM", id), stream)).isTrue();
    assertThat(ServiceManager.readsErrors(Map.of("JOURNAL_STREAM", "1:2"), stream)).isFalse();
    assertThat(ServiceManager.readsErrors(Map.of(), stream)).isFalse();
    assertThat(ServiceManager.readsErrors(Map.of("JOURNAL_STREAM", id), folder.resolve("none")))
        .isTrue();
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
