package heartbeat.it;

import static heartbeat.it.Browser.DESKTOP;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.server.Clock;
import heartbeat.server.Database;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the documentation: a switch that has been at work for 90 days. */
class PicturesIT {
  private static final int DAYS = 90;

  @TempDir static Path folder;
  private final Clock clock = new Clock();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void ninetyDaysOfAHandfulOfJobs() throws Exception {
    List<Check> checks =
        List.of(
            check(1, "backup", "30 2 * * *", "db"),
            check(2, "moodle-cron", "*/5 * * * *", "moodle"),
            check(3, "ldap-sync", "0 * * * *", "moodle"),
            check(4, "reports", "0 6 * * 1-5", "db"),
            check(5, "certificates", "15 4 * * *", "web"),
            check(6, "host-health", "*/10 * * * *", "web"));
    ServeSettings settings =
        Fixtures.settings(
            new Database.Sqlite(folder.resolve("switch.db")),
            checks,
            Routes.NOWHERE,
            Map.of(),
            List.of(),
            List.of(),
            0);
    try (Browser browser = new Browser();
        SwitchServer server = SwitchServer.start(settings, clock, "test", Map.of())) {
      ninetyDays(server);
      for (String scheme : List.of("light", "dark")) {
        browser.width(DESKTOP).scheme(scheme).open(server.uri() + "/");
        assertThat(browser.heading()).isEqualTo("1 check is down");
        browser.picture("docs-overview-" + scheme, 640);
        browser.open(server.uri() + "/checks/1");
        assertThat(browser.text()).contains("95 % ", "Uptime");
        browser.picture("docs-check-" + scheme, 1500);
        assertThat(browser.troubles()).isEqualTo(List.of());
      }
    }
  }

  /** One run of each check a day is enough for the picture. */
  private void ninetyDays(SwitchServer server) throws IOException, InterruptedException {
    Random random = new Random(7);
    for (int day = 1; day <= DAYS; day++) {
      for (int check = 1; check <= 6; check++) {
        ping(server, check, "/start", "");
      }
      for (int check = 6; check >= 1; check--) {
        clock.forward(Duration.ofSeconds(3 + random.nextInt(4) * (7L - check)));
        boolean bad =
            (check == 1 && (day == 61 || day == 62 || day == DAYS))
                || (check == 3 && day % 37 == 5);
        ping(
            server,
            check,
            bad ? "/1" : "",
            bad ? "pg_dump: error: no space left on device\n" : "ok\n");
      }
      if (day < DAYS) {
        clock.forward(Duration.ofHours(3));
        ping(server, 3, "", "ok\n");
        clock.forward(Duration.ofHours(21));
      }
    }
    clock.forward(Duration.ofSeconds(30));
  }

  private void ping(SwitchServer server, int check, String end, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create(server.uri() + "/ping/" + new UUID(1, check) + end);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", "heartbeat/1.0")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static Check check(int n, String name, String cron, String tag) {
    Check plain = Fixtures.check(name, new UUID(1, n));
    return new Check(
        plain.uuid(),
        name,
        name,
        List.of(tag),
        n == 1 ? "Dump of all databases to the other machine" : "",
        new Schedule.Cron(CronExpression.parse(cron), ZoneId.of("Europe/Amsterdam")),
        Duration.ofDays(2),
        Policy.PLAIN,
        plain.intake());
  }
}
