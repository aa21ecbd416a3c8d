package heartbeat.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Command;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.StoreKind;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks made, edited and deleted with plain forms. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class CheckEditorTest {
  private static final Pattern PING_URL = Pattern.compile("value=\"[^\"]*(/ping/[0-9a-f-]{36})\"");

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Site site;

  @BeforeEach
  void start() {
    site =
        new Site(
            Fixtures.settings(
                kind.database(folder.resolve("switch.db")),
                List.of(Fixtures.check("job", Fixtures.UUID_1)),
                Fixtures.MAIL),
            clock);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void anEmptyPageIsABeginningWhichTurnsGreenWithTheFirstPing() {
    try (Site empty =
        new Site(
            Fixtures.settings(kind.database(folder.resolve("empty.db")), List.of(), Routes.NOWHERE),
            clock)) {
      assertThat(empty.page("/"))
          .contains("There are no checks yet", "action=\"/checks/new\"", "Make the check");
      HttpResponse<String> made =
          empty.submit(
              "/checks/new", "name", "Nightly backup", "period", "1d", "grace", "2h", "do", "save");
      assertThat(made.statusCode()).isEqualTo(303);
      String path = made.headers().firstValue("Location").orElseThrow();
      String page = empty.page(path);
      assertThat(page)
          .contains(
              "Nightly backup",
              "> new</span> No ping came yet.",
              "Paste one of these lines",
              "30 2 * * *  heartbeat exec nightly-backup --preset exit-status --ping https://",
              "-- /path/to/job",
              "30 2 * * *  php /path/to/moodle/admin/cli/cron.php 2&gt;&amp;1 | heartbeat"
                  + " nightly-backup --ping https://",
              "file_get_contents(",
              "ExecStopPost=");
      assertThat(empty.get(pingPath(page)).statusCode()).isEqualTo(200);
      assertThat(empty.page(path))
          .contains("> up</span>", "every 1d, grace 2h")
          .doesNotContain("Paste one");
      assertThat(empty.page("/")).contains("All is up", "made on the page");
    }
  }

  @Test
  void aCheckIsEditedAndWhatTheFormDoesNotHaveStays() {
    String path = make("name", "report", "when", "period", "period", "1h", "grace", "5m");
    assertThat(site.page(path + "/edit"))
        .contains(
            "value=\"report\"", "value=\"1h\"", "value=\"5m\"", "value=\"default/mail\"", "Delete");
    HttpResponse<String> saved =
        site.submit(
            path + "/edit",
            "name",
            "Report <b>",
            "slug",
            "report",
            "tags",
            "a b, a",
            "description",
            "what it does",
            "when",
            "times",
            "times",
            "Mon..Fri 02:30",
            "zone",
            "Europe/Riga",
            "grace",
            "1h30m",
            "finish-grace",
            "3h",
            "fail-after",
            "2",
            "alerts",
            "chosen",
            "channel",
            "default/mail",
            "do",
            "save");
    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(site.page(path))
        .contains(
            "Report &lt;b&gt;",
            "what it does",
            "Mon..Fri 02:30 (Europe/Riga), grace 1h 30m, to finish within 3h, down after 2"
                + " failures",
            ">a</a> ",
            ">b</a> ");
    assertThat(site.page(path + "/edit"))
        .contains("value=\"chosen\" checked", "value=\"default/mail\" checked", "value=\"1h30m\"")
        .contains("a b\"");
  }

  @Test
  void allRulesOfACheckCanBeSetAndAreFoldedAwayUntilThen() {
    assertThat(site.page("/checks/new")).contains("<details id=\"rules\"><summary>More rules");
    String path =
        make(
            "name",
            "web",
            "period",
            "1h",
            "grace",
            "5m",
            "zone",
            "Europe/Riga",
            "min-duration",
            "10s",
            "remind",
            "1d",
            "quiet-hours",
            "22:00-07:00",
            "depends-on",
            "job");
    assertThat(site.page(path))
        .contains("not faster than 10s, reminds every 1d, quiet 22:00–07:00")
        .contains("<dt>Depends on</dt><dd><a href=\"/checks/1\">job</a></dd>");
    assertThat(site.page(path + "/edit"))
        .contains("<details id=\"rules\" open>", "value=\"10s\"", "value=\"1d\"")
        .contains("value=\"22:00-07:00\"", "value=\"Europe/Riga\"", "value=\"job\"");
  }

  @Test
  void aRuleThatCannotBeIsSaidBesideItsField() {
    String web = make("name", "web", "depends-on", "job");
    HttpResponse<String> answer =
        site.submit(
            "/checks/new",
            "name",
            "x",
            "min-duration",
            "fast",
            "remind",
            "5s",
            "quiet-hours",
            "at night",
            "depends-on",
            "web, nobody");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains(
            "<details id=\"rules\" open>",
            "id=\"min-duration-problem\">&#39;fast&#39; is not a duration",
            "id=\"remind-problem\">Write 1m or more.",
            "id=\"quiet-hours-problem\">&#39;at night&#39; is not a time of day; write"
                + " 22:00-07:00.",
            "id=\"depends-on-problem\">There is no check &#39;nobody&#39;.");
    String lan = make("name", "lan", "depends-on", "web");
    assertThat(site.submit(web + "/edit", "name", "web", "depends-on", "lan").body())
        .contains("This goes in a circle: web -&gt; lan -&gt; web.");
    assertThat(site.submit(lan + "/edit", "name", "lan", "depends-on", "").statusCode())
        .isEqualTo(303);
    assertThat(site.page(lan)).doesNotContain("Depends on");
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingIsLostOrSaved() {
    HttpResponse<String> answer =
        site.submit(
            "/checks/new",
            "name",
            "x",
            "when",
            "times",
            "times",
            "61 * * * *",
            "zone",
            "Mars/Base",
            "grace",
            "soon",
            "fail-after",
            "0",
            "slug",
            "a b",
            "do",
            "save");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains(
            "Nothing is saved yet",
            "id=\"zone-problem\">This is not a time zone",
            "id=\"grace-problem\">&#39;soon&#39; is not a duration",
            "id=\"fail-after-problem\"",
            "id=\"slug-problem\"",
            "aria-invalid=\"true\"",
            "61 * * * *",
            "value=\"soon\"");
    assertThat(site.page("/")).contains("1 new").doesNotContain("2 new");
    assertThat(site.submit("/checks/new", "name", "job", "do", "save").body())
        .contains("Another check has the slug &#39;job&#39; already.");
  }

  @Test
  void theNextFiveTimesAreShownWithoutAScriptToo() {
    HttpResponse<String> preview =
        site.submit(
            "/checks/new",
            "name",
            "",
            "when",
            "times",
            "times",
            "30 2 * * *",
            "zone",
            "Europe/Amsterdam",
            "do",
            "preview");
    assertThat(preview.statusCode()).isEqualTo(200);
    assertThat(preview.body().split("<li>", -1)).hasSize(6);
    assertThat(preview.body()).contains("02:30:00 CE").doesNotContain("Give it a name");
    String asOneTypes =
        site.page(
            "/checks/next?" + Site.encoded("when", "times", "times", "Mon 03:00", "zone", "UTC"));
    assertThat(asOneTypes.split("<li>Mon ", -1)).hasSize(6);
    assertThat(site.page("/checks/next?when=times&times=nonsense")).contains("class=\"problem\"");
  }

  @Test
  void aCheckIsDeletedAfterAQuestion() {
    String path = make("name", "gone");
    String url = pingPath(site.page(path));
    assertThat(site.page(path + "/delete")).contains("Delete gone?", "Keep it");
    assertThat(site.submit(path + "/delete").statusCode()).isEqualTo(303);
    assertThat(site.get(path).statusCode()).isEqualTo(404);
    assertThat(site.get(url).statusCode()).isEqualTo(404);
  }

  @Test
  void whatTheConfigOwnsIsShownAndNotEditable() {
    assertThat(site.page("/checks/1"))
        .contains("set in the config", Fixtures.UUID_1.toString(), "/maintenance?checks=job")
        .doesNotContain("/checks/1/edit");
    assertThat(site.get("/checks/1/edit").statusCode()).isEqualTo(403);
    assertThat(site.submit("/checks/1/edit", "name", "x").statusCode()).isEqualTo(403);
    assertThat(site.submit("/checks/1/delete").statusCode()).isEqualTo(403);
    assertThat(site.get("/checks/1").statusCode()).isEqualTo(200);
  }

  @Test
  void noFormOfAnotherSiteChangesAnything() {
    String form = "application/x-www-form-urlencoded";
    for (String[] foreign :
        new String[][] {
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"},
          {"Origin", "https://evil.example"},
          {"Origin", "null"}
        }) {
      assertThat(
              site.send(
                      "POST",
                      "/checks/new",
                      "name=evil&do=save",
                      "Content-Type",
                      form,
                      foreign[0],
                      foreign[1])
                  .statusCode())
          .as(foreign[1])
          .isEqualTo(403);
    }
    assertThat(
            site.send("POST", "/checks/new", "name=x", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(site.page("/")).doesNotContain("evil");
    assertThat(site.get("/").headers().firstValue("Referrer-Policy")).hasValue("same-origin");
  }

  @Test
  void aReaderSeesAllButPingUrlsAndChangesNothing() {
    ServeSettings plain =
        Fixtures.settings(
            kind.database(folder.resolve("guarded.db")),
            List.of(Fixtures.check("job", Fixtures.UUID_1)),
            Routes.NOWHERE);
    ServeSettings.Access access =
        new ServeSettings.Access(
            null,
            Map.of("ann", PasswordHash.of("secret", 10)),
            Map.of("bob", PasswordHash.of("looks", 10)),
            List.of(),
            List.of());
    ServeSettings guarded =
        new ServeSettings(
            plain.listen(),
            plain.storage(),
            access,
            plain.rateLimits(),
            plain.alerting(),
            plain.checks(),
            null);
    try (Site two = new Site(guarded, clock)) {
      String bob = Site.login("bob", "looks");
      assertThat(two.page("/", "Authorization", bob)).contains("job").doesNotContain("New check");
      assertThat(two.page("/checks/1", "Authorization", bob))
          .contains("every 1d")
          .doesNotContain(Fixtures.UUID_1.toString(), "/ping/", "Pause");
      assertThat(two.get("/checks/new", "Authorization", bob).statusCode()).isEqualTo(403);
      assertThat(two.send("POST", "/checks/1/pause", "", "Authorization", bob).statusCode())
          .isEqualTo(403);
      String ann = Site.login("ann", "secret");
      assertThat(two.page("/checks/1", "Authorization", ann))
          .contains("/ping/" + Fixtures.UUID_1, "for 8 h");
      assertThat(two.get("/", "Authorization", Site.login("bob", "secret")).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aPauseEndsByItselfAndNotWithTheNextPing() {
    String path = make("name", "job two", "period", "1h", "grace", "5m");
    String url = pingPath(site.page(path));
    site.get(url);
    assertThat(site.submit(path + "/pause", "for", "8h").statusCode()).isEqualTo(303);
    clock.forward(Duration.ofHours(1));
    site.get(url);
    assertThat(site.page(path))
        .contains("> paused</span>", "Nobody is alerted: the pause ends in 7h.");
    clock.forward(Duration.ofHours(7));
    site.get(url);
    assertThat(site.page(path)).contains("> up</span>", "the pause ended");
    assertThat(site.submit(path + "/pause", "until", "2001-01-01T00:00").statusCode())
        .isEqualTo(400);
    assertThat(site.submit(path + "/pause", "until", "nonsense").statusCode()).isEqualTo(400);
    site.submit(path + "/pause");
    site.get(url);
    assertThat(site.page(path)).contains("> up</span>");
  }

  @Test
  void whatIsDownCanBeAcknowledged() {
    String path = make("name", "broken");
    site.get(pingPath(site.page(path)) + "/fail");
    assertThat(site.page(path)).contains("Acknowledge");
    assertThat(site.submit(path + "/acknowledge").statusCode()).isEqualTo(303);
    assertThat(site.page(path)).contains("<dt>Acknowledged</dt>").doesNotContain(">Acknowledge<");
    assertThat(site.submit(path + "/unacknowledge").statusCode()).isEqualTo(303);
    assertThat(site.page(path)).contains(">Acknowledge<").doesNotContain("<dt>Acknowledged</dt>");
  }

  @Test
  void aCheckNamedLikeACommandGetsALineThatCanBeUsed() {
    for (Command command : Command.values()) {
      assertThat(PingLines.COMMANDS).contains(command.id());
    }
    assertThat(PingLines.COMMANDS).hasSize(Command.values().length);
    String path = make("name", "status");
    assertThat(site.page(path)).contains("| heartbeat check-status --ping https://");
  }

  private String make(String... fields) {
    HttpResponse<String> made = site.submit("/checks/new", fields);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    return made.headers().firstValue("Location").orElseThrow();
  }

  private static String pingPath(String page) {
    Matcher url = PING_URL.matcher(page);
    assertThat(url.find()).as(page).isTrue();
    return url.group(1);
  }
}
