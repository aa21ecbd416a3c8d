package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.PingRow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** The healthchecks ping contract, row by row, and what Cronitor and Kuma clients send. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class PingContractTest {
  private static final UUID POST_ONLY = new UUID(0, 2);
  private static final UUID FILTERED = new UUID(0, 3);
  private static final UUID TOLERANT = new UUID(0, 6);
  private static final UUID RUN = UUID.fromString("728b3763-ea80-4113-9fc0-f3c52e1d4d15");

  @Parameter StoreKind kind;
  @TempDir static Path folder;
  private static SwitchServer server;
  private static HttpClient client;

  @BeforeParameterizedClassInvocation
  static void start(StoreKind kind) {
    Check base = Fixtures.check("job", Fixtures.UUID_1);
    List<Check> checks =
        List.of(
            base,
            with(
                POST_ONLY,
                "post",
                new PingFilter(true, List.of(), List.of(), List.of(), Signal.IGNORED)),
            with(
                FILTERED,
                "words",
                new PingFilter(
                    false, List.of("ERROR"), List.of("done"), List.of("begin"), Signal.FAILURE)),
            Fixtures.check("twin", new UUID(0, 4)),
            Fixtures.check("twin", new UUID(0, 5)),
            tolerant());
    server =
        SwitchServer.start(
            Fixtures.settings(kind.database(folder.resolve("switch.db")), checks, Routes.NOWHERE),
            new Clock(),
            "test",
            Map.of());
    client = HttpClient.newHttpClient();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
    client.close();
  }

  private static Check with(UUID uuid, String name, PingFilter intake) {
    Check plain = Check.named(uuid, name);
    return new Check(
        uuid, name, name, List.of(), "", plain.schedule(), plain.grace(), Policy.PLAIN, intake);
  }

  private static Check tolerant() {
    Check plain = Check.named(TOLERANT, "tolerant");
    Policy policy = new Policy(null, 2, null, null, null, false);
    return new Check(
        TOLERANT,
        "tolerant",
        "tolerant",
        List.of(),
        "",
        plain.schedule(),
        plain.grace(),
        policy,
        PingFilter.EVERYTHING);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,    /ping/{uuid},                  200, OK, SUCCESS, -",
        "HEAD,   /ping/{uuid},                  200, '', SUCCESS, -",
        "POST,   /ping/{uuid},                  200, OK, SUCCESS, -",
        "PUT,    /ping/{uuid},                  200, OK, SUCCESS, -",
        "DELETE, /ping/{uuid},                  200, OK, SUCCESS, -",
        "GET,    /ping/{uuid}/,                 200, OK, SUCCESS, -",
        "GET,    /ping/{UUID},                  200, OK, SUCCESS, -",
        "GET,    /ping/{uuid}/start,            200, OK, START, -",
        "GET,    /ping/{uuid}/fail,             200, OK, FAILURE, -",
        "GET,    /ping/{uuid}/log,              200, OK, LOG, -",
        "GET,    /ping/{uuid}/log?skipped=1,    200, OK, LOG, -",
        "GET,    /ping/{uuid}?skipped=1,        200, OK, SUCCESS, -",
        "GET,    /ping/{uuid}/alive,            200, OK, ALIVE, -",
        "GET,    /ping/{uuid}/0,                200, OK, SUCCESS, 0",
        "GET,    /ping/{uuid}/1,                200, OK, FAILURE, 1",
        "GET,    /ping/{uuid}/255,              200, OK, FAILURE, 255",
        "GET,    /ping/{uuid}/256,              400, invalid url format, -, -",
        "GET,    /ping/{uuid}/99999999999999,   400, invalid url format, -, -",
        "GET,    /ping/{uuid}/-1,               404, not found, -, -",
        "GET,    /ping/{uuid}/stop,             404, not found, -, -",
        "GET,    /ping/{uuid}/start/,           404, not found, -, -",
        "GET,    /ping/{uuid}/start/x,          404, not found, -, -",
        "GET,    /ping/{uuid}?rid={rid},        200, OK, SUCCESS, -",
        "GET,    /ping/{uuid}?rid=1-1-1-1-1,    400, invalid uuid format, -, -",
        "GET,    /ping/{uuid}?rid=,             400, invalid uuid format, -, -",
        "GET,    /ping/{uuid}/start?rid=x,      400, invalid uuid format, -, -",
        "GET,    /ping/00000000-0000-0000-0000-00000000ffff, 404, not found, -, -",
        "GET,    /ping/8116e449d71c41128f5da66f60902091, 404, not found, -, -",
        "GET,    /ping/,                        404, not found, -, -",
        "GET,    /ping/{key}/job,               200, OK, SUCCESS, -",
        "POST,   /ping/{key}/job/start,         200, OK, START, -",
        "POST,   /ping/{key}/job/fail,          200, OK, FAILURE, -",
        "POST,   /ping/{key}/job/log,           200, OK, LOG, -",
        "POST,   /ping/{key}/job/3,             200, OK, FAILURE, 3",
        "POST,   /ping/{key}/job/300,           400, invalid url format, -, -",
        "POST,   /ping/wrong-key/job,           404, not found, -, -",
        "POST,   /ping/{key}/nobody,            404, not found, -, -",
        "POST,   /ping/{key}/nobody?create=0,   404, not found, -, -",
        "POST,   /ping/wrong-key/made?create=1, 404, not found, -, -",
        "POST,   /ping/{key}/twin,              409, ambiguous slug, -, -",
        "POST,   /ping/{key}/job?create=1,      200, OK, SUCCESS, -",
        "HEAD,   /ping/{key}/job,               200, '', SUCCESS, -",
        "GET,    /ping/{key}/job/0,             200, OK, SUCCESS, 0",
        "GET,    /ping/{key}/job/,              404, not found, -, -",
        "GET,    /ping/{key}/job?rid={rid},     200, OK, SUCCESS, -",
        "GET,    /ping/{key}/job?rid=x,         400, invalid uuid format, -, -",
        "GET,    /ping/{uuid}?create=1,         200, OK, SUCCESS, -",
        "GET,    /ping/00000000-0000-0000-0000-00000000ffff?create=1, 404, not found, -, -",
        "GET,    '/p/{key}/job?state=run&series=abc&host=h', 200, OK, START, -",
        "GET,    '/p/{key}/job?state=complete&series=abc&metric=duration:2.1', 200, OK, SUCCESS, -",
        "GET,    '/p/{key}/job?state=fail&status_code=7&msg=broken', 200, OK, FAILURE, 7",
        "GET,    /p/{key}/job?state=ok,         200, OK, SUCCESS, -",
        "GET,    /p/{key}/job,                  200, OK, SUCCESS, -",
        "POST,   /p/{key}/job?state=complete,   200, OK, SUCCESS, -",
        "GET,    /p/{key}/job?state=maybe,      400, invalid state, -, -",
        "GET,    /p/wrong-key/job,              404, not found, -, -",
        "GET,    '/api/push/{uuid}?status=up&msg=OK&ping=20', 200, '{\"ok\":true}', SUCCESS, -",
        "GET,    /api/push/8116e449d71c41128f5da66f60902091?status=down, 200, '{\"ok\":true}',"
            + " FAILURE, -",
        "GET,    /api/push/{uuid},              200, '{\"ok\":true}', SUCCESS, -",
        "POST,   /api/push/{uuid}?status=down,  200, '{\"ok\":true}', FAILURE, -",
        "GET,    '/ping/{key}/job?state=fail',  200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job?state=FAIL&msg=x', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job/?state=fail&series=a', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job?state=run',   200, OK, START, -",
        "GET,    '/ping/{key}/job?state=complete&status_code=0', 200, OK, SUCCESS, 0",
        "GET,    '/ping/{key}/job?state=complete&status_code=3', 200, OK, FAILURE, 3",
        "GET,    '/ping/{key}/job?state=complete&status_code=-9', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job?state=complete&status_code=1000', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job?state=complete&state=fail', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job/fail?state=complete', 200, OK, FAILURE, -",
        "GET,    '/ping/{key}/job?state=tick',  200, OK, SUCCESS, -",
        "GET,    '/ping/{key}/job?state=crash', 400, invalid state, -, -",
        "GET,    '/ping/{key}/job?state=',      400, invalid state, -, -",
        "GET,    '/ping/{uuid}?state=fail',     200, OK, FAILURE, -",
        "GET,    '/ping/{uuid}/?state=fail',    200, OK, FAILURE, -",
        "GET,    '/ping/{uuid}/fail?state=ok',  200, OK, FAILURE, -",
        "GET,    /ping/{key}/job/run,           200, OK, START, -",
        "GET,    /ping/{key}/job/complete,      200, OK, SUCCESS, -",
        "GET,    /p/{key}/job/run,              200, OK, START, -",
        "GET,    /p/{key}/job/complete,         200, OK, SUCCESS, -",
        "GET,    /p/{key}/job/fail,             200, OK, FAILURE, -",
        "GET,    /p/{key}/job/fail/,            200, OK, FAILURE, -",
        "GET,    '/p/{key}/job/?state=fail',    200, OK, FAILURE, -",
        "GET,    /p/{key}/job?state=tick,       200, OK, SUCCESS, -",
        "GET,    /p/{key}/job/stop,             400, invalid state, -, -",
        "GET,    '/p/wrong-key/job/fail',       404, not found, -, -",
        "POST,   /ping/{key}/Upper?create=1,    400, invalid url format, -, -",
        "GET,    /api/push/{uuid}?status=DOWN,  200, '{\"ok\":true}', FAILURE, -",
        "GET,    /api/push/{uuid}?status=false, 200, '{\"ok\":true}', FAILURE, -",
        "GET,    /api/push/{uuid}?status=0,     200, '{\"ok\":true}', FAILURE, -",
        "GET,    /api/push/{uuid}?status=fail,  200, '{\"ok\":true}', FAILURE, -",
        "GET,    /api/push/{uuid}?status=,      200, '{\"ok\":true}', FAILURE, -",
        "GET,    '/api/push/{uuid}?status=up&status=down', 200, '{\"ok\":true}', FAILURE, -",
        "GET,    '/api/push/{uuid}/?status=down&msg=x', 200, '{\"ok\":true}', FAILURE, -",
        "GET,    /api/push/{uuid}?status=UP,    200, '{\"ok\":true}', SUCCESS, -",
        "GET,    /api/push/nobody,              404,"
            + " '{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}', -, -",
      })
  void aPingIsAnsweredAndKeptAsTheContractSays(
      String method, String path, int status, String text, Signal kept, Integer exit)
      throws Exception {
    long before = Browsed.pings(server, Fixtures.UUID_1);
    HttpResponse<String> answer = send(method, path, "");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(text);
    if (kept == null) {
      assertThat(Browsed.pings(server, Fixtures.UUID_1)).isEqualTo(before);
    } else {
      PingRow ping = Browsed.lastPing(server, Fixtures.UUID_1);
      assertThat(ping.n()).isEqualTo(before + 1);
      assertThat(ping.signal()).isEqualTo(kept);
      assertThat(ping.exitStatus()).isEqualTo(exit);
      assertThat(ping.method()).isEqualTo(method);
    }
  }

  @Test
  void answersCarryTheContractsHeaders() throws Exception {
    var headers = send("GET", "/ping/{uuid}", "").headers();
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(headers.firstValue("Ping-Body-Limit")).hasValue("1000");
    assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-cache", "no-store");
  }

  @Test
  void createMakesAnUnknownSlugOnce() throws Exception {
    assertThat(send("GET", "/ping/{key}/fresh?create=1", "").statusCode()).isEqualTo(201);
    HttpResponse<String> again = send("GET", "/ping/{key}/fresh?create=1", "");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(send("GET", "/p/{key}/fresh-too?state=run", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ping/{key}/fresh-too", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aProxyThatTellsThePortTellsTheAddressToo() throws Exception {
    for (String told : List.of("192.0.2.7:1234", "192.0.2.7", "[2001:db8::1]:80", "2001:db8::1")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.uri() + "/ping/" + Fixtures.UUID_1))
              .header("X-Forwarded-For", told)
              .build();
      client.send(request, BodyHandlers.ofString());
      assertThat(Browsed.lastPing(server, Fixtures.UUID_1).remote())
          .isEqualTo(told.startsWith("1") ? "192.0.2.7" : "2001:db8::1");
    }
  }

  @Test
  void whatCronitorsClientSaysIsKept() throws Exception {
    send("GET", "/ping/{key}/job?state=fail&message=disk%20full", "");
    long n = Browsed.lastPing(server, Fixtures.UUID_1).n();
    assertThat(Browsed.body(server, Fixtures.UUID_1, n)).isEqualTo("disk full");
  }

  @Test
  void theFirstBytesOfABodyAreKept() throws Exception {
    send("POST", "/ping/{uuid}", "ä".repeat(700));
    PingRow ping = Browsed.lastPing(server, Fixtures.UUID_1);
    assertThat(ping.bodySize()).isEqualTo(1_000);
    assertThat(Browsed.body(server, Fixtures.UUID_1, ping.n())).isEqualTo("ä".repeat(500));
    send("GET", "/p/{key}/job?state=complete&message=all%20done", "");
    ping = Browsed.lastPing(server, Fixtures.UUID_1);
    assertThat(Browsed.body(server, Fixtures.UUID_1, ping.n())).isEqualTo("all done");
  }

  @Test
  void aMatchingRunIdGivesTheDuration() throws Exception {
    send("GET", "/ping/{uuid}/start?rid={rid}", "");
    send("GET", "/ping/{uuid}?rid=" + RUN.toString().toUpperCase(Locale.ROOT), "");
    PingRow ping = Browsed.lastPing(server, Fixtures.UUID_1);
    assertThat(ping.duration()).isZero();
    assertThat(ping.rid()).isEqualTo(RUN);
  }

  @Test
  void aFailureThatIsSentTwiceIsOneRunThatFailed() throws Exception {
    String failure = "/ping/" + TOLERANT + "/fail?rid={rid}";
    send("GET", failure, "");
    assertThat(send("GET", failure, "").statusCode()).isEqualTo(200);
    assertThat(Browsed.state(server.store(), TOLERANT).status()).isEqualTo(Status.UP);
    send("GET", failure.replace("{rid}", new UUID(1, 1).toString()), "");
    assertThat(Browsed.state(server.store(), TOLERANT).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void cronitorsSeriesTiesStartAndEndOfARun() throws Exception {
    send("GET", "/p/{key}/job?state=run&series=nightly-7", "");
    send("GET", "/p/{key}/job?state=complete&series=nightly-7", "");
    assertThat(Browsed.lastPing(server, Fixtures.UUID_1).duration()).isZero();
    send("GET", "/p/{key}/job?state=run&series=nightly-8", "");
    send("GET", "/p/{key}/job?state=complete&series=nightly-9", "");
    assertThat(Browsed.lastPing(server, Fixtures.UUID_1).duration()).isNull();
  }

  @Test
  void whatShouldNotCountIsIgnoredAndAnsweredAllTheSame() throws Exception {
    assertThat(send("GET", "/ping/" + POST_ONLY, "").body()).isEqualTo("OK");
    assertThat(Browsed.lastPing(server, POST_ONLY).signal()).isEqualTo(Signal.IGNORED);
    send("POST", "/ping/" + POST_ONLY, "");
    assertThat(Browsed.lastPing(server, POST_ONLY).signal()).isEqualTo(Signal.SUCCESS);
    send("POST", "/ping/" + FILTERED, "done, with ERROR");
    assertThat(Browsed.lastPing(server, FILTERED).signal()).isEqualTo(Signal.FAILURE);
    send("POST", "/ping/" + FILTERED, "all done, may begin again");
    assertThat(Browsed.lastPing(server, FILTERED).signal()).isEqualTo(Signal.SUCCESS);
    send("POST", "/ping/" + FILTERED, "we begin");
    assertThat(Browsed.lastPing(server, FILTERED).signal()).isEqualTo(Signal.START);
    send("POST", "/ping/" + FILTERED, "none of them");
    assertThat(Browsed.lastPing(server, FILTERED).signal())
        .as("its default")
        .isEqualTo(Signal.FAILURE);
    send("POST", "/ping/" + FILTERED + "/log", "ERROR");
    assertThat(Browsed.lastPing(server, FILTERED).signal()).as("not plain").isEqualTo(Signal.LOG);
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    String filled =
        path.replace("{uuid}", Fixtures.UUID_1.toString())
            .replace("{UUID}", Fixtures.UUID_1.toString().toUpperCase(Locale.ROOT))
            .replace("{key}", Fixtures.KEY)
            .replace("{rid}", RUN.toString());
    URI uri = URI.create(server.uri() + filled);
    return client.send(
        HttpRequest.newBuilder(uri)
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        BodyHandlers.ofString());
  }
}
