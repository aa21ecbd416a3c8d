package heartbeat.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.FreePort;
import heartbeat.config.Command;
import heartbeat.model.Trace;
import heartbeat.model.Uuids;
import heartbeat.process.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status --url} against a server that answers as healthchecks.io does, or otherwise. */
class RemoteStatusTest {
  private static final String KEY = "s3cr3t-read-key";

  /** As healthchecks.io answers a read-only key: none of heartbeat's own fields. */
  private static final String CHECKS =
      """
      {"checks": [
        {"name": "web", "slug": "web", "tags": "prod www", "desc": "", "grace": 600,
         "n_pings": 4, "status": "up", "started": true, "last_ping": "2026-03-01T11:55:00+00:00",
         "next_ping": "2026-03-01T12:55:00+00:00", "timeout": 3600, "last_duration": 75},
        {"name": "dump", "slug": "dump", "tags": "", "desc": "of all databases", "grace": 3600,
         "n_pings": 9, "status": "down", "started": false,
         "last_ping": "2026-02-27T02:30:05+00:00", "next_ping": null,
         "schedule": "30 2 * * *", "tz": "Europe/Riga"},
        {"name": "sync\\u001b[2J|x", "slug": "sync", "tags": "", "grace": 300, "n_pings": 2,
         "status": "grace", "started": false, "last_ping": "2026-03-01T11:44:00+00:00",
         "next_ping": "2026-03-01T11:59:00+00:00", "timeout": 900},
        {"name": "fresh", "slug": "", "tags": "", "grace": 3600, "n_pings": 0, "status": "new",
         "started": false, "last_ping": null, "next_ping": null, "timeout": 86400},
        {"name": "old", "slug": "", "tags": "", "grace": 3600, "n_pings": 7, "status": "paused",
         "started": false, "last_ping": null, "next_ping": null, "timeout": 86400}
      ]}
      """;

  private static WireMockServer server;
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private record Said(int status, String out, String err) {}

  @BeforeAll
  static void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void guard() {
    server.resetAll();
    server.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(401)));
    server.stubFor(
        get("/api/v3/checks/").withHeader("X-Api-Key", equalTo(KEY)).willReturn(json(CHECKS)));
    environment.put("HEARTBEAT_API_KEY", KEY);
  }

  @Test
  void anUnnamedCheckIsToldByTheBeginningOfItsUuidAndFoundByIt() {
    String uuid = "8116e449-d71c-4112-8f5d-a66f60902091";
    String key = "d84b9e64d4b1f2a1a2f0e2bd1a2bd1e1a0b0c0d0";
    String rest =
        "\"slug\":\"\",\"tags\":\"\",\"grace\":60,\"n_pings\":1,\"status\":\"down\",\"timeout\":60";
    String half = Uuids.healthchecksKey(UUID.fromString(uuid));
    String whole = Uuids.uniqueKey(UUID.fromString(uuid));
    for (String id :
        List.of("\"uuid\":\"" + uuid, "\"unique_key\":\"" + half, "\"unique_key\":\"" + whole)) {
      String named = "{\"name\":\"\"," + rest + "," + id + "\"}";
      String other = "{\"name\":\"other\"," + rest + ",\"unique_key\":\"" + key + "\"}";
      server.stubFor(
          get("/api/v3/checks/")
              .withHeader("X-Api-Key", equalTo(KEY))
              .willReturn(json("{\"checks\":[" + named + "," + other + "]}")));
      Said nagios = status("--url", server.baseUrl(), "--nagios");
      assertThat(nagios.out()).matches("(?s)CRITICAL: (.*; )?unnamed [0-9a-f]{8} down.*");
      Said found = status("--url", server.baseUrl(), uuid);
      assertThat(found.out()).contains("unnamed ").doesNotContain("other");
      assertThat(found.status()).isZero();
    }
  }

  @Test
  void aCheckThatLeftTheConfigIsNotJustPaused() throws Exception {
    server.stubFor(
        get("/api/v3/checks/")
            .willReturn(
                json(
                    "{\"checks\":[{\"name\":\"old\",\"status\":\"paused\",\"grace\":60,\"timeout\":60,"
                        + "\"n_pings\":1,\"origin\":\"left\",\"reason\":null}]}")));
    assertThat(status("--url", server.baseUrl()).out).contains("paused  not in the config");
  }

  private static ResponseDefinitionBuilder json(String text) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(text);
  }

  private Said status(String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Invocation invocation =
        new Invocation(
            environment,
            "test",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")),
            Trace.OFF);
    int status = Subcommands.execute(invocation, Command.STATUS, options);
    Said said =
        new Said(
            status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    assertThat(said.out + said.err).doesNotContain(KEY);
    return said;
  }

  private Said ask(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "--url";
    all[1] = server.baseUrl();
    System.arraycopy(options, 0, all, 2, options.length);
    return status(all);
  }

  @Test
  void theTableBeginsWithWhatIsDown() {
    Said said = ask();
    assertThat(said.err).isEmpty();
    assertThat(said.status).isZero();
    assertThat(said.out.lines().map(line -> line.replaceAll(" {2,}", " / ")))
        .containsExactly(
            "CHECK / STATE / REASON / LAST PING / NEXT DEADLINE / LAST RUN / TAGS",
            "dump / down / - / 2d 9h ago / - / - / -",
            "sync|x / late / - / 16m ago / in 4m / - / -",
            "fresh / new / - / never / - / - / -",
            "web / up, running / - / 5m ago / in 1h 5m / 1m 15s / prod www",
            "old / paused / - / never / - / - / -");
  }

  @Test
  void oneCheckCanBeNamedByNameOrSlug() {
    assertThat(ask("dump").out)
        .contains("30 2 * * * (Europe/Riga), grace 1h", "of all databases")
        .doesNotContain("web");
    assertThat(ask("sync").out).contains("every 15m, grace 5m").doesNotContain("dump");
    Said unknown = ask("dumb");
    assertThat(unknown.status).isEqualTo(1);
    assertThat(unknown.err).contains("the switch has no check dumb");
    assertThat(ask("dumb", "--nagios"))
        .isEqualTo(new Said(3, "UNKNOWN: the switch has no check dumb\n", ""));
  }

  @Test
  void aSwitchThatCanReachNobodyIsCriticalHoweverWellItsChecksAre() {
    WireMockServer deaf = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    deaf.start();
    String checks =
        "{\"checks\": [{\"name\": \"web\", \"status\": \"up\", \"n_pings\": 4}],"
            + " \"undelivered\": [\"2 alerts can't be delivered to default/mail\"]}";
    deaf.stubFor(get(anyUrl()).willReturn(aResponse().withBody(checks)));
    assertThat(status("--url", deaf.baseUrl(), "--nagios"))
        .isEqualTo(new Said(2, "CRITICAL: 2 alerts can't be delivered to default/mail\n", ""));
    deaf.stop();
  }

  @Test
  void nagiosIsToldTheWorst() {
    assertThat(ask("--nagios"))
        .isEqualTo(new Said(2, "CRITICAL: dump down; sync/x late; fresh new\n", ""));
    assertThat(ask("--nagios", "sync").status).isEqualTo(1);
    assertThat(ask("--nagios", "web")).isEqualTo(new Said(0, "OK: 1 check(s) well\n", ""));
    assertThat(ask("--nagios", "fresh").status).isEqualTo(3);
    assertThat(ask("--nagios", "old").status).isZero();
    Said wrong = status("--url", "ftp://hb", "--nagios");
    assertThat(wrong.status).as("2 would be CRITICAL").isEqualTo(3);
    assertThat(wrong.out).startsWith("UNKNOWN: --url is not an address");
    assertThat(status("--timeout", "5s", "--nagios").status).isEqualTo(3);
  }

  @Test
  void programsGetAnArray() {
    JsonArray all = JsonParser.parseString(ask("--json").out).getAsJsonArray();
    assertThat(all).hasSize(5);
    JsonObject dump = all.get(0).getAsJsonObject();
    assertThat(dump.get("check").getAsString()).isEqualTo("dump");
    assertThat(dump.get("state").getAsString()).isEqualTo("down");
    assertThat(dump.get("lastPing").getAsString()).isEqualTo("2026-02-27T02:30:05Z");
    JsonObject web = all.get(3).getAsJsonObject();
    assertThat(web.get("deadline").getAsString()).isEqualTo("2026-03-01T13:05:00Z");
    assertThat(web.getAsJsonArray("tags")).hasSize(2);
  }

  @Test
  void theKeyComesFromAFileOrTheEnvironment() throws IOException {
    environment.clear();
    assertThat(ask().err)
        .contains("asks for a key or login", "--api-key-file", "--login-file", "HEARTBEAT_API_KEY");
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    assertThat(ask("--api-key-file", file.toString()).status).isZero();
    Said none = ask("--api-key-file", folder.resolve("none").toString());
    assertThat(none.status).isEqualTo(78);
    assertThat(none.err).contains("can't read", "none");
    Files.writeString(file, "wrong");
    Said refused = ask("--api-key-file", file.toString());
    assertThat(refused.status).isEqualTo(1);
    assertThat(refused.err).contains("does not accept this key").doesNotContain("wrong");
    Files.writeString(file, "two\nlines");
    assertThat(ask("--api-key-file", file.toString()).err)
        .contains("is there a line end in it?")
        .doesNotContain("two");
  }

  @Test
  void aLoginIsSentAsBasicCredentials() throws IOException {
    environment.clear();
    server.stubFor(
        get("/api/v3/checks/").withBasicAuth("ann", "pässwörd").willReturn(json(CHECKS)));
    Path file = Files.writeString(folder.resolve("login"), "ann:pässwörd\n");
    assertThat(ask("--login-file", file.toString()).status).isZero();
    environment.put("HEARTBEAT_LOGIN", "ann:pässwörd");
    assertThat(ask().status).isZero();
  }

  @Test
  void secretsOnTheCommandLineAreRefusedAndNotRepeated() {
    Said said = status("--url", "https://ann:hunter2@hb.example.org");
    assertThat(said.status).isEqualTo(2);
    assertThat(said.err).contains("--login-file").doesNotContain("hunter2", "ann");
    assertThat(status("--url", "https://ann:hunter 2@hb").err)
        .contains("--url is not an address")
        .doesNotContain("hunter");
    assertThat(status("--url", "ftp://hb").status).isEqualTo(2);
    assertThat(status("--timeout", "5s").err).contains("--url is missing");
    assertThat(ask("--timeout", "soon").err).contains("--timeout: 'soon' is not a duration");
  }

  @Test
  void anAddressThatWasCopiedFromElsewhereWillDo() {
    for (String tail : new String[] {"/", "//", "/api/", "/api/v3", "/api/v1/checks/"}) {
      assertThat(status("--url", server.baseUrl() + tail).status).as(tail).isZero();
    }
    server.stubFor(get("/hb/api/v3/checks/").willReturn(json("{\"checks\": []}")));
    assertThat(status("--url", server.baseUrl() + "/hb").out).isEqualTo("There are no checks.\n");
  }

  @Test
  void whatIsWrongIsSaidInWords() throws IOException {
    answering(aResponse().withStatus(302).withHeader("Location", "https://elsewhere.example/"));
    assertThat(ask().err).contains("leads elsewhere (status 302)");
    answering(aResponse().withStatus(404));
    assertThat(ask().err).contains("is no switch, or not well: it answers with status 404");
    answering(aResponse().withStatus(429));
    assertThat(ask().err).contains("too often");
    for (String text :
        new String[] {"<html>", "[]", "{}", "{\"checks\": [", "", "{\"checks\": 5}"}) {
      answering(json(text));
      assertThat(ask().err).as(text).contains("what it answers is no list of checks");
    }
    answering(json("{\"checks\": [{\"name\": 5}]}"));
    assertThat(ask().err).contains("no list of checks");
    answering(json(CHECKS).withFixedDelay(3_000));
    Said late = ask("--timeout", "300ms");
    assertThat(late.err).contains("timed out after").doesNotContain("Exception");
    assertThat(late.status).isEqualTo(1);
    String gone = "http://localhost:" + FreePort.find();
    assertThat(status("--url", gone).err).contains("can't connect to localhost:");
    assertThat(status("--url", gone, "--nagios").out).startsWith("UNKNOWN: can't connect");
  }

  private static void answering(ResponseDefinitionBuilder answer) {
    server.stubFor(get("/api/v3/checks/").atPriority(1).willReturn(answer));
  }
}
