package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import heartbeat.config.ChannelKeys;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.config.Problem;
import heartbeat.config.SampleConfig;
import heartbeat.config.Sources;
import heartbeat.config.SwitchKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema for editors says what heartbeat itself says of a config. */
class SchemaTest {
  private static final Path FILE = Path.of("packaging/heartbeat.schema.json");

  /** Values of every kind, each of which is right for some keys and wrong for others. */
  private static final List<String> PROBES =
      List.of(
          "5",
          "0",
          "-1",
          "99999999",
          "90s",
          "0s",
          "1h30m",
          "5 minutes",
          "64k",
          "10MiB",
          "64x",
          "true",
          "off",
          "maybe",
          "moodle",
          "Moodle",
          "OFF",
          "'Yes'",
          "Failure, WARNING",
          "get",
          "GET",
          "tail",
          "failure",
          "[failure, warning]",
          "'failure, recovery'",
          "[nobody]",
          "https://example.org/x",
          "ftp://example.org",
          "https://",
          "/etc/x",
          "etc/x",
          "mail.example.org",
          "'a b'",
          "example.org:8080",
          "me@example.org",
          "'Me <me@example.org>'",
          "[a@b, c@d]",
          "some text",
          "[x, '/y+/']",
          "{ X-Site: a }",
          "['X-Site: a']",
          "{ 'a b': c }",
          "none",
          "'${env:X}'",
          "{ a: { b: c } }");

  /** Neither makes sense without the other. */
  private static final Map<String, String> COMPANIONS =
      Map.of("smtp.user", "\n    password: x", "smtp.password", "\n    user: x");

  @TempDir Path folder;

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaOfConfig.text());

  private List<String> complaints(String yaml) {
    return schema.validate(YamlAsJson.of(yaml).toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private boolean isGood(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("heartbeat.yml"), yaml);
    // That X is not set is no matter of its form.
    var sources = new Sources(Map.of(), folder, folder);
    String[] flags = {"--config", file.toString()};
    return ConfigLoader.load(sources, Flags.parse(flags)).problems().stream()
        .filter(problem -> !problem.toString().contains("'X' is not set"))
        // Nor is which channels there are.
        .filter(problem -> !problem.toString().contains("there is no channel"))
        .noneMatch(Problem::isError);
  }

  @Test
  void theShippedFileIsMadeFromTheTableOfKeys() throws IOException {
    if (Boolean.getBoolean("heartbeat.update")) {
      Files.writeString(FILE, SchemaOfConfig.text());
    }
    assertThat(FILE).hasContent(SchemaOfConfig.text());
  }

  @Test
  void theSampleAndAllThatItShowsIsRight() {
    assertThat(complaints(SampleConfig.text())).isEmpty();
    String shown =
        SampleConfig.text().lines().map(SchemaTest::taken).collect(Collectors.joining("\n"));
    assertThat(YamlAsJson.of(shown).getAsJsonObject().keySet())
        .contains("smtp", "jobs", "defaults");
    assertThat(complaints(shown)).isEmpty();
  }

  private static String taken(String line) {
    return line.matches("#( {2})*[a-z].*") ? line.substring(1) : line;
  }

  @Test
  void theExamplesOfReadmeAndDocsAreRight() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
    }
    int found = 0;
    for (Path page : pages) {
      String text = Files.readString(page);
      for (int at = text.indexOf("```yaml\n"); at >= 0; at = text.indexOf("```yaml\n", at + 1)) {
        String yaml = text.substring(at + 8, text.indexOf("```", at + 8));
        assertThat(complaints(yaml)).as("%s: %s", page, yaml).isEmpty();
        found++;
      }
    }
    assertThat(found).isGreaterThan(3);
  }

  @Test
  void aConfigOfEverythingTogetherIsRight() {
    assertThat(
            complaints(
                """
                enabled: true
                smtp: { host: localhost, port: 25, security: none, from: heartbeat@example.org }
                defaults:
                  mail: { to: [admin@example.org], on: [failure, warning, recovery], cooldown: 30m }
                jobs:
                  moodle:
                    preset: moodle
                    ping: https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091
                    max-duration: 2h
                  backup:
                    ping: { success-url: https://x.org/a, start-url: none, method: POST, body: tail }
                    success-marker: ["backup complete", "/^done in \\\\d+s$/"]
                    mail: { to: [ops@example.org], subject: "{verdict}: {job} on {host}" }
                  defaulted:
                serve:
                  listen: 127.0.0.1:8000
                  alerts: { mail: { to: [a@b.org] }, webhook: [{ url: https://x.org }] }
                  tag-alerts: { db: { webhook: { url: https://x.org } } }
                checks:
                  moodle-cron: { period: 1m, grace: 5m, alerts: { mail: { to: a@b.org } } }
                  by-slug:
                """))
        .isEmpty();
  }

  @Test
  void whatIsMistypedOrMisplacedIsWrong() {
    for (String yaml :
        List.of(
            "job: {}",
            "jobs: { moodle: { prset: moodle } }",
            "jobs: { status: {} }",
            "jobs: { -x: {} }",
            "jobs: { a/b: {} }",
            "defaults: { ping: { ur: https://x.org } }",
            "ping: https://x.org",
            "serve: { lisen: 127.0.0.1:8000 }",
            "serve: { alerts: { mail: { too: a@b.org } } }",
            "serve: { tag-alerts: { db: { webhoook: {} } } }",
            "serve: { rate-limit: { per-check: many } }",
            "checks: { moodle: { perod: 1m } }",
            "checks: { moodle: { period: often } }",
            "checks: { moodle: { keywords: { otherwise: perhaps } } }",
            "smtp: localhost")) {
      assertThat(complaints(yaml)).as(yaml).isNotEmpty();
    }
  }

  @Test
  void ofTheSwitchItTakesWhatTheTableGivesAsExamples() {
    for (Key key : SwitchKeys.ofServe()) {
      takes("serve: ", key);
    }
    for (Key key : SwitchKeys.ofCheck()) {
      takes("checks:\n  x: ", key);
    }
    for (Key key : ChannelKeys.ofChannel()) {
      takes("channels:\n  x: ", key);
    }
  }

  @Test
  void aChannelTakesOneLineAndAlertsTakeNames() {
    assertThat(
            complaints(
                """
                channels:
                  ops: { slack: "${file:/etc/heartbeat/slack-url}" }
                  pager: { pagerduty: abc, after: 30m }
                  dba: { mail: [dba@example.org], quiet-hours: "22:00-07:00" }
                  script: { command: [/usr/local/bin/tell, "{event}"], timeout: 10s }
                serve: { alerts: [ops, dba], tag-alerts: { db: dba } }
                checks: { x: { alerts: [] } }
                """))
        .isEmpty();
    for (String yaml :
        List.of(
            "channels: { ops: { slak: https://x.org } }",
            "channels: { ops: { telegram: { tokn: a } } }",
            "channels: { ops: { slack: https://x.org, on: [dwn] } }",
            "channels: { a/b: { slack: https://x.org } }")) {
      assertThat(complaints(yaml)).as(yaml).isNotEmpty();
    }
  }

  private void takes(String before, Key key) {
    List<String> values = new ArrayList<>(List.of(key.example()));
    if (key.builtIn() != null) {
      values.add(key.builtIn());
    }
    for (String value : values) {
      String[] parts = key.path().split("\\.", -1);
      String given = value.startsWith("${") ? "'" + value + "'" : value;
      String map = "{ " + String.join(": { ", parts) + ": " + given + " }".repeat(parts.length);
      assertThat(complaints(before + map)).as(before + map).isEmpty();
    }
  }

  @Test
  void aReaderOfYaml11WhichTakesOffForFalseFindsNothingWrong() {
    JsonObject read = JsonParser.parseString("{'defaults': {'lock': false}}").getAsJsonObject();
    assertThat(schema.validate(read.toString(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void ofEveryKeyAndValueItSaysWhatHeartbeatSays() throws IOException {
    List<String> differences = new ArrayList<>();
    for (Key key : Keys.ofJob()) {
      compare(key, "defaults:\n  ", differences);
    }
    for (Key key : Keys.ofTop()) {
      compare(key, "", differences);
    }
    assertThat(differences).isEmpty();
  }

  private void compare(Key key, String before, List<String> differences) throws IOException {
    List<String> values = new ArrayList<>(PROBES);
    values.add(key.example());
    if (key.builtIn() != null) {
      values.add(key.builtIn());
    }
    for (String value : values) {
      String text = key.example().contains("${") && value.equals(key.example()) ? "x" : value;
      String own = key.leaf() + ": " + text;
      String yaml = before + (key.group().isEmpty() ? own : key.group() + ":\n    " + own);
      yaml += COMPANIONS.getOrDefault(key.path(), "");
      boolean good = isGood(yaml);
      List<String> complaints = complaints(yaml);
      // A user or host may be called 5, but an editor does better to ask.
      boolean isOddName =
          key.path().matches(".*(to|from|host|hello)") && value.matches("-?\\d+|true");
      if (good != complaints.isEmpty() && !isOddName) {
        differences.add(yaml + (good ? " is right: " : " is wrong: ") + complaints);
      }
    }
  }
}
