package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A switch with one check and two channels, and requests to its management API. */
abstract class ApiSwitch {
  static final Channel MAIL = new Channel.Mail("default/mail", List.of("ops@example.org"));

  static final Channel HOOK =
      new Channel.Webhook("tag:db/webhook", "https://example.org/x", "POST", Map.of(), null);

  @Parameter StoreKind kind;
  @TempDir static Path folder;
  static final Clock CLOCK = new Clock();
  static HttpClient client;
  static SwitchServer server;

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

  String refusal(String body) throws Exception {
    return refused("/api/v3/checks/", body);
  }

  String refused(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, "write-key");
    assertThat(answer.statusCode()).isEqualTo(400);
    return json(answer).get("error").getAsString();
  }

  /** Makes a check; returns its path. */
  String made(String body) throws Exception {
    HttpResponse<String> answer = send("POST", "/api/v3/checks/", body, "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return "/api/v3/checks/" + json(answer).get("uuid").getAsString();
  }

  JsonObject post(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  JsonObject get(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "", "write-key");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  void ping(UUID uuid, String body) throws Exception {
    send("POST", "/ping/" + uuid, body, "");
  }

  static UUID uuid(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  HttpResponse<String> send(String method, String path, String body, String key) throws Exception {
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
