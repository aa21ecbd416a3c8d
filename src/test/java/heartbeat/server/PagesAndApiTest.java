package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.model.Uuids;
import heartbeat.server.alert.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and programs see, with logins and keys, and without. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class PagesAndApiTest {
  private static final String EVIL = "<script>alert(1)</script>\"'&";

  @Parameter StoreKind kind;
  @TempDir static Path folder;
  private static final Clock CLOCK = new Clock();
  private static SwitchServer open;
  private static SwitchServer guarded;
  private static HttpClient client;

  @BeforeParameterizedClassInvocation
  static void start(StoreKind kind) {
    client = HttpClient.newHttpClient();
    Check evil = Fixtures.check("x", null).withName(EVIL, "evil");
    open =
        SwitchServer.start(
            Fixtures.settings(
                kind.database(folder.resolve("open.db")),
                List.of(Fixtures.check("job", Fixtures.UUID_1), evil),
                Routes.NOWHERE),
            CLOCK,
            "test",
            Map.of());
    guarded = Fixtures.guarded(kind, folder.resolve("guarded.db"), CLOCK);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    open.close();
    guarded.close();
    client.close();
  }

  @Test
  void thePageShowsNamesAsTextAndNoPingUrls() throws Exception {
    HttpResponse<String> page = get(open, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("job", "&lt;script&gt;alert(1)&lt;/script&gt;", "every 1d, grace 1h")
        .doesNotContain("<script>alert", Fixtures.UUID_1.toString());
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(get(open, "/assets/style.css").body()).contains("prefers-color-scheme: dark");
    assertThat(get(open, "/assets/live.js").statusCode()).isEqualTo(200);
  }

  @Test
  void aCheckPageShowsPingsDurationsAndLogs() throws Exception {
    send(open, "POST", "/ping/" + Fixtures.KEY + "/evil/start", "", Map.of());
    CLOCK.forward(Duration.ofMinutes(2));
    Map<String, String> agent = Map.of("User-Agent", EVIL.replace("\"", ""));
    send(open, "POST", "/ping/" + Fixtures.KEY + "/evil/1", EVIL, agent);
    String page = get(open, "/?q=script&state=down").body();
    String link =
        Pattern.compile("/checks/[0-9]+").matcher(page).results().findFirst().orElseThrow().group();
    String check = get(open, link).body();
    assertThat(check)
        .contains(
            "> down</span> Failed with exit status 1.",
            "failure (exit 1)",
            "<svg ",
            "2m",
            "a run failed")
        .doesNotContain("<script>alert");
    assertThat(get(open, link + "/pings/2").body()).contains("&lt;script&gt;alert(1)");
    assertThat(get(open, link + "/pings/77").statusCode()).isEqualTo(404);
    assertThat(send(open, "POST", link + "/pause", "", Map.of()).statusCode()).isEqualTo(303);
    assertThat(get(open, link).body()).contains("> paused</span>", "Resume");
    assertThat(send(open, "POST", link + "/resume", "", Map.of()).statusCode()).isEqualTo(303);
    assertThat(get(open, link).body()).contains("> new</span>");
  }

  @Test
  void withoutALoginOnlyThisMachinesNamesAndPagesAreServed() throws Exception {
    Map<String, String> foreign = Map.of("Sec-Fetch-Site", "cross-site");
    assertThat(send(open, "POST", "/checks/1/pause", "", foreign).statusCode()).isEqualTo(403);
    assertThat(send(open, "DELETE", "/api/v3/checks/" + Fixtures.UUID_1, "", foreign).statusCode())
        .isEqualTo(403);
    assertThat(get(open, "/api/v3/checks/").headers().firstValue("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void aGuardedPageAsksForALogin() throws Exception {
    HttpResponse<String> refused = get(guarded, "/");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
    assertThat(get(guarded, "/checks/1").statusCode()).isEqualTo(401);
    assertThat(get(guarded, "/status/job").statusCode()).isEqualTo(401);
    assertThat(get(guarded, "/metrics").statusCode()).isEqualTo(401);
    assertThat(send(guarded, "GET", "/", "", login("ann", "wrong")).statusCode()).isEqualTo(401);
    assertThat(send(guarded, "GET", "/", "", login("ann", "secret")).statusCode()).isEqualTo(200);
    assertThat(get(guarded, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(guarded, "/ping/" + Fixtures.UUID_1).statusCode()).isEqualTo(200);
    CLOCK.forward(Duration.ofMinutes(1));
  }

  @Test
  void badgesAndStatusCanBeSharedByTheirUniqueKey() throws Exception {
    String key = Uuids.uniqueKey(Fixtures.UUID_1);
    assertThat(get(guarded, "/status/" + key).statusCode()).isEqualTo(200);
    assertThat(get(guarded, "/badge/" + key + ".svg").body()).contains("<svg", "job");
    assertThat(get(guarded, "/badge/" + key + ".json").body()).contains("\"label\":\"job\"");
    assertThat(get(guarded, "/badge/nobody.svg").statusCode()).isEqualTo(401);
    assertThat(get(open, "/status/job").body()).matches("(NEW|UP|DOWN) job");
    send(open, "POST", "/ping/" + Fixtures.KEY + "/job/fail", "", Map.of());
    assertThat(get(open, "/status/job").statusCode()).isEqualTo(503);
    send(open, "POST", "/ping/" + Fixtures.KEY + "/job", "", Map.of());
    assertThat(get(open, "/status/job").body()).isEqualTo("UP job");
    assertThat(get(open, "/metrics").body())
        .contains(
            "heartbeat_check_up{check=\"job\",name=\"job\",tags=\"\",unique_key=\"" + key + "\"} 1",
            "heartbeat_check_pings_total{check=\"job\",");
  }

  @Test
  void theApiMakesListsChangesPausesAndDeletesChecks() throws Exception {
    String made =
        api(
            "POST",
            "/api/v3/checks/",
            "{\"name\":\"API\",\"slug\":\"api\",\"tags\":\"a b\","
                + "\"schedule\":\"0 3 * * *\",\"tz\":\"Europe/Riga\",\"grace\":600}",
            201);
    JsonObject check = JsonParser.parseString(made).getAsJsonObject();
    assertThat(check.get("status").getAsString()).isEqualTo("new");
    assertThat(check.get("tz").getAsString()).isEqualTo("Europe/Riga");
    assertThat(check.get("ping_url").getAsString()).startsWith("https://hb.example.org/ping/");
    String self = "/api/v3/checks/" + check.get("uuid").getAsString();
    api("POST", "/api/v3/checks/", "{\"name\":\"API\",\"unique\":[\"name\"],\"timeout\":300}", 200);
    assertThat(api("GET", self, "", 200)).contains("\"timeout\":300", "\"grace\":600");
    assertThat(api("POST", self, "{\"desc\":\"what it does\"}", 200)).contains("what it does");
    assertThat(api("POST", self + "/pause", "", 200)).contains("\"status\":\"paused\"");
    assertThat(api("POST", self + "/resume", "", 200)).contains("\"status\":\"new\"");
    api("POST", self + "/resume", "", 409);
    client.send(
        HttpRequest.newBuilder(
                URI.create(guarded.uri() + "/ping/" + check.get("uuid").getAsString() + "/7"))
            .POST(BodyPublishers.ofString("log"))
            .build(),
        BodyHandlers.ofString());
    assertThat(api("GET", self + "/pings/", "", 200))
        .contains("\"type\":\"fail\"", "\"exitstatus\":7");
    assertThat(api("GET", self + "/pings/1/body", "", 200)).isEqualTo("log");
    assertThat(api("GET", self + "/flips/", "", 200)).contains("\"up\":0");
    assertThat(api("GET", "/api/v3/checks/?tag=a&tag=b", "", 200))
        .contains("API")
        .doesNotContain("job");
    String unique = Uuids.uniqueKey(UUID.fromString(check.get("uuid").getAsString()));
    Map<String, String> reader = Map.of("X-Api-Key", "read-key");
    String seen = send(guarded, "GET", "/api/v3/checks/" + unique, "", reader).body();
    assertThat(seen).contains(unique).doesNotContain("ping_url", check.get("uuid").getAsString());
    assertThat(send(guarded, "POST", "/api/v3/checks/", "{}", reader).statusCode()).isEqualTo(401);
    assertThat(api("DELETE", self, "", 200)).contains("API");
    api("GET", self, "", 404);
    api("DELETE", "/api/v3/checks/" + Fixtures.UUID_1, "", 403);
  }

  @Test
  void theApiSaysWhatIsWrong() throws Exception {
    assertThat(get(guarded, "/api/v3/checks/").statusCode()).isEqualTo(401);
    assertThat(api("POST", "/api/v3/checks/", "nonsense", 400)).contains("could not parse");
    assertThat(api("POST", "/api/v3/checks/", "[".repeat(90_000), 400)).contains("could not parse");
    assertThat(api("POST", "/api/v3/checks/", "{\"timeout\":5}", 400))
        .contains("timeout is too small");
    assertThat(api("POST", "/api/v3/checks/", "{\"grace\":\"x\"}", 400))
        .contains("grace is not a number");
    assertThat(api("POST", "/api/v3/checks/", "{\"tz\":\"Mars\"}", 400))
        .contains("not a valid timezone");
    assertThat(api("POST", "/api/v3/checks/", "{\"schedule\":\"* * *\"}", 400))
        .contains("not a valid cron");
    assertThat(api("POST", "/api/v3/checks/", "{\"name\":{}}", 400))
        .contains("name is not a string");
    assertThat(api("POST", "/api/v3/checks/", "{\"slug\":\"A b\"}", 400)).contains("slug");
    api("GET", "/api/v3/nothing/", "", 404);
    api("PATCH", "/api/v3/checks/", "", 405);
  }

  private static String api(String method, String path, String body, int status) throws Exception {
    HttpResponse<String> answer =
        send(guarded, method, path, body, Map.of("X-Api-Key", "write-key"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  private static Map<String, String> login(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static HttpResponse<String> get(SwitchServer server, String path) throws Exception {
    return send(server, "GET", path, "", Map.of());
  }

  private static HttpResponse<String> send(
      SwitchServer server, String method, String path, String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
