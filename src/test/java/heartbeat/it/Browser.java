package heartbeat.it;

import heartbeat.Await;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's chromium without a screen. Tests that need it are skipped where it is not installed;
 * where {@code HEARTBEAT_BROWSER=required} is set, as in {@code .ci/run}, they fail instead.
 */
final class Browser implements AutoCloseable {
  static final int SMALL_PHONE = 320;
  static final int PHONE = 375;
  static final int DESKTOP = 1280;

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private final Path profile;
  private final ChromeDriver driver;
  private final String probe;

  Browser() {
    this("");
  }

  /** One that takes this name for this machine's. */
  static Browser resolving(String host) {
    return new Browser("MAP " + host + " 127.0.0.1");
  }

  private Browser(String resolver) {
    if (!CHROMIUM.canExecute() || !DRIVER.canExecute()) {
      String missing =
          "no " + CHROMIUM + " and " + DRIVER + ": apt install chromium chromium-driver";
      boolean required = "required".equals(System.getenv("HEARTBEAT_BROWSER"));
      Assertions.assertFalse(required, missing);
      Assumptions.abort(missing);
    }
    try (InputStream script = Browser.class.getResourceAsStream("page.js")) {
      profile = Files.createTempDirectory("heartbeat-browser-");
      probe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      Files.createDirectories(SCREENSHOTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The driver is named, so nothing is looked for or downloaded.
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build();
    ChromeOptions options = options();
    if (!resolver.isEmpty()) {
      options.addArguments("--host-resolver-rules=" + resolver);
    }
    driver = new ChromeDriver(service, options);
  }

  private ChromeOptions options() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    return options;
  }

  /** From now on as on a screen of this width. */
  Browser width(int width) {
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width <= PHONE));
    return this;
  }

  /** From now on for somebody who likes {@code light} or {@code dark} pages. */
  Browser scheme(String scheme) {
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  /** From now on for somebody in this time zone; empty: this machine's. */
  Browser zone(String zone) {
    cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    return this;
  }

  /** From now on for somebody who lets no page run scripts, or for everybody else. */
  Browser scripts(boolean run) {
    cdp("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    return this;
  }

  private void cdp(String command, Map<String, Object> parameters) {
    driver.executeCdpCommand(command, parameters);
  }

  Browser open(String url) {
    driver.get(url);
    return this;
  }

  /** What can be read, as it is laid out. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** At one moment: the page may be renewing itself. */
  String heading() {
    return String.valueOf(run("return document.querySelector('h1').innerText"));
  }

  String title() {
    return driver.getTitle();
  }

  String source() {
    return driver.getPageSource();
  }

  String address() {
    return driver.getCurrentUrl();
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  void follow(String link) {
    leave(() -> driver.findElement(By.linkText(link)).click());
  }

  void press(String button) {
    leave(() -> driver.findElement(By.xpath("//button[.='" + button + "']")).click());
  }

  /** Writes into a field. */
  Browser fill(String label, String text) {
    WebElement named = driver.findElement(By.xpath("//label[normalize-space()='" + label + "']"));
    WebElement field = driver.findElement(By.id(named.getDomAttribute("for")));
    field.clear();
    field.sendKeys(text);
    return this;
  }

  void type(String label, String text) {
    WebElement named = driver.findElement(By.xpath("//label[.='" + label + "']"));
    WebElement field = driver.findElement(By.id(named.getDomAttribute("for")));
    field.clear();
    leave(() -> field.sendKeys(text, Keys.ENTER));
  }

  /** Does what leads to another page, and waits until this one is gone. */
  private void leave(Runnable deed) {
    WebElement page = driver.findElement(By.tagName("html"));
    deed.run();
    Await.until(
        () -> {
          try {
            return page.getTagName().isEmpty();
          } catch (StaleElementReferenceException gone) {
            return true;
          } catch (WebDriverException going) {
            // What the driver says of the same in the very moment in which the page goes.
            return String.valueOf(going.getMessage()).contains("does not belong to the document");
          }
        });
  }

  /** Presses the tabulator, and returns the element that is then in focus. */
  WebElement tab() {
    driver.switchTo().activeElement().sendKeys(Keys.TAB);
    return driver.switchTo().activeElement();
  }

  /** What this JavaScript comes to. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /** What one would stumble over, see {@code page.js}; empty when there is nothing. */
  Object troubles() {
    return run(probe);
  }

  /** What the console says since it was last asked: errors, and violations of the page's policy. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Keeps what is to be seen, the whole page, as {@code target/screenshots/NAME.png}. */
  void screenshot(String name) {
    try {
      WebElement page = driver.findElement(By.tagName("html"));
      Files.write(SCREENSHOTS.resolve(name + ".png"), page.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So much of the page, from its top, for the documentation. */
  void picture(String name, int height) {
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", DESKTOP, "height", height, "scale", 1);
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
    try {
      byte[] png = Base64.getDecoder().decode(String.valueOf(shot.get("data")));
      Files.write(SCREENSHOTS.resolve(name + ".png"), png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Left for the system's own cleaning of temporary files.
    }
  }
}
