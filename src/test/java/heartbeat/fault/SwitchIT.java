package heartbeat.fault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import heartbeat.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What befalls the switch itself is no failure of the jobs that it watches. */
class SwitchIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";

  /** From a ping on, with a period of 20 s. */
  private static final Duration LATE = Duration.ofSeconds(22);

  /** By the contract of 100,000 checks; with these few it has about half of it. */
  private static final long MOST_MEGABYTES = 256;

  @TempDir Path folder;

  @Test
  void aFrozenSwitchTellsOfItsOutageAndOfNoJob() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    Process serve = serve(hook);
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI ping = URI.create(listening(serve) + "/ping/" + UUID);
      ping(client, ping);
      signal("STOP", serve.pid());
      Thread.sleep(25_000);
      signal("CONT", serve.pid());
      Await.until(
          () -> {
            ping(client, ping);
            return !told(hook).isEmpty();
          });
      assertThat(told(hook)).singleElement().asString().contains("The switch was down from");
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("the switch is frozen for 25 s", "serve", "one \"down from..to\", no check down");
  }

  @Test
  void aConfigThatIsJustBeingWrittenDropsNoCheck() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    Process serve = serve(hook, "1h");
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI ping = URI.create(listening(serve) + "/ping/" + UUID);
      Path config = folder.resolve("heartbeat.yml");
      String whole = Files.readString(config);
      Files.writeString(config, "");
      signal("HUP", serve.pid());
      Await.until(
          () -> Files.readString(folder.resolve("err")).contains("the old one stays in force"));
      assertThat(status(client, ping, "x")).isEqualTo(200);
      Files.writeString(config, whole.replace("job:", "renamed:"));
      signal("HUP", serve.pid());
      assertThat(serve.inputReader(StandardCharsets.UTF_8).readLine()).contains("read anew");
      assertThat(status(client, ping, "x")).isEqualTo(200);
      assertThat(told(hook)).isEmpty();
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("HUP while the config is half written", "serve", "no check dropped, pings taken");
  }

  @Test
  void twoHundredBodiesOfAMegabyteAtOnceLeaveItWell() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    Process serve = serve(hook, "1h");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String server = listening(serve);
      URI ping = URI.create(server + "/ping/" + UUID);
      String body = "x".repeat(1_000_000);
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            client
                .sendAsync(
                    HttpRequest.newBuilder(ping).POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode));
      }
      // Who finds no room is told so, and can come again; nobody is cut off.
      assertThat(all.stream().map(CompletableFuture::join).toList())
          .hasSize(200)
          .contains(200)
          .containsAnyOf(200, 503)
          .allMatch(status -> status == 200 || status == 503);
      assertThat(status(client, ping, "x")).isEqualTo(200);
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(server + "/healthz")).build(),
                      BodyHandlers.ofString())
                  .body())
          .isEqualTo("ok");
      assertThat(Files.readString(folder.resolve("err"))).doesNotContain("OutOfMemoryError");
      assertThat(mostMemory(serve.pid())).as("MB at its peak").isLessThan(MOST_MEGABYTES);
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("200 pings of 1 MB at once", "serve", "each answered 200 or 503, then well");
  }

  /** The most that the process had in memory, in MB: 200 bodies in flight would be 200 more. */
  private static long mostMemory(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new AssertionError("no VmHWM");
  }

  @Test
  void aFullDiskUnderTheSwitchIsNoFailureOfAJob() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        ended("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()),
        "a file system can be mounted here");
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    try {
      Process serve = serve(hook, "20s", disk.resolve("switch.db"));
      try (HttpClient client = HttpClient.newHttpClient()) {
        URI ping = URI.create(listening(serve) + "/ping/" + UUID);
        assertThat(status(client, ping, "x")).isEqualTo(200);
        Path filler = disk.resolve("filler");
        ended("sh", "-c", "cat /dev/zero > '" + filler + "' 2>/dev/null");
        Await.until(() -> status(client, ping, "x".repeat(5_000)) == 503);
        Thread.sleep(45_000);
        assertThat(status(client, ping, "x".repeat(5_000))).isEqualTo(503);
        Files.delete(filler);
        Await.until(() -> status(client, ping, "x") == 200);
        Await.until(() -> !told(hook).isEmpty());
        assertThat(told(hook)).allMatch(text -> text.contains("The switch was down from"));
      } finally {
        serve.destroyForcibly();
        serve.waitFor();
      }
    } finally {
      hook.stop();
      ended("umount", "-l", disk.toString());
    }
    TABLE.row(
        "the disk of the switch is full for 45 s", "serve", "503, then one \"down from..to\"");
  }

  @Test
  void anAlertOfAClockThatWasAheadIsSentWhenItIsRightAgain() throws Exception {
    Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    assumeTrue(Files.exists(library), "the clock of a process can be set here");
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
    hook.start();
    Path offset = Files.writeString(folder.resolve("offset"), "+0");
    ProcessBuilder builder = serving(hook, "1h, grace: 5s", folder.resolve("switch.db"), "");
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put("FAKETIME_TIMESTAMP_FILE", offset.toString());
    builder.environment().put("FAKETIME_NO_CACHE", "1");
    builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    Process serve = builder.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String server = listening(serve);
      assertThat(status(client, URI.create(server + "/ping/" + UUID), "x")).isEqualTo(200);
      Files.writeString(offset, "+1d");
      Await.until(() -> body(client, server + "/healthz").startsWith("degraded: 1 alert"));
      Files.writeString(offset, "+0");
      hook.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
      Await.until(() -> !taken(hook).isEmpty());
      assertThat(taken(hook)).singleElement().asString().contains("its clock was set forward by");
      Await.until(() -> body(client, server + "/healthz").equals("ok"));
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row(
        "the clock is a day ahead for a while",
        "serve",
        "/healthz tells; the alert goes out after");
  }

  @Test
  void whatIsHardlyOverdueIsNotShownAsLate() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    Process serve = serving(hook, "20s, grace: 5m", folder.resolve("switch.db"), "").start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String server = listening(serve);
      long before = System.nanoTime();
      assertThat(status(client, URI.create(server + "/ping/" + UUID), "x")).isEqualTo(200);
      String page = "";
      long shown = 0;
      while (!page.contains("</span> late</span>")) {
        assertThat(page).as("neither up nor late").contains(page.isEmpty() ? "" : "</span> up");
        Thread.sleep(200);
        page = body(client, server + "/");
        shown = System.nanoTime() - before;
        assertThat(shown).isLessThan(Duration.ofMinutes(5).toNanos());
      }
      assertThat(shown).as("a tenth of the period is tolerated").isGreaterThan(LATE.toNanos());
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("a ping comes a little late", "serve", "shown as up for a tenth of the period");
  }

  @Test
  void halfARenewalOfTheCertificateBreaksNoHandshake() throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    assumeTrue(made(certificate, key, "first"), "openssl can make certificates here");
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    String tls = "  tls: { certificate: " + certificate + ", key: " + key + " }\n";
    Process serve = serving(hook, "1h, grace: 5s", folder.resolve("switch.db"), tls).start();
    try {
      int port = URI.create(listening(serve)).getPort();
      assertThat(subject(port)).contains("CN=first");
      Path nextKey = folder.resolve("next.pem");
      assertThat(made(certificate, nextKey, "second")).isTrue();
      signal("HUP", serve.pid());
      Await.until(() -> Files.readString(folder.resolve("err")).contains("is not the one of this"));
      assertThat(subject(port)).as("the pair that matched").contains("CN=first");
      Files.move(nextKey, key, StandardCopyOption.REPLACE_EXISTING);
      signal("HUP", serve.pid());
      Await.until(() -> subject(port).contains("CN=second"));
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("half a renewal of the TLS certificate", "serve", "the old pair stays, said");
  }

  private static boolean made(Path certificate, Path key, String name) throws Exception {
    return ended(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
  }

  /** Whose certificate is shown, as openssl says it. */
  private String subject(int port) throws Exception {
    Path said = folder.resolve("handshake");
    new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + port)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(said.toFile())
        .redirectErrorStream(true)
        .start()
        .waitFor();
    return Files.readString(said).replace("CN = ", "CN=");
  }

  private static String body(HttpClient client, String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private static boolean ended(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static int status(HttpClient client, URI ping, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(ping).POST(BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private Process serve(WireMockServer hook) throws IOException {
    return serve(hook, "5s");
  }

  private Process serve(WireMockServer hook, String period) throws IOException {
    return serve(hook, period, folder.resolve("switch.db"));
  }

  private Process serve(WireMockServer hook, String period, Path database) throws IOException {
    return serving(hook, period + ", grace: 5s", database, "").start();
  }

  /** {@code more} are lines under {@code serve}, indented. */
  private ProcessBuilder serving(WireMockServer hook, String schedule, Path database, String more)
      throws IOException {
    Path config = folder.resolve("heartbeat.yml");
    Files.writeString(
        config,
        """
        serve:
          listen: 127.0.0.1:0
          database: %s
          rate-limit: { per-check: 0 }
          alerts: { webhook: { url: "%s" } }
        %schecks:
          job: { uuid: %s, period: %s }
        """
            .formatted(database, hook.url("/hook"), more, UUID, schedule));
    return new ProcessBuilder(
            System.getProperty("heartbeat.bin", "target/heartbeat/bin/heartbeat"),
            "serve",
            "--config",
            config.toString())
        .redirectError(folder.resolve("err").toFile());
  }

  /** The launcher becomes the switch: the process is the same. */
  private static String listening(Process serve) throws IOException {
    BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
    String line = Objects.requireNonNull(out.readLine(), "it did not start");
    return line.replaceFirst(".*listening on (\\S+),.*", "$1");
  }

  private static void ping(HttpClient client, URI ping) throws Exception {
    assertThat(client.send(HttpRequest.newBuilder(ping).build(), BodyHandlers.ofString()))
        .satisfies(answer -> assertThat(answer.statusCode()).isIn(200, 429));
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private static List<String> told(WireMockServer hook) {
    return bodies(hook.getAllServeEvents().stream());
  }

  /** What was told, and answered with 200. */
  private static List<String> taken(WireMockServer hook) {
    return bodies(
        hook.getAllServeEvents().stream().filter(event -> event.getResponse().getStatus() == 200));
  }

  private static List<String> bodies(Stream<ServeEvent> events) {
    return events.map(event -> event.getRequest().getBodyAsString()).toList();
  }
}
