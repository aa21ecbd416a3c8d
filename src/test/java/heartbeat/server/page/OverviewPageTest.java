package heartbeat.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page of all checks shows when there are more than fit. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class OverviewPageTest {
  private static final Pattern NAME = Pattern.compile("/checks/[0-9]+\">([^<]*)<");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Test
  void ofManyChecksTheMostUrgentAreShownByName() throws Exception {
    List<Check> checks = new ArrayList<>();
    for (int i = 600; i > 0; i--) {
      checks.add(Check.named(new UUID(1, i), String.format("%s%03d", i % 2 == 0 ? "A" : "b", i)));
    }
    ServeSettings settings =
        Fixtures.settings(kind.database(folder.resolve("switch.db")), checks, Routes.NOWHERE);
    try (SwitchServer server =
        SwitchServer.start(settings, InstantSource.system(), "test", Map.of())) {
      String set = "UPDATE checks SET cause = 'FAILED', last_ping = 1, status = ";
      server.store().write(s -> s.update(set + "'UP', since = 1 WHERE name = 'b003'"));
      server
          .store()
          .write(s -> s.update(set + "'DOWN', since = 1 WHERE name IN ('b599', 'A002', 'A600')"));
      server
          .store()
          .write(
              s ->
                  s.update(
                      "UPDATE checks SET status = 'PAUSED' WHERE name < 'A100'"
                          + " AND status = 'NEW'"));
      String page = page(server, "/");
      List<String> names = NAME.matcher(page).results().map(found -> found.group(1)).toList();
      assertThat(names).hasSize(500).startsWith("A002", "A600", "b003", "b599", "A100", "A102");
      assertThat(names.subList(4, 500)).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
      assertThat(names).as("paused comes last, and was left out").doesNotContain("A004");
      assertThat(page).contains("The first 500 of 600 are shown.", "4 checks are down");
      String paused = page(server, "/?state=paused");
      assertThat(paused).contains("48 of 600 checks").doesNotContain("are shown");
    }
  }

  @Test
  void whileSomebodyFillsInTheFirstFormABrowserWithoutScriptsDoesNotLoadThePageAgain()
      throws Exception {
    for (int checks = 0; checks < 2; checks++) {
      List<Check> some = checks == 0 ? List.of() : List.of(Check.named(new UUID(1, 1), "backup"));
      var database = kind.database(folder.resolve(checks + ".db"));
      ServeSettings settings = Fixtures.settings(database, some, Routes.NOWHERE);
      try (SwitchServer server =
          SwitchServer.start(settings, InstantSource.system(), "test", Map.of())) {
        String page = page(server, "/");
        assertThat(page.contains("<form class=\"edit\"")).isEqualTo(checks == 0);
        assertThat(page.contains("http-equiv=\"refresh\"")).isEqualTo(checks > 0);
        assertThat(page).as("by script the rest of it is renewed").contains("<footer data-live>");
      }
    }
  }

  private static String page(SwitchServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create(server.uri() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
