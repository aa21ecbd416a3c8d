package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.check.Signal;
import heartbeat.model.Uuids;
import heartbeat.server.StoreKind;
import heartbeat.server.page.Browsed;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the management API sets of a check, as healthchecks does. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ApiSettingsTest extends ApiSwitch {
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
}
