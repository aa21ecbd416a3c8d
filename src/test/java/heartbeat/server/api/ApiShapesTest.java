package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.model.Uuids;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The management API answers what dashboards and exporters of healthchecks rely on. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ApiShapesTest extends ApiSwitch {
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
  void browsersAreToldWhatTheyMaySend() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", "/api/v3/checks/", "", "");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
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
}
