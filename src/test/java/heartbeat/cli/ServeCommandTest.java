package heartbeat.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import heartbeat.Await;
import heartbeat.model.Trace;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.process.SignalSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
  private static final String FIRST =
      "serve: { ping-key: key }\nchecks:\n  one: { period: 1h }\n  two: { period: 1h }\n";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<IntConsumer> signals = new CompletableFuture<>();

  @Test
  void aReloadKeepsStatesAndAWrongConfigChangesNothing() throws Exception {
    Path config = Files.writeString(folder.resolve("heartbeat.yml"), FIRST);
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config));
    String address = awaited("listening on (http://[^,]+),", out);
    IntConsumer signal = signals.get(120, TimeUnit.SECONDS);
    assertThat(get(address + "/ping/key/one")).isEqualTo("OK");
    assertThat(get(address + "/ping/key/made?create=1")).isEqualTo("Created");

    Files.writeString(config, FIRST + "  three: { perod: 1h }\n");
    signal.accept(1);
    awaited("(old one stays in force)", err);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("did you mean 'period'?");
    assertThat(get(address + "/status/two")).isEqualTo("NEW two");

    Files.writeString(config, FIRST.replace("two", "three"));
    signal.accept(1);
    awaited("(config read anew, 2 checks)", out);
    assertThat(get(address + "/status/one")).as("its state stays").isEqualTo("UP one");
    assertThat(get(address + "/status/two")).as("kept for a day").isEqualTo("PAUSED two");
    assertThat(get(address + "/status/three")).isEqualTo("NEW three");
    assertThat(get(address + "/status/made")).as("made by a ping").isEqualTo("UP made");

    signal.accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aReloadOfAFileThatIsJustBeingWrittenDropsNoCheck() throws Exception {
    Path config = Files.writeString(folder.resolve("heartbeat.yml"), FIRST);
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config));
    String address = awaited("listening on (http://[^,]+),", out);
    assertThat(get(address + "/ping/key/one")).isEqualTo("OK");
    Files.writeString(config, "");
    signals.get(120, TimeUnit.SECONDS).accept(1);
    awaited("(no checks any more; the old one stays in force)", err);
    assertThat(get(address + "/ping/key/one")).isEqualTo("OK");
    signals.get().accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aRefusedReloadLeavesTheLogAndTheTimeZoneAsTheyAre() throws Exception {
    Path config = Files.writeString(folder.resolve("heartbeat.yml"), FIRST);
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config));
    awaited("listening on (http://[^,]+),", out);
    TimeZone zone = TimeZone.getDefault();
    Path log = folder.resolve("switch.log");
    String changed = "serve: { timezone: Pacific/Kiritimati, log: { file: " + log + " } }\n";
    Files.writeString(config, changed);
    signals.get(120, TimeUnit.SECONDS).accept(1);
    awaited("(no checks any more)", err);
    assertThat(log).doesNotExist();
    assertThat(TimeZone.getDefault()).isEqualTo(zone);

    Files.writeString(config, changed + "checks: { one: { perod: 1h } }\n");
    signals.get().accept(1);
    awaited("(the config has errors)", err);
    assertThat(log).doesNotExist();
    assertThat(TimeZone.getDefault()).isEqualTo(zone);

    signals.get().accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void whatNeedsARestartIsSaidAtAReload() throws Exception {
    String start = "serve:\n  ping-key: key\n  listen: %s\n  database: %s\n%s";
    String checks = "checks: { one: { period: 1h } }\n";
    Path config =
        Files.writeString(
            folder.resolve("heartbeat.yml"),
            start.formatted("127.0.0.1:0", folder.resolve("a.db"), checks));
    CompletableFuture<Integer> ended =
        CompletableFuture.supplyAsync(
            () ->
                new CommandLine(new ServeCommand(invocation(), source()))
                    .execute("--config", config.toString()));
    String address = awaited("listening on (http://[^,]+),", out);
    String tls = "  tls: { certificate: a.pem, key: a.key }\n";
    Files.writeString(config, start.formatted("127.0.0.1:9", folder.resolve("b.db"), tls + checks));
    signals.get(120, TimeUnit.SECONDS).accept(1);
    awaited("(config read anew)", out);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "heartbeat: 'listen' has changed; restart the switch for it to take effect",
            "heartbeat: 'tls' has changed; restart the switch for it to take effect",
            "heartbeat: 'database' has changed; restart the switch for it to take effect");
    assertThat(get(address + "/ping/key/one")).as("as before").isEqualTo("OK");
    signals.get().accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void whoTellsItTwiceToStopNeedNotWait() throws Exception {
    Path config = Files.writeString(folder.resolve("heartbeat.yml"), FIRST);
    CompletableFuture<Boolean> served = new CompletableFuture<>();
    SignalSource source =
        receiver -> {
          signals.complete(receiver);
          return () -> served.complete(answers(found("listening on (http://[^,]+),", out)));
        };
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config, source));
    awaited("listening on (http://[^,]+),", out);
    signals.get(120, TimeUnit.SECONDS).accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
    assertThat(served.join()).as("signals end it again before it has stopped").isTrue();
  }

  private static boolean answers(@Nullable String address) {
    try {
      return get(address + "/healthz").equals("ok");
    } catch (Exception stopped) {
      return false;
    }
  }

  @Test
  void anAddressThatIsTakenIsSaid() throws Exception {
    Path config = Files.writeString(folder.resolve("heartbeat.yml"), FIRST);
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config));
    String address = awaited("listening on (http://[^,]+),", out);
    String listen = address.substring("http://".length());
    Invocation invocation = invocation();
    CommandLine second = new CommandLine(new ServeCommand(invocation, SignalSource.NONE));
    second.setExecutionExceptionHandler((e, line, result) -> ((Refusal) e).status());
    String database = folder.resolve("other.db").toString();
    int status =
        second.execute("--config", config + "", "--listen", listen, "--database", database);
    assertThat(status).isEqualTo(ExitStatus.CONFIG);
    signals.get().accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aTestAlertTellsWhatEachChannelSaid() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    hook.stubFor(post("/good").willReturn(aResponse().withStatus(200)));
    Path config =
        Files.writeString(
            folder.resolve("heartbeat.yml"),
            "serve: { alerts: { webhook: [{ url: "
                + hook.url("/good")
                + " }, { url: "
                + hook.url("/secret-token")
                + " }] } }\n");
    int status =
        new CommandLine(new TestAlertCommand(invocation())).execute("--config", config.toString());
    hook.stop();
    assertThat(status).isEqualTo(ExitStatus.FAILURE);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("default/webhook: sent", "default/webhook-2: NOT SENT")
        .doesNotContain("secret-token");
  }

  @Test
  void aTestAlertIsSentByTheSwitchThatRunsWithItsConfig() throws Exception {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    String yaml =
        "serve: { database: "
            + folder.resolve("switch.db")
            + ", alerts: { webhook: { url: %s } } }\nchecks: { one: { period: 1h } }\n";
    Path config =
        Files.writeString(
            folder.resolve("heartbeat.yml"), yaml.formatted(hook.url("/of-the-running-switch")));
    CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> serve(config));
    awaited("listening on (http://[^,]+),", out);
    // Not reloaded: so one can tell who sends it.
    Files.writeString(config, yaml.formatted(hook.url("/of-the-command")));
    testAlert(config);
    assertThat(hook.getAllServeEvents())
        .extracting(event -> event.getRequest().getUrl())
        .containsExactly("/of-the-running-switch");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Sent by the switch that runs here.");

    Path other = Files.copy(config, folder.resolve("other.yml"));
    testAlert(other);
    assertThat(hook.getAllServeEvents().getFirst().getRequest().getUrl())
        .as("another config is not this switch's")
        .isEqualTo("/of-the-command");

    signals.get(120, TimeUnit.SECONDS).accept(15);
    assertThat(ended.get(120, TimeUnit.SECONDS)).isZero();
    assertThat(folder.resolve("switch.db.sock")).doesNotExist();
    testAlert(config);
    assertThat(hook.getAllServeEvents()).hasSize(3);
    hook.stop();
  }

  private void testAlert(Path config) {
    new CommandLine(new TestAlertCommand(invocation())).execute("--config", config.toString());
  }

  @Test
  void aPasswordsHashGoesIntoTheConfig() {
    HashPasswordCommand command =
        new HashPasswordCommand(
            invocation(), new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(new CommandLine(command).execute()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).matches("pbkdf2-sha256:600000:\\S+:\\S+\n");
  }

  private int serve(Path config) {
    return serve(config, source());
  }

  private SignalSource source() {
    return receiver -> {
      signals.complete(receiver);
      return () -> {};
    };
  }

  private int serve(Path config, SignalSource source) {
    return new CommandLine(new ServeCommand(invocation(), source))
        .execute(
            "--config",
            config.toString(),
            "--listen",
            "127.0.0.1:0",
            "--database",
            folder.resolve("switch.db").toString());
  }

  private Invocation invocation() {
    return new Invocation(
        Map.of(),
        "host.example.org",
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        InstantSource.system(),
        Trace.OFF);
  }

  private static String awaited(String pattern, ByteArrayOutputStream stream) throws Exception {
    Await.until(() -> found(pattern, stream) != null);
    return Objects.requireNonNull(found(pattern, stream), pattern);
  }

  private static @Nullable String found(String pattern, ByteArrayOutputStream stream) {
    Matcher matcher = Pattern.compile(pattern).matcher(stream.toString(StandardCharsets.UTF_8));
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
