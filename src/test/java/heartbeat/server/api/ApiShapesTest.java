package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.check.Signal;
import heartbeat.model.Uuids;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import heartbeat.server.page.Browsed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The management API answers what dashboards and exporters of healthchecks rely on. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ApiShapesTest {
  private static final Channel MAIL = new Channel.Mail("default/mail", List.of("ops@example.org"));
  private static final Channel HOOK =
      new Channel.Webhook("tag:db/webhook", "https://example.org/x", "POST", Map.of(), null);

  @Parameter StoreKind kind;
  @TempDir static Path folder;
  private static final Clock CLOCK = new Clock();
  private static HttpClient client;
  private static SwitchServer server;

  @BeforeParameterizedClassInvocation
  static void start(StoreKind kind) {
    client = HttpClient.newHttpClient();
    server =
        SwitchServer.start(
            Fixtures.settings(
                kind.database(folder.resolve("switch.db")),
                List.of(Check.named(Fixtures.UUID_1, "job")),
                new Routes(List.of(MAIL), Map.of("db", List.of(HOOK)), Map.of()),
                Map.of(),
                List.of(PasswordHash.of("read-key", 10)),
                List.of(PasswordHash.of("write-key", 10)),
                0),
            CLOCK,
            "test",
            Map.of());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
    client.close();
  }

  @Test
  void keywordsThatWereSetBeforeTheirFilterIsOnAreKept() throws Exception {
    String self = made("{\"name\":\"k\",\"failure_kw\":\"ERROR\",\"success_kw\":\"DONE\"}");
    UUID uuid = uuid(self);
    ping(uuid, "ERROR: disk full");
    assertThat(Browsed.lastPing(server, uuid).signal())
        .as("no filter yet")
        .isEqualTo(Signal.SUCCESS);
    post(self, "{\"filter_http_body\":true,\"filter_default_fail\":true}");
    ping(uuid, "ERROR: disk full");
    assertThat(Browsed.lastPing(server, uuid).signal()).isEqualTo(Signal.FAILURE);
    ping(uuid, "DONE");
    assertThat(Browsed.lastPing(server, uuid).signal()).isEqualTo(Signal.SUCCESS);
    ping(uuid, "neither");
    assertThat(Browsed.lastPing(server, uuid).signal()).as("default").isEqualTo(Signal.FAILURE);
    post(self, "{\"filter_http_body\":false}");
    ping(uuid, "ERROR: disk full");
    assertThat(Browsed.lastPing(server, uuid).signal()).as("off again").isEqualTo(Signal.SUCCESS);
    assertThat(get(self).get("failure_kw").getAsString()).isEqualTo("ERROR");
  }

  @Test
  void theFiltersOfMailDoNotFilterHttp() throws Exception {
    String self = made("{\"success_kw\":\"DONE\",\"filter_body\":true,\"filter_subject\":true}");
    ping(uuid(self), "no such word");
    assertThat(Browsed.lastPing(server, uuid(self)).signal()).isEqualTo(Signal.SUCCESS);
    assertThat(get(self).toString())
        .contains("\"filter_body\":true", "\"filter_subject\":true", "\"filter_http_body\":false");
  }

  @Test
  void aFilterWithoutWordsLeavesNothingButItsDefault() throws Exception {
    String self = made("{\"filter_http_body\":true}");
    ping(uuid(self), "anything");
    assertThat(Browsed.lastPing(server, uuid(self)).signal()).isEqualTo(Signal.IGNORED);
  }

  @Test
  void subjectAndSubjectFailAreOldNamesOfTheKeywords() throws Exception {
    JsonObject check = get(made("{\"subject\":\"DONE, OK\",\"subject_fail\":\"ERR\"}"));
    assertThat(check.get("success_kw").getAsString()).isEqualTo("DONE, OK");
    assertThat(check.get("failure_kw").getAsString()).isEqualTo("ERR");
    assertThat(check.get("subject").getAsString()).isEqualTo("DONE, OK");
    assertThat(check.get("subject_fail").getAsString()).isEqualTo("ERR");
    assertThat(check.get("filter_subject").getAsBoolean()).isTrue();
  }

  @Test
  void everyCheckHasEveryKey() throws Exception {
    assertThat(new TreeSet<>(get("/api/v3/checks/" + Fixtures.UUID_1).keySet()))
        .contains(
            "name",
            "slug",
            "tags",
            "desc",
            "grace",
            "n_pings",
            "status",
            "started",
            "last_ping",
            "next_ping",
            "manual_resume",
            "methods",
            "subject",
            "subject_fail",
            "start_kw",
            "success_kw",
            "failure_kw",
            "filter_subject",
            "filter_body",
            "filter_http_body",
            "filter_default_fail",
            "badge_url",
            "uuid",
            "ping_url",
            "update_url",
            "pause_url",
            "resume_url",
            "channels",
            "timeout");
  }

  @Test
  void aCheckDependsOnOthersByNameSlugUuidOrUniqueKeyAndNeverOnItself() throws Exception {
    UUID router = uuid(made("{\"name\":\"Main router\",\"slug\":\"router-1\"}"));
    String lan = made("{\"name\":\"lan\",\"depends_on\":[\"Main router\"]}");
    String web = made("{\"name\":\"web\",\"depends_on\":[\"router-1\",\"" + uuid(lan) + "\"]}");
    assertThat(parents(get(web))).containsExactly(router.toString(), uuid(lan).toString());
    assertThat(parents(json(send("GET", web, "", "read-key"))))
        .as("who may only look is told no UUID")
        .containsExactly(Uuids.uniqueKey(router), Uuids.uniqueKey(uuid(lan)));
    assertThat(parents(post(web, "{\"desc\":\"x\"}"))).as("left as it was").hasSize(2);
    assertThat(refused(web, "{\"depends_on\":[\"ruoter\"]}"))
        .isEqualTo("json validation error: depends_on: there is no check 'ruoter'");
    assertThat(refused(web, "{\"depends_on\":\"router-1\"}"))
        .isEqualTo("json validation error: depends_on is not an array");
    assertThat(
            refused(
                "/api/v3/checks/" + router,
                "{\"depends_on\":[\"" + Uuids.uniqueKey(uuid(web)) + "\"]}"))
        .isEqualTo("depends_on goes in a circle: Main router -> web -> Main router");
    assertThat(refused(web, "{\"depends_on\":[\"" + uuid(web) + "\"]}"))
        .contains("circle: web -> web");
    made("{\"name\":\"web\"}");
    assertThat(refused(lan, "{\"depends_on\":[\"web\"]}"))
        .contains("several checks are called 'web'; write the UUID of one");
    assertThat(parents(post(web, "{\"depends_on\":[]}"))).isEmpty();
  }

  private static List<String> parents(JsonObject check) {
    return check.getAsJsonArray("depends_on").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  @Test
  void whatIsDownIsAcknowledgedByTheApi() throws Exception {
    String self = made("{\"name\":\"broken\"}");
    HttpResponse<String> early = send("POST", self + "/acknowledge", "", "write-key");
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).isEqualTo("check is not down");
    send("GET", "/ping/" + uuid(self) + "/fail", "", "");
    assertThat(get(self).get("acknowledged").isJsonNull()).isTrue();
    assertThat(send("POST", self + "/acknowledge", "", "read-key").statusCode()).isEqualTo(401);
    assertThat(post(self + "/acknowledge", "").get("acknowledged").getAsString())
        .endsWith("+00:00");
    assertThat(get(self).get("acknowledged").isJsonNull()).isFalse();
    assertThat(post(self + "/unacknowledge", "").get("acknowledged").isJsonNull()).isTrue();
    assertThat(send("POST", self + "/unacknowledge", "", "write-key").statusCode()).isEqualTo(409);
  }

  @Test
  void flipsAreInAnObjectAndPauseAndResumeAreAmongThem() throws Exception {
    String self = made("{\"name\":\"f\"}");
    ping(uuid(self), "");
    CLOCK.forward(Duration.ofHours(1));
    post(self + "/pause", "");
    post(self + "/resume", "");
    JsonArray flips = get(self + "/flips/?seconds=0").getAsJsonArray("flips");
    assertThat(flips).hasSize(3);
    assertThat(flips.toString().replaceAll("\"timestamp\":\"[^\"]*\",?", ""))
        .isEqualTo("[{\"up\":0},{\"up\":0},{\"up\":1}]");
    assertThat(get(self + "/flips/?seconds=60").getAsJsonArray("flips")).hasSize(2);
    assertThat(send("GET", self + "/flips/?seconds=x", "", "write-key").statusCode())
        .isEqualTo(400);
  }

  @Test
  void versionsOneAndTwoMakeTheSlugFromTheName() throws Exception {
    String named = "{\"name\":\"My Backup (v1)\"}";
    for (String version : List.of("v1", "v2")) {
      String path = "/api/" + version + "/checks/";
      JsonObject check = json(send("POST", path, named, "write-key"));
      assertThat(check.get("slug").getAsString()).isEqualTo("my-backup-v1");
      String self = path + check.get("uuid").getAsString();
      JsonObject renamed = json(send("POST", self, "{\"name\":\"Ünï Côde!\"}", "write-key"));
      assertThat(renamed.get("slug").getAsString()).isEqualTo("uni-code");
      JsonObject given =
          json(send("POST", self, "{\"name\":\"x\",\"slug\":\"mine\"}", "write-key"));
      assertThat(given.get("slug").getAsString()).isEqualTo("mine");
    }
    assertThat(get(made(named)).get("slug").getAsString()).isEmpty();
  }

  @Test
  void inVersionOneStartedIsAStatus() throws Exception {
    UUID uuid = uuid(made("{\"name\":\"v\"}"));
    send("GET", "/ping/" + uuid + "/start", "", "");
    String path = "/checks/" + uuid;
    assertThat(get("/api/v1" + path).get("status").getAsString()).isEqualTo("started");
    assertThat(get("/api/v2" + path).get("status").getAsString()).isEqualTo("new");
  }

  @Test
  void aReadOnlyKeySeesOneCheckAndItsFlipsByUuidAndByUniqueKey() throws Exception {
    UUID uuid = uuid(made("{\"name\":\"r\"}"));
    String unique = Uuids.uniqueKey(uuid);
    for (String name : List.of(unique, uuid.toString())) {
      String self = "/api/v3/checks/" + name;
      HttpResponse<String> seen = send("GET", self, "", "read-key");
      assertThat(seen.statusCode()).isEqualTo(200);
      assertThat(seen.body()).contains(unique).doesNotContain("ping_url", "\"channels\"");
      assertThat(send("GET", self + "/flips/", "", "read-key").body()).isEqualTo("{\"flips\":[]}");
      assertThat(send("GET", self + "/pings/", "", "read-key").statusCode()).isEqualTo(401);
      assertThat(send("POST", self + "/pause", "", "read-key").statusCode()).isEqualTo(401);
    }
    assertThat(send("GET", "/api/v3/channels/", "", "read-key").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v3/badges/", "", "read-key").statusCode()).isEqualTo(200);
  }

  @Test
  void channelsRouteACheckAndUnknownOnesAreRefused() throws Exception {
    String listed = send("GET", "/api/v3/channels/", "", "write-key").body();
    assertThat(listed)
        .contains("\"name\":\"default/mail\",\"kind\":\"email\"")
        .contains("\"name\":\"tag:db/webhook\",\"kind\":\"webhook\"")
        .doesNotContain("example.org");
    String self = made("{\"name\":\"c\"}");
    assertThat(get(self).get("channels").getAsString()).isEqualTo(ApiChannels.id(MAIL));
    HttpResponse<String> refused = send("POST", self, "{\"channels\":\"nobody\"}", "write-key");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("{\"error\":\"invalid channel identifier: nobody\"}");
    post(self, "{\"channels\":\"" + ApiChannels.id(HOOK) + "\"}");
    assertThat(get(self).get("channels").getAsString()).isEqualTo(ApiChannels.id(HOOK));
    send("GET", "/ping/" + uuid(self) + "/fail", "", "");
    assertThat(waitingFor("tag:db/webhook")).isTrue();
    assertThat(waitingFor("default/mail")).isFalse();
    post(self, "{\"channels\":\"*\"}");
    assertThat(get(self).get("channels").getAsString()).contains(",");
    post(self, "{\"channels\":\"\"}");
    assertThat(get(self).get("channels").getAsString()).isEmpty();
  }

  private boolean waitingFor(String channel) {
    return server.store().read(s -> s.outbox().head(channel, CLOCK.instant()).isPresent());
  }

  @Test
  void whileARunGoesOnTheNextPingIsItsStart() throws Exception {
    String self = made("{\"name\":\"n\",\"timeout\":3600}");
    ping(uuid(self), "");
    CLOCK.forward(Duration.ofMinutes(5));
    send("GET", "/ping/" + uuid(self) + "/start", "", "");
    String start = CLOCK.instant().toString().replace("Z", "+00:00");
    assertThat(get(self).get("next_ping").getAsString()).isEqualTo(start);
  }

  @Test
  void runsThatOverlapHaveEachTheirDuration() throws Exception {
    String path = "/ping/" + Fixtures.UUID_1;
    UUID one = new UUID(1, 1);
    UUID two = new UUID(2, 2);
    send("GET", path + "/start?rid=" + one, "", "");
    CLOCK.forward(Duration.ofSeconds(10));
    send("GET", path + "/start?rid=" + two, "", "");
    CLOCK.forward(Duration.ofSeconds(10));
    send("GET", path + "?rid=" + one, "", "");
    CLOCK.forward(Duration.ofSeconds(10));
    send("GET", path + "/fail?rid=" + two, "", "");
    JsonArray pings = get("/api/v3/checks/" + Fixtures.UUID_1 + "/pings/").getAsJsonArray("pings");
    assertThat(pings.get(0).getAsJsonObject().get("duration").getAsDouble()).isEqualTo(20);
    assertThat(pings.get(1).getAsJsonObject().get("duration").getAsDouble()).isEqualTo(20);
  }

  @Test
  void theTimeZoneOutlivesASimpleSchedule() throws Exception {
    String self = made("{\"timeout\":600,\"tz\":\"Europe/Riga\"}");
    post(self, "{\"schedule\":\"0 3 * * *\"}");
    assertThat(get(self).get("tz").getAsString()).isEqualTo("Europe/Riga");
  }

  @Test
  void aScheduleMayBeWrittenAsForSystemdTimers() throws Exception {
    String self = made("{\"schedule\":\"Mon..Fri 02:30\\nSun 04:00\",\"tz\":\"Asia/Tokyo\"}");
    JsonObject check = get(self);
    assertThat(check.get("schedule").getAsString()).isEqualTo("Mon..Fri 02:30\nSun 04:00");
    assertThat(check.get("tz").getAsString()).isEqualTo("Asia/Tokyo");
    ping(uuid(self), "");
    assertThat(get(self).get("next_ping").getAsString()).contains("T17:30:00+00:00");
    post(self, "{\"tz\":\"UTC\"}");
    assertThat(get(self).get("next_ping").getAsString()).contains("T02:30:00+00:00");
  }

  @ParameterizedTest
  @CsvSource({"EST,08", "MST,10", "HST,13", "ROC,19"})
  void theShortNamesOfTimeZonesAreTaken(String zone, String hour) throws Exception {
    String self = made("{\"schedule\":\"0 3 LW * *\",\"tz\":\"" + zone + "\"}");
    assertThat(get(self).get("tz").getAsString()).isEqualTo(zone);
    ping(uuid(self), "");
    assertThat(get(self).get("next_ping").getAsString()).contains("T" + hour + ":00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'x'} | could not parse request body",
        "{\"name\":\"x\"} // note | could not parse request body",
        "{\"name\":\"x\",} | could not parse request body",
        "{\"name\":\"x\"} {} | could not parse request body",
        "{name:\"x\"} | could not parse request body",
        "[] | json validation error: value is not an object",
        "\"x\" | json validation error: value is not an object",
        "{\"name\":null} | json validation error: name is not a string",
        "{\"timeout\":null} | json validation error: timeout is not a number",
        "{\"timeout\":60.5} | json validation error: timeout is not a number",
        "{\"timeout\":\"60\"} | json validation error: timeout is not a number",
        "{\"timeout\":99999999999999999999} | json validation error: timeout is too large",
        "{\"manual_resume\":null} | json validation error: manual_resume is not a boolean",
        "{\"filter_http_body\":\"yes\"} | json validation error: filter_http_body is not a boolean",
        "{\"methods\":\"PUT\"} | json validation error: methods has unexpected value",
        "{\"unique\":\"name\"} | json validation error: unique is not an array",
        "{\"unique\":[\"x\"]} | json validation error: an item in 'unique' has unexpected value",
        "{\"tz\":\"+02:00\"} | json validation error: tz is not a valid timezone",
        "{\"tz\":\"\"} | json validation error: tz is not a valid timezone",
        "{\"schedule\":\"\"} | json validation error: schedule is not a valid cron or OnCalendar"
            + " expression",
        "{\"name\":\"a\\u0000b\"} | json validation error: name has unexpected value",
      })
  void whatIsWrongIsSaidInTheWordsOfHealthchecks(String body, String error) throws Exception {
    HttpResponse<String> answer = send("POST", "/api/v3/checks/", body, "write-key");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").getAsString()).isEqualTo(error);
  }

  @Test
  void whatIsNotUtf8IsNoJson() throws Exception {
    byte[] body = "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/api/v3/checks/"))
            .POST(BodyPublishers.ofByteArray(body))
            .header("X-Api-Key", "write-key")
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("could not parse request body");
  }

  @Test
  void lengthsAreCountedInCharacters() throws Exception {
    String name = "🚀".repeat(100);
    assertThat(get(made("{\"name\":\"" + name + "\"}")).get("name").getAsString()).isEqualTo(name);
    assertThat(refusal("{\"name\":\"" + name + "🚀\"}")).endsWith("name is too long");
    assertThat(refusal("{\"tags\":\"" + "t ".repeat(251) + "\"}")).endsWith("tags is too long");
    made("{\"desc\":\"" + "d".repeat(200_000) + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, channels/",
    "POST, badges/",
    "HEAD, checks/",
    "DELETE, checks/",
    "PATCH, checks/",
    "GET, checks/{uuid}/pause",
    "POST, checks/{uuid}/flips/",
    "HEAD, checks/{uuid}",
    "PUT, checks/{uuid}"
  })
  void whatCantBeDoneWithAResourceIsNotAllowed(String method, String path) throws Exception {
    String filled = "/api/v3/" + path.replace("{uuid}", Fixtures.UUID_1.toString());
    HttpResponse<String> answer = send(method, filled, "", "");
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void browsersAreToldWhatTheyMaySend() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", "/api/v3/checks/", "", "");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void whatIsNotPausedIsNotResumed() throws Exception {
    HttpResponse<String> answer =
        send("POST", "/api/v3/checks/" + Fixtures.UUID_1 + "/resume", "", "write-key");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("check is not paused");
  }

  @Test
  void figuresOfTheSwitchAreForWhoHasAKey() throws Exception {
    ping(Fixtures.UUID_1, "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/api/v3/metrics/"))
            .header("X-Metrics-Key", "read-key")
            .build();
    String body = client.send(request, BodyHandlers.ofString()).body();
    assertThat(JsonParser.parseString(body).getAsJsonObject().keySet())
        .containsExactly("ts", "max_ping_id", "max_notification_id", "num_unprocessed_flips");
    assertThat(send("GET", "/api/v3/metrics/", "", "read-key").statusCode()).isEqualTo(403);
  }

  @Test
  void badgesAreByTagAndCanBeSharedByTheirLinks() throws Exception {
    made("{\"name\":\"one\",\"tags\":\"web a/b 100% ä\"}");
    String other = made("{\"name\":\"one\",\"tags\":\"web\"}");
    JsonObject badges = get("/api/v3/badges/").getAsJsonObject("badges");
    assertThat(badges.keySet()).contains("*", "web", "a/b", "100%", "ä");
    assertThat(badges.getAsJsonObject("web").keySet())
        .containsExactlyInAnyOrder("svg", "svg3", "json", "json3", "shields", "shields3");
    for (String tag : List.of("web", "a/b", "100%", "ä")) {
      String answer = badge(badges, tag, "json3").body();
      assertThat(answer).as(tag).contains("\"status\":\"up\"", "\"down\":0");
      assertThat(badge(badges, tag, "svg").body()).startsWith("<svg");
    }
    send("GET", "/ping/" + uuid(other) + "/fail", "", "");
    CLOCK.forward(Duration.ofSeconds(3));
    assertThat(badge(badges, "web", "json").body())
        .as("of two checks of one name, one is down")
        .contains("\"status\":\"down\"", "\"total\":2", "\"down\":1");
    assertThat(badge(badges, "*", "shields").body())
        .contains("\"message\":\"down\"", "\"schemaVersion\":1");
    assertThat(badge(badges, "a/b", "json").body()).contains("\"status\":\"up\"");
    assertThat(send("GET", "/badge/tag/web.svg?key=guessed", "", "").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> badge(JsonObject badges, String tag, String format)
      throws Exception {
    String url = badges.getAsJsonObject(tag).get(format).getAsString();
    HttpResponse<String> answer =
        send("GET", url.substring("https://hb.example.org".length()), "", "");
    assertThat(answer.statusCode()).as(url).isEqualTo(200);
    return answer;
  }

  @Test
  void aCheckIsFoundAgainByWhatIsUnique() throws Exception {
    String first = made("{\"name\":\"u\",\"tags\":\"a\"}");
    HttpResponse<String> again =
        send(
            "POST",
            "/api/v3/checks/",
            "{\"name\":\"u\",\"tags\":\"b\",\"unique\":[\"name\"]}",
            "write-key");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("uuid").getAsString()).isEqualTo(uuid(first).toString());
    assertThat(get(first).get("tags").getAsString()).isEqualTo("b");
  }

  private String refusal(String body) throws Exception {
    return refused("/api/v3/checks/", body);
  }

  private String refused(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, "write-key");
    assertThat(answer.statusCode()).isEqualTo(400);
    return json(answer).get("error").getAsString();
  }

  /** Makes a check; returns its path. */
  private String made(String body) throws Exception {
    HttpResponse<String> answer = send("POST", "/api/v3/checks/", body, "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return "/api/v3/checks/" + json(answer).get("uuid").getAsString();
  }

  private JsonObject post(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private JsonObject get(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "", "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private void ping(UUID uuid, String body) throws Exception {
    send("POST", "/ping/" + uuid, body, "");
  }

  private static UUID uuid(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private HttpResponse<String> send(String method, String path, String body, String key)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!key.isEmpty()) {
      request.header("X-Api-Key", key);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
