package heartbeat.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of some of the checks: filtered, for the public, by tag; and maintenance. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class SharedPagesTest {
  private static final UUID WEB = new UUID(0, 7);
  private static final UUID DB = new UUID(0, 8);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private final String ann = Site.login("ann", "secret");
  private Site site;

  @BeforeEach
  void start() {
    site =
        new Site(
            Fixtures.settings(
                kind.database(folder.resolve("switch.db")),
                List.of(tagged("shop", WEB, "web.eu"), tagged("dump", DB, "db")),
                Routes.NOWHERE,
                Map.of("ann", PasswordHash.of("secret", 10)),
                List.of(),
                List.of(),
                0),
            clock);
    site.get("/ping/" + WEB);
    site.get("/ping/" + DB + "/fail");
    clock.forward(Duration.ofMinutes(3));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private static Check tagged(String name, UUID uuid, String tag) {
    Check check = Fixtures.check(name, uuid);
    return new Check(
        uuid,
        name,
        name,
        List.of(tag),
        "a secret description",
        check.schedule(),
        check.grace(),
        check.policy(),
        check.intake());
  }

  private String page(String path) {
    return site.page(path, "Authorization", ann);
  }

  @Test
  void theHeadlineSpeaksOfWhatIsShownAndNamesWhatIsDownElsewhere() {
    assertThat(page("/"))
        .contains("<h1 class=\"down\">1 check is down</h1>")
        .doesNotContain("Not shown");
    assertThat(page("/?tag=web.eu"))
        .contains("<h1 class=\"up\">All is up</h1>", "Not shown here: ", "1 check is down</a>")
        .contains("<title>All is up");
    assertThat(page("/?q=nothing-like-it")).contains("No check is shown");
  }

  @Test
  void whoHasTheLinkSeesThePublicPageOfItsTagAndNothingElse() {
    String path = shared(page("/?tag=web.eu"));
    assertThat(site.page(path))
        .contains("All is up", "shop", "100 %", "<svg class=\"days\"")
        .doesNotContain("dump", "secret", "/checks/", WEB.toString(), "grace", "href=\"/\"");
    assertThat(site.get(path.replace("web.eu", "db")).statusCode()).isEqualTo(404);
    assertThat(site.get("/public?tag=web.eu").statusCode()).isEqualTo(404);
    String all = shared(page("/"));
    assertThat(site.page(all)).contains("1 check is down", "shop", "dump", "down for 3m");
    assertThat(site.get("/?tag=web.eu").statusCode()).isEqualTo(401);
  }

  @Test
  void aTagHasAStatusAndABadge() {
    assertThat(site.get("/status/tag/db").statusCode()).isEqualTo(401);
    assertThat(site.get("/status/tag/db", "Authorization", ann).statusCode()).isEqualTo(503);
    assertThat(page("/status/tag/db")).isEqualTo("DOWN db: 1 of 1 down");
    assertThat(page("/status/tag/web.eu")).isEqualTo("UP web.eu: 0 of 1 down");
    assertThat(site.get("/status/tag/none", "Authorization", ann).statusCode()).isEqualTo(404);
    assertThat(page("/badge/tag/web.eu")).startsWith("<svg").contains("web.eu: up");
    assertThat(page("/badge/tag/db.svg")).contains("db: down");
    assertThat(page("/badge/tag/web.eu.json")).contains("\"status\":\"up\"");
  }

  @Test
  void maintenanceIsPlannedShownAndEndedWithForms() {
    assertThat(page("/maintenance")).contains("None is planned", "Plan maintenance");
    assertThat(plan("tags", "db", "kind", "now", "for", "2h", "why", "disk <swap>")).isEqualTo(303);
    assertThat(page("/maintenance")).contains("tagged “db”", "disk &lt;swap&gt;", "End now");
    assertThat(page("/")).contains("In maintenance until");
    assertThat(page("/checks/2")).contains("maintenance</a> until");
    assertThat(page("/checks/1")).doesNotContain("maintenance</a> until");
    String end = first(page("/maintenance"), "(/maintenance/[0-9a-f-]{36}/end)");
    assertThat(site.send("POST", end, "", "Authorization", ann).statusCode()).isEqualTo(303);
    assertThat(page("/maintenance")).contains("None is planned");
    assertThat(plan("kind", "again", "times", "0 22 * * 0", "zone", "Europe/Riga", "for", "2h"))
        .isEqualTo(303);
    assertThat(page("/maintenance")).contains("0 22 * * 0 (Europe/Riga), for 2h", "all checks");
    assertThat(plan("kind", "once", "from", "2031-05-01T06:00", "for", "2h")).isEqualTo(303);
    assertThat(page("/maintenance"))
        .as("times that a script can turn into those of the reader")
        .containsPattern("<time datetime=\"2031-05-01T0[0-9]:00:00Z\">[^<]* UTC</time> to <time");
    assertThat(plan("kind", "once", "from", "2001-01-01T00:00", "for", "2h")).isEqualTo(422);
    assertThat(plan("kind", "again", "times", "nonsense", "for", "long")).isEqualTo(422);
    assertThat(site.get("/maintenance").statusCode()).isEqualTo(401);
  }

  @Test
  void everyKeptPingCanBeFoundWithItsLog() {
    for (int i = 0; i < 110; i++) {
      site.send("POST", "/ping/" + WEB, "log number " + i);
    }
    String page = page("/checks/1");
    assertThat(page).contains("Older pings");
    String older = page(first(page, "(/checks/1/pings\\?before=[0-9]+)"));
    assertThat(older).contains("shop: pings", "POST 127.0.0.1");
    String log = page(first(older, "(/checks/1/pings/[0-9]+)\""));
    assertThat(log).contains("log number ");
  }

  private int plan(String... fields) {
    return site.send(
            "POST",
            "/maintenance",
            Site.encoded(fields),
            "Authorization",
            ann,
            "Content-Type",
            "application/x-www-form-urlencoded")
        .statusCode();
  }

  private static String shared(String page) {
    return first(page, "href=\"(/public[^\"]*)\"").replace("&amp;", "&");
  }

  private static String first(String page, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }
}
