package heartbeat.it;

import static heartbeat.it.Browser.DESKTOP;
import static heartbeat.it.Browser.PHONE;
import static heartbeat.it.Browser.SMALL_PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that people make, edit and pause by clicking, with and without JavaScript. */
class CheckPagesIT {
  private static final String ROUTES = "  alerts: { mail: { to: [ops@example.org] } }\n";

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static SwitchAtWork start(String name, String serve, String checks) throws IOException {
    return new SwitchAtWork(Files.createDirectory(folder.resolve(name)), serve, checks);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstCheckIsMadeEditedPausedAndDeleted(boolean scripts) throws IOException {
    try (SwitchAtWork site = start("first-" + scripts, ROUTES, "  {}\n")) {
      browser.scripts(scripts).width(PHONE).open(site.base);
      assertThat(browser.heading()).isEqualTo("There are no checks yet");
      browser.fill("Name", "Nightly backup").press("Make the check");
      assertThat(browser.heading()).isEqualTo("Nightly backup");
      assertThat(browser.text()).contains("No ping came yet.", "Paste one of these lines");
      site.send("GET", pingPath(), "", Map.of());
      if (scripts) {
        browser.run("document.dispatchEvent(new Event('visibilitychange'))");
        Await.until(() -> browser.text().contains("● up"));
      } else {
        browser.open(browser.address());
        assertThat(browser.text()).contains("● up");
      }
      browser.follow("Edit or delete this check");
      browser.fill("Tags", "db nightly").fill("Times", "30 2 * * *");
      browser.all("#when-times").getFirst().click();
      if (scripts) {
        Await.until(() -> browser.text().contains("02:30:00"));
      } else {
        browser.press("Show the next times");
        assertThat(browser.text()).contains("02:30:00");
      }
      assertThat(browser.all("#next li")).hasSize(5);
      browser.press("Save");
      assertThat(browser.text()).contains("30 2 * * *", "nightly");
      browser.press("for 8 h");
      assertThat(browser.text())
          .containsSubsequence("‖ paused", "Nobody is alerted: the pause ends in 7h");
      browser.press("Resume");
      browser.follow("Edit or delete this check");
      browser.follow("Delete this check");
      assertThat(browser.heading()).isEqualTo("Delete Nightly backup?");
      browser.press("Delete it");
      assertThat(browser.heading()).isEqualTo("There are no checks yet");
      assertThat(browser.complaints()).isEmpty();
    } finally {
      browser.scripts(true);
    }
  }

  /**
   * Plain http and a name: no browser says there from which site a form comes but by its Origin.
   */
  @Test
  void formsWorkWithoutHttpsUnderANameToo() throws IOException {
    try (SwitchAtWork site = start("named", "  base-url: http://hb.example.org\n", "  {}\n");
        Browser named = Browser.resolving("hb.example.org")) {
      int port = URI.create(site.base).getPort();
      named.open("http://hb.example.org:" + port + "/");
      named.fill("Name", "by name").press("Make the check");
      assertThat(named.heading()).isEqualTo("by name");
    }
  }

  @Test
  void theButtonCopiesThePingUrl() throws IOException {
    try (SwitchAtWork site = start("copied", "", "  job: { period: 1h }\n")) {
      browser.width(DESKTOP).open(site.base).follow("job");
      browser.all("button[data-copy=ping-url]").getFirst().click();
      Await.until(
          () -> browser.all("button[data-copy=ping-url]").getFirst().getText().equals("Copied"));
      assertThat(browser.run("return getSelection().toString()").toString()).contains("/ping/");
    }
  }

  @Test
  void aPageThatRenewsItselfDoesNotMoveNorTakeAwayWhatSomebodyWrites() throws IOException {
    try (SwitchAtWork site =
        start("steady", "", "  job: { period: 1h }\n  two: { period: 1h }\n")) {
      site.ping("job", "");
      browser.width(DESKTOP).open(site.base);
      browser.run(
          "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
              + "e => window.moved += e.value)).observe({ type: 'layout-shift' });"
              + "window.marked = document.querySelector('h1'); scrollTo(0, 50);");
      for (int i = 0; i < 3; i++) {
        browser.run("window.marked = document.querySelector('h1')");
        browser.run("document.dispatchEvent(new Event('visibilitychange'))");
        Await.until(() -> Boolean.FALSE.equals(browser.run("return window.marked.isConnected")));
      }
      double moved = ((Number) browser.run("return window.moved")).doubleValue();
      assertThat(moved).isLessThan(0.02);
      browser.follow("job");
      browser.run("document.getElementById('until').focus()");
      browser.run("window.field = document.activeElement");
      browser.run("document.dispatchEvent(new Event('visibilitychange'))");
      Await.until(() -> browser.run("return document.activeElement.id").equals("until"));
      assertThat(browser.run("return window.field.isConnected")).isEqualTo(true);
    }
  }

  @Test
  void allPagesCanBeReadOnAPhoneAndByNight() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 1; i <= 60; i++) {
      many.append(
          "  job-%02d: { period: 1h, tags: [%s] }\n".formatted(i, i % 2 == 0 ? "web" : "db"));
    }
    String three =
        "  backup: { period: 1d, tags: [db] }\n"
            + "  moodle: { period: 1m, grace: 1h, tags: [moodle] }\n"
            + "  report: { cron: \"30 2 * * 1-5\", tags: [db] }\n";
    try (SwitchAtWork none = start("none", "", "  {}\n");
        SwitchAtWork few = start("few", "", three);
        SwitchAtWork sixty = start("sixty", "", many.toString());
        SwitchAtWork told = start("told", ROUTES, "  {}\n")) {
      for (String job : List.of("backup", "moodle", "report")) {
        few.ping(job + "/start", "");
        few.ping(job, "all went well\n");
      }
      few.ping("report/fail", "no space left on device\n");
      for (int i = 1; i <= 60; i++) {
        sixty.ping("job-%02d".formatted(i) + (i % 20 == 7 ? "/fail" : ""), "");
      }
      browser.open(few.base);
      String shared = browser.all("a[href^='/public']").getFirst().getDomAttribute("href");
      Map<String, String> pages =
          Map.of(
              "overview-0", none.base + "/",
              "overview-3", few.base + "/",
              "overview-60", sixty.base + "/",
              "check", few.base + "/checks/3",
              "form", told.base + "/checks/new",
              "maintenance", few.base + "/maintenance",
              "public", few.base + shared);
      for (Map.Entry<String, String> page : pages.entrySet()) {
        for (int width : new int[] {SMALL_PHONE, PHONE, DESKTOP}) {
          for (String scheme : List.of("light", "dark")) {
            browser.width(width).scheme(scheme).open(page.getValue());
            String name = page.getKey() + "-" + width + "-" + scheme;
            browser.screenshot(name);
            assertThat(browser.troubles()).as(name).isEqualTo(List.of());
          }
        }
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static String pingPath() {
    Matcher found = Pattern.compile("(/ping/[0-9a-f-]{36})").matcher(browser.source());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
