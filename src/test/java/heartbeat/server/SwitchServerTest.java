package heartbeat.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import heartbeat.Await;
import heartbeat.check.Check;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Status;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole switch, with a real clock. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class SwitchServerTest {
  private static final UUID OTHER = new UUID(0, 2);

  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Test
  void silenceIsToldToTheWebhookWithinASecond() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
    hook.start();
    Channel channel = new Channel.Webhook("hook", hook.baseUrl(), "POST", Map.of(), null);
    Check quick =
        new Check(
            Fixtures.UUID_1,
            "quick",
            "quick",
            List.of(),
            "",
            new Schedule.Period(Duration.ofMillis(200)),
            Duration.ofMillis(200),
            Policy.PLAIN,
            PingFilter.EVERYTHING);
    Routes routes = new Routes(List.of(channel), Map.of(), Map.of());
    try (SwitchServer server = start(Fixtures.settings(db(), List.of(quick), routes))) {
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "the last words").statusCode())
          .isEqualTo(200);
      Await.until(() -> !hook.getAllServeEvents().isEmpty());
      assertThat(Browsed.state(server.store(), Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
    }
    assertThat(hook.getAllServeEvents().getFirst().getRequest().getBodyAsString())
        .contains("\"kind\":\"down\"", "\"reason\":\"missed\"", "the last words");
    hook.stop();
  }

  private ServeSettings withFewPings(Check... checks) {
    return Fixtures.settings(
        db(), List.of(checks), Routes.NOWHERE, Map.of(), List.of(), List.of(), 0.1);
  }

  @Test
  void aCheckThatIsPingedFarTooOftenIsToldSo() throws Exception {
    ServeSettings settings = withFewPings(Fixtures.check("job", Fixtures.UUID_1));
    try (SwitchServer server = start(settings)) {
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(200);
      HttpResponse<String> second = send(server, "/ping/" + Fixtures.UUID_1, "");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      assertThat(Browsed.pings(server, Fixtures.UUID_1)).isEqualTo(1);
    }
  }

  @Test
  void whoGuessesPingUrlsIsSlowedDown() throws Exception {
    ServeSettings settings = withFewPings();
    try (SwitchServer server = start(settings)) {
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(404);
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void whatAnotherJobAtTheSameAddressGetsWrongDoesNotMakeAPingLate() throws Exception {
    ServeSettings settings = withFewPings(Fixtures.check("job", Fixtures.UUID_1));
    try (SwitchServer server = start(settings)) {
      assertThat(send(server, "/ping/" + OTHER, "").statusCode()).isEqualTo(404);
      assertThat(send(server, "/ping/" + OTHER, "").statusCode()).isEqualTo(429);
      assertThat(send(server, "/ping/guess/job", "").statusCode()).isEqualTo(429);
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void balancersAreToldWhenNothingCanBeStored() throws Exception {
    List<Check> checks = List.of(Fixtures.check("job", Fixtures.UUID_1));
    Database database = db();
    try (SwitchServer server = start(Fixtures.settings(database, checks, Routes.NOWHERE))) {
      assertThat(send(server, "/healthz", "").statusCode()).isEqualTo(200);
      readOnly(server, database);
      assertThat(send(server, "/healthz", "").statusCode()).isEqualTo(503);
      readOnly(server, database);
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(503);
      writable(database);
      Await.until(() -> send(server, "/healthz", "").statusCode() == 200);
      assertThat(send(server, "/ping/" + Fixtures.UUID_1, "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aReloadThatCantBeStoredLeavesTheOldConfigInForceUntilTheNextOne() throws Exception {
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    Check other = Fixtures.check("other", OTHER);
    ServeSettings before = Fixtures.settings(db(), List.of(job), Routes.NOWHERE);
    ServeSettings after =
        Fixtures.at(
            Fixtures.settings(db(), List.of(job, other), Routes.NOWHERE),
            "https://new.example.org");
    try (SwitchServer server = start(before)) {
      noMoreChecksFit(server);
      assertThatThrownBy(() -> server.reload(after))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("; the old config stays in force until the next reload");
      assertThat(checks(server))
          .contains("https://hb.example.org/ping/" + Fixtures.UUID_1)
          .doesNotContain("other", "new.example.org");
      theyFitAgain(server);
      server.reload(after);
      assertThat(checks(server)).contains("https://new.example.org/ping/" + OTHER);
    }
  }

  private void noMoreChecksFit(SwitchServer server) {
    change(
        server,
        switch (kind) {
          case SQLITE ->
              "CREATE TRIGGER room BEFORE INSERT ON checks BEGIN SELECT RAISE(ABORT, 'full'); END";
          case POSTGRES -> "ALTER TABLE checks ADD CONSTRAINT room CHECK (false) NOT VALID";
        });
  }

  private void theyFitAgain(SwitchServer server) {
    change(
        server,
        switch (kind) {
          case SQLITE -> "DROP TRIGGER room";
          case POSTGRES -> "ALTER TABLE checks DROP CONSTRAINT room";
        });
  }

  private static void change(SwitchServer server, String sql) {
    server.store().write(session -> session.update(sql));
  }

  /** All checks, as the management API lists them. */
  private static String checks(SwitchServer server) throws Exception {
    URI api = URI.create(server.uri() + "/api/v3/checks/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(api).build(), BodyHandlers.ofString()).body();
    }
  }

  /**
   * A file can't be written until the next failure, as on a disk that is remounted. Of a server the
   * switch's own looks would see that failure first: there it lasts.
   */
  private static void readOnly(SwitchServer server, Database database) throws SQLException {
    switch (database) {
      case Database.Sqlite file ->
          server
              .store()
              .write(
                  s -> {
                    try (Statement statement = s.connection().createStatement()) {
                      return !statement.execute("PRAGMA query_only = ON");
                    }
                  });
      case Database.Postgres there -> change(there, "SET default_transaction_read_only = on");
    }
  }

  private static void writable(Database database) throws SQLException {
    if (database instanceof Database.Postgres there) {
      change(there, "RESET default_transaction_read_only");
    }
  }

  /** Changes a database for sessions to come, and ends those that there are. */
  private static void change(Database.Postgres database, String how) throws SQLException {
    PostgresCluster cluster = PostgresCluster.shared();
    cluster.sql("postgres", "ALTER DATABASE " + database.name() + " " + how);
    cluster.sql(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "'");
  }

  @Test
  void everyPingOfACrowdIsKeptOnce() throws Exception {
    int senders = 24;
    int each = 100;
    ServeSettings settings =
        Fixtures.settings(
            db(),
            List.of(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER)),
            Routes.NOWHERE);
    ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    try (SwitchServer server = start(settings);
        HttpClient client = HttpClient.newHttpClient()) {
      try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < senders; i++) {
          URI uri = URI.create(server.uri() + "/ping/" + (i % 2 == 0 ? Fixtures.UUID_1 : OTHER));
          crowd.execute(
              () -> {
                for (int n = 0; n < each; n++) {
                  answers.add(pinged(client, uri));
                }
              });
        }
      }
      assertThat(answers).hasSize(senders * each).containsOnly(200);
      for (UUID uuid : List.of(Fixtures.UUID_1, OTHER)) {
        long count = senders / 2L * each;
        assertThat(Browsed.pings(server, uuid)).isEqualTo(count);
        assertThat(Browsed.newest(server, uuid, 50)).startsWith(count, count - 1).hasSize(50);
      }
    }
  }

  @Test
  void aStopUnderLoadLosesNothingThatWasAnswered() throws Exception {
    ConcurrentLinkedQueue<Integer> answered = new ConcurrentLinkedQueue<>();
    ServeSettings settings =
        Fixtures.settings(db(), List.of(Fixtures.check("job", Fixtures.UUID_1)), Routes.NOWHERE);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      SwitchServer server = start(settings);
      for (int i = 0; i < 4; i++) {
        senders.execute(() -> hammer(server, answered));
      }
      Await.until(() -> answered.size() >= 200);
      server.close();
    }
    try (Store store = kind.open(folder.resolve("switch.db"))) {
      assertThat(Browsed.state(store, Fixtures.UUID_1).pings())
          .isGreaterThanOrEqualTo(answered.size());
    }
  }

  private static int pinged(HttpClient client, URI uri) {
    try {
      HttpRequest ping = HttpRequest.newBuilder(uri).build();
      return client.send(ping, BodyHandlers.ofString()).statusCode();
    } catch (IOException | InterruptedException e) {
      return 0;
    }
  }

  private static void hammer(SwitchServer server, ConcurrentLinkedQueue<Integer> answered) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create(server.uri() + "/ping/" + Fixtures.UUID_1);
      while (true) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        int status = client.send(request, BodyHandlers.ofString()).statusCode();
        if (status == 200) {
          answered.add(status);
        } else {
          return;
        }
      }
    } catch (IOException | InterruptedException stopped) {
      // That is what the test is about.
    }
  }

  private Database db() {
    return kind.database(folder.resolve("switch.db"));
  }

  private static SwitchServer start(ServeSettings settings) {
    return SwitchServer.start(settings, InstantSource.system(), "test", Map.of());
  }

  private static HttpResponse<String> send(SwitchServer server, String path, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.uri() + path))
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
