package heartbeat.it;

import static heartbeat.it.Browser.DESKTOP;
import static heartbeat.it.Browser.PHONE;
import static heartbeat.it.Browser.SMALL_PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads on the pages of the packaged switch, in a real browser. */
class StatusPageIT {
  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";
  private static final String EVIL = "<script>window.evil = 1</script><img src=x onerror=evil=1>";
  private static final String ALL_UP =
      """
        moodle-cron: { period: 1h, tags: [moodle, production] }
        backup: { cron: "30 2 * * *", timezone: Europe/Amsterdam, desc: Dump of all databases }
      """;
  private static final String TROUBLE =
      """
        calm: { period: 1h, uuid: %s, tags: [web] }
        failing: { period: 1h, tags: ["%s"], desc: "%s" }
        never-back: { period: 1s, grace: 1s, tags: [web] }
        tardy: { period: 1s, grace: 1h }
        at-work: { period: 1h, finish-grace: 2h }
        fresh: { period: 1h }
        resting: { period: 1h }
        "%s": { period: 1h, slug: strange, tags: [a-tag-that-is-longer-than-anybody-needs] }
      """
          .formatted(UUID, "<b>tag</b>", EVIL, "A long name " + "with-no-break".repeat(9) + EVIL);

  private static final String MISSED = "(?s).*Missed \\d+ runs.*";

  @TempDir static Path folder;
  private static Browser browser;
  private static SwitchAtWork empty;
  private static SwitchAtWork allUp;
  private static SwitchAtWork trouble;

  @BeforeAll
  static void start() throws IOException {
    browser = new Browser();
    empty = start("empty", "", "  {}\n");
    allUp = start("all-up", "", ALL_UP);
    trouble = start("trouble", "", TROUBLE);
    allUp.ping("moodle-cron", "");
    allUp.ping("backup", "");
    fillTrouble();
  }

  private static void fillTrouble() {
    Map<String, String> agent = Map.of("User-Agent", EVIL);
    for (String check : List.of("calm", "failing", "never-back", "tardy", "resting", "strange")) {
      trouble.ping(check + "/start", "");
      trouble.ping(check, "all went well");
    }
    trouble.ping("at-work/start", "");
    trouble.ping("made-by-hand?create=1", "");
    trouble.ping("failing/start", "");
    String log = "line 1\n".repeat(40) + "no space left on device\n" + EVIL;
    trouble.send("POST", "/ping/" + SwitchAtWork.PING_KEY + "/failing/7", log, agent);
    browser.scripts(true).open(trouble.base + "/?q=resting").follow("resting");
    browser.press("until its next ping");
  }

  private static SwitchAtWork start(String name, String serve, String checks) throws IOException {
    return new SwitchAtWork(Files.createDirectory(folder.resolve(name)), serve, checks);
  }

  @AfterAll
  static void stop() {
    for (SwitchAtWork one : new SwitchAtWork[] {empty, allUp, trouble}) {
      if (one != null) {
        one.close();
      }
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void onAPhoneAllIsUp() {
    browser.width(PHONE).open(allUp.base);
    assertThat(browser.text())
        .containsSubsequence("All is up", "2 up")
        .containsSubsequence(
            "● up backup",
            "30 2 * * * (Europe/Amsterdam), grace 1h",
            "Last ping: ",
            "Next deadline: in ",
            "● up moodle-cron moodle production",
            "every 1h, grace 1h",
            "Last ping: ",
            " ago ",
            " UTC",
            "Next deadline: in 1h ",
            "UTC",
            "As of 20");
  }

  @Test
  void onADesktopAllIsUp() {
    browser.width(DESKTOP).open(allUp.base);
    assertThat(browser.title()).isEqualTo("All is up · heartbeat");
    assertThat(browser.text())
        .containsSubsequence("All is up", "2 up")
        .containsSubsequence(
            "State Check Last ping Next deadline Last run",
            "● up backup",
            "30 2 * * * (Europe/Amsterdam), grace 1h",
            " ago",
            "● up moodle-cron moodle production",
            "every 1h, grace 1h",
            " ago",
            " UTC",
            "in 1h ",
            "As of 20")
        .doesNotContain("Last ping: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, DESKTOP})
  void whatNeedsSomebodyComesFirstAndSaysWhy(int width) {
    Await.until(() -> browser.width(width).open(trouble.base).text().matches(MISSED));
    assertThat(browser.title()).isEqualTo("2 checks are down · heartbeat");
    assertThat(browser.text())
        .containsSubsequence("2 checks are down", "2 down", "1 late", "3 up", "2 new", "1 paused")
        .containsSubsequence(
            "✖ down failing",
            "Failed with exit status 7.",
            "Down for ",
            ", since ",
            " UTC",
            "✖ down never-back web",
            "Missed ",
            " runs. Down for ",
            "every 1s, grace 1s",
            "◐ late tardy",
            "Expected ",
            "● up A long name",
            "● up calm web",
            "● up made-by-hand",
            "made by a ping",
            "○ new at-work",
            "A run began ",
            "○ new fresh",
            "No ping came yet.",
            "‖ paused resting",
            "Nobody is alerted, until its next ping or Resume.");
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, DESKTOP})
  void withoutChecksThePageSaysWhatToDo(int width) {
    browser.width(width).open(empty.base);
    assertThat(browser.text())
        .containsSubsequence(
            "There are no checks yet",
            "Make the check",
            "Or name some under checks: in the config");
    assertThat(browser.troubles()).isEqualTo(List.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, DESKTOP})
  void aCheckShowsItsLogItsChangesItsDurationsAndItsPings(int width) {
    browser.width(width).open(trouble.base + "/?q=failing").follow("failing");
    assertThat(browser.title()).isEqualTo("failing: down · heartbeat");
    assertThat(browser.text())
        .containsSubsequence(
            "failing",
            "down Failed with exit status 7.",
            "Last log",
            "lines above are left out here]",
            "no space left on device",
            "Down since",
            " ago",
            "UTC",
            "Schedule",
            "every 1h, grace 1h",
            "Durations",
            "The last 2 runs",
            "Changes",
            "down",
            "a run failed",
            "up",
            "a run completed",
            "Pings",
            "failure (exit 7)",
            "start",
            "success");
    assertThat(browser.all(".plot svg[role=img] rect")).hasSize(2);
    browser.all("table.pings a").getFirst().click();
    assertThat(browser.text())
        .containsSubsequence("failing: log of ping 4", "line 1", "no space left on device");
    browser.follow("Back to failing");
    assertThat(browser.heading()).isEqualTo("failing");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL_PHONE, PHONE, DESKTOP})
  void nothingIsCutOverlapsIsPaleOrScrollsSideways(int width) {
    String failing = number("failing");
    List<String> pages =
        List.of(
            "/",
            "/?q=a&tag=web&state=down",
            "/checks/" + failing,
            "/checks/" + failing + "/pings/4",
            "/checks/" + number("never-back"),
            "/checks/" + number("A long name"));
    for (String scheme : List.of("light", "dark")) {
      for (String page : pages) {
        browser.width(width).scheme(scheme).open(trouble.base + page);
        String name = page.replaceAll("\\W+", "-") + "-" + width + "-" + scheme;
        browser.screenshot("page" + name);
        assertThat(browser.troubles()).as(name).isEqualTo(List.of());
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatJobsSendIsShownAsTextAndNeverRuns() {
    browser.width(DESKTOP).open(trouble.base);
    assertThat(browser.text()).contains(EVIL, "<b>tag</b>");
    browser.follow("failing");
    assertThat(browser.text()).contains(EVIL, "POST 127.0.0.1 " + EVIL);
    assertThat(browser.run("return typeof window.evil")).isEqualTo("undefined");
    browser.open(trouble.base + "/?q=" + "%22%3E%3Cscript%3Eevil=1%3C/script%3E");
    assertThat(browser.text()).contains("0 of 9 checks: with “\"><script>evil=1</script>” in it");
    assertThat(browser.run("return typeof window.evil")).isEqualTo("undefined");
    assertThat(browser.all("main img, main script")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void onlyThePageOfACheckShowsHowToPingIt() {
    browser.open(trouble.base);
    assertThat(browser.source()).doesNotContain(SwitchAtWork.PING_KEY, UUID, "/ping/");
    browser.open(trouble.base + "/checks/" + number("calm"));
    assertThat(browser.source()).contains("/ping/" + UUID).doesNotContain(SwitchAtWork.PING_KEY);
  }

  @Test
  void wordTagAndStateFindChecks() {
    browser.width(PHONE).open(trouble.base);
    browser.type("Name or tag", "WEB");
    assertThat(browser.text())
        .contains("2 of 9 checks: with “WEB” in it.", "calm", "never-back")
        .doesNotContain("fresh");
    browser.follow("✖ 1 down");
    assertThat(browser.text())
        .contains("1 of 9 checks: with “WEB” in it, down.", "never-back")
        .doesNotContain("calm");
    browser.follow("Show all");
    browser.follow("web");
    assertThat(browser.text()).contains("2 of 9 checks: tagged “web”.").doesNotContain("fresh");
    browser.follow("Show all");
    browser.follow("<b>tag</b>");
    assertThat(browser.text()).contains("1 of 9 checks: tagged “<b>tag</b>”.", "failing");
    assertThat(browser.heading()).as("of what is shown").isEqualTo("1 check is down");
    assertThat(browser.text()).contains("Not shown here: 1 check is down");
  }

  @Test
  void withoutScriptsEverythingCanBeReadAndDone() {
    try {
      browser.scripts(false).width(PHONE).open(trouble.base);
      assertThat(browser.text()).containsSubsequence("2 checks are down", "failing", "never-back");
      assertThat(browser.all("meta[http-equiv=refresh][content='30']")).hasSize(1);
      browser.type("Name or tag", "resting");
      browser.follow("resting");
      assertThat(browser.text()).containsSubsequence("paused", "Nobody is alerted", "paused by");
      browser.press("Resume");
      assertThat(browser.text()).containsSubsequence("new", "No ping came yet", "the pause ended");
      browser.press("for 1 h");
      assertThat(browser.text()).containsPattern("Nobody is alerted: the pause ends in 5\\dm");
    } finally {
      browser.scripts(true);
    }
  }

  @Test
  void aPageLeftOpenShowsWhatIsNewAndSaysWhenItCantKnow() throws IOException {
    String serve = "  users: { ann: \"" + hash("secret") + "\" }\n";
    try (SwitchAtWork guarded =
        start("guarded", serve, "  job: { period: 1h, desc: my secret }\n")) {
      browser.open(guarded.base);
      assertThat(browser.text()).doesNotContain("job", "secret");
      assertThat(browser.complaints()).hasSize(1).allMatch(line -> line.contains("401"));
      // With the login in the address, as a bookmark has it.
      browser.width(PHONE).open(guarded.base.replace("//", "//ann:secret@"));
      assertThat(browser.heading()).isEqualTo("Waiting for the first ping");
      browser.run("window.same = 'page'");
      guarded.ping("job/fail", "");
      Await.until(() -> browser.heading().equals("1 check is down"));
      assertThat(browser.title()).isEqualTo("1 check is down · heartbeat");
      assertThat(browser.all("link[rel=icon][href='/assets/down.svg']")).hasSize(1);
      assertThat(browser.run("return window.same")).isEqualTo("page");
      assertThat(browser.complaints()).isEmpty();
    }
    assertThat(browser.text()).doesNotContain("may be wrong by now");
    browser.run("document.dispatchEvent(new Event('visibilitychange'))");
    Await.until(() -> browser.text().contains("may be wrong by now"));
    assertThat(browser.text())
        .containsSubsequence("This page is as of 20", "the switch can't be reached", "1 check is");
    assertThat(browser.troubles()).isEqualTo(List.of());
    browser.screenshot("switch-gone");
    assertThat(browser.complaints()).isNotEmpty();
  }

  @Test
  void timesAreThoseOfTheReadersClock() {
    try {
      browser.width(DESKTOP).zone("Asia/Kolkata").open(allUp.base);
      // At once: the page renews itself.
      String[] now =
          String.valueOf(
                  browser.run(
                      "return document.getElementById('now').dateTime + ' '"
                          + " + document.body.innerText"))
              .split(" ", 2);
      String local =
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
              .withZone(ZoneId.of("Asia/Kolkata"))
              .format(Instant.parse(now[0]));
      assertThat(now[1]).contains("As of " + local + " GMT+5:30");
      browser.open(trouble.base + "/checks/" + number("failing"));
      assertThat(browser.run("return document.querySelector('figure title').textContent"))
          .asString()
          .contains(" GMT+5:30: ");
      browser.scripts(false).open(allUp.base);
      assertThat(browser.text()).contains(" UTC.").doesNotContain("GMT+5:30");
    } finally {
      browser.scripts(true).zone("");
    }
  }

  @Test
  void theKeyboardReachesEverythingAndShowsWhereItIs() {
    browser.width(DESKTOP).open(allUp.base);
    int controls = browser.all("a, button, input").size();
    assertThat(controls).isGreaterThan(6);
    for (int i = 0; i < controls; i++) {
      var focused = browser.tab();
      assertThat(focused.getTagName()).isIn("a", "input", "button");
      assertThat(focused.getCssValue("outline-style")).isEqualTo("solid");
      assertThat(focused.getCssValue("outline-width")).isEqualTo("3px");
    }
  }

  private static String hash(String password) {
    String hash = new Shell(folder).run("echo " + password + " | $HB hash-password").out();
    return hash.strip();
  }

  private static String number(String check) {
    browser.open(trouble.base + "/?q=" + check.replace(" ", "+"));
    String path = browser.all("table.checks .name a").getFirst().getDomAttribute("href");
    return Objects.requireNonNull(path).replaceAll(".*/", "");
  }
}
