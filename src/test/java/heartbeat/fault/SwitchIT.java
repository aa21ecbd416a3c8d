package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What befalls the switch itself is no failure of the jobs that it watches. */
class SwitchIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";

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
      for (int i = 0; i < 200 && told(hook).isEmpty(); i++) {
        ping(client, ping);
        Thread.sleep(100);
      }
      assertThat(told(hook)).singleElement().asString().contains("The switch was down from");
    } finally {
      serve.destroyForcibly();
      serve.waitFor();
      hook.stop();
    }
    TABLE.row("the switch is frozen for 25 s", "serve", "one \"down from..to\", no check down");
  }

  private Process serve(WireMockServer hook) throws IOException {
    Path config = folder.resolve("heartbeat.yml");
    Files.writeString(
        config,
        """
        serve:
          listen: 127.0.0.1:0
          database: %s
          alerts: { webhook: { url: "%s" } }
        checks:
          job: { uuid: %s, period: 5s, grace: 5s }
        """
            .formatted(folder.resolve("switch.db"), hook.url("/hook"), UUID));
    return new ProcessBuilder(
            System.getProperty("heartbeat.bin", "target/heartbeat/bin/heartbeat"),
            "serve",
            "--config",
            config.toString())
        .redirectError(folder.resolve("err").toFile())
        .start();
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
    return hook.getAllServeEvents().stream()
        .map(event -> event.getRequest().getBodyAsString())
        .toList();
  }
}
