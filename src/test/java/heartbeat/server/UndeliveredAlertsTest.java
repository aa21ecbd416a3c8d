package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.server.alert.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** That nobody can be told of what is down must be seen wherever somebody looks. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class UndeliveredAlertsTest {
  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private SwitchServer server;
  private long check;

  @BeforeEach
  void start() {
    server =
        SwitchServer.start(
            Fixtures.settings(
                kind.database(folder.resolve("switch.db")),
                List.of(Fixtures.check("job", Fixtures.UUID_1)),
                Fixtures.MAIL),
            clock,
            "test",
            Map.of());
    check = server.store().read(s -> Objects.requireNonNull(s.checks().find(Fixtures.UUID_1)).id());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** It waits for its next try, so that nobody touches it meanwhile. */
  private void undelivered(int tries, String why) {
    Instant now = clock.instant();
    Message message = Message.notice("down", now, null, "job is down");
    Instant later = now.plus(Duration.ofHours(1));
    server
        .store()
        .write(
            s -> {
              s.outbox().add(check, "default/mail", message, now, later);
              return true;
            });
    server
        .store()
        .write(
            s -> {
              long id = s.alertOverview().newest();
              for (int i = 0; i < tries; i++) {
                s.outbox().failed(id, later, why);
              }
              return true;
            });
  }

  @Test
  void everyPageSaysInRedThatAlertsCantBeDelivered() throws Exception {
    assertThat(get("/")).doesNotContain("class=\"undelivered\"");
    undelivered(2, "localhost:25: Connection refused");
    undelivered(1, "localhost:25: Connection refused");
    for (String page : List.of("/", "/checks/" + check, "/checks/new")) {
      assertThat(get(page))
          .as(page)
          .contains(
              "<p class=\"undelivered\" role=\"alert\">2 alerts can&#39;t be delivered to"
                  + " default/mail: localhost:25: Connection refused</p>");
    }
    assertThat(get("/healthz")).isEqualTo("degraded: 2 alerts can't be delivered to default/mail");
  }

  @Test
  void theTableOfTheCheckShowsWhatWaitsWithItsTriesAndTheLastError() throws Exception {
    undelivered(3, "localhost:25: Connection refused");
    assertThat(get("/checks/" + check).replaceAll("<[^>]*>", ""))
        .contains("not delivered after 3 tries: localhost:25: Connection refused; next try");
  }

  @Test
  void theApiTellsIt() throws Exception {
    assertThat(json().has("undelivered")).as("as healthchecks, while all is well").isFalse();
    undelivered(1, "secret-token is wrong");
    assertThat(json().getAsJsonArray("undelivered").toString())
        .isEqualTo("[\"1 alert can't be delivered to default/mail\"]");
  }

  private JsonObject json() throws Exception {
    return JsonParser.parseString(get("/api/v3/checks/")).getAsJsonObject();
  }

  private String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create(server.uri() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
