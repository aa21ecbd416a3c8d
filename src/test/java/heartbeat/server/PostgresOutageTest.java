package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import heartbeat.Await;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes and comes back under a running switch. */
class PostgresOutageTest {
  private static final String PING = "/ping/" + Fixtures.UUID_1;
  private PostgresCluster cluster;
  private Database database;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void begin() {
    cluster = PostgresCluster.begin();
    database = cluster.create("switch");
  }

  @AfterEach
  void end() {
    client.close();
    cluster.close();
  }

  @Test
  void aPingThatCantBeStoredIsRefusedAndTheSwitchComesBackByItself() throws Exception {
    try (SwitchServer server = start()) {
      assertThat(send(server, PING).statusCode()).isEqualTo(200);
      cluster.kill();
      HttpResponse<String> refused = send(server, PING);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(send(server, "/healthz").statusCode()).isEqualTo(503);
      cluster.start();
      Await.until(() -> send(server, PING).statusCode() == 200);
      Await.until(() -> send(server, "/healthz").statusCode() == 200);
      assertThat(Browsed.pings(server, Fixtures.UUID_1)).isEqualTo(2);
    }
  }

  @Test
  void theLogSaysWhenTheDatabaseIsGoneAndWhenItIsBack() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger("heartbeat");
    logger.addAppender(lines);
    try (SwitchServer server = start()) {
      Await.until(() -> send(server, "/healthz").statusCode() == 200);
      cluster.kill();
      Await.until(() -> isSaid(lines, "the watchdog could not look: "));
      assertThat(isSaid(lines, "the watchdog can look again")).isFalse();
      cluster.start();
      Await.until(() -> isSaid(lines, "the watchdog can look again"));
    } finally {
      logger.detachAppender(lines);
    }
  }

  @Test
  void aSwitchStartsWithoutItsDatabaseAndServesWhenThatIsThere() throws Exception {
    cluster.kill();
    try (SwitchServer server = start()) {
      assertThat(send(server, PING).statusCode()).isEqualTo(503);
      assertThat(send(server, "/healthz").statusCode()).isEqualTo(503);
      cluster.start();
      Await.until(() -> send(server, "/healthz").statusCode() == 200);
      assertThat(send(server, PING).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSwitchThatNeverSawItsDatabaseCanBeStopped() {
    cluster.kill();
    start().close();
  }

  @Test
  void aConnectionThatWasEndedByTheServerIsReplacedUnnoticedByWhoReads() throws Exception {
    try (SwitchServer server = start()) {
      assertThat(send(server, PING).statusCode()).isEqualTo(200);
      assertThat(send(server, "/").statusCode()).isEqualTo(200);
      cluster.sql(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'switch'");
      assertThat(send(server, "/").statusCode()).isEqualTo(200);
      Await.until(() -> send(server, PING).statusCode() == 200);
    }
  }

  private static boolean isSaid(ListAppender<ILoggingEvent> lines, String text) {
    return lines.list.stream().anyMatch(line -> line.getFormattedMessage().startsWith(text));
  }

  private SwitchServer start() {
    ServeSettings settings =
        Fixtures.settings(
            database, List.of(Fixtures.check("job", Fixtures.UUID_1)), Routes.NOWHERE);
    return SwitchServer.start(settings, InstantSource.system(), "test", Map.of());
  }

  private HttpResponse<String> send(SwitchServer server, String path) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path));
    if (path.startsWith("/ping")) {
      request.POST(BodyPublishers.noBody());
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
