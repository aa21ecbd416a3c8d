package heartbeat.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.google.gson.JsonParser;
import heartbeat.Await;
import heartbeat.server.store.CheckJson;
import heartbeat.server.store.Session;
import heartbeat.server.store.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchServiceKilledTest {
  @TempDir Path folder;

  @Test
  void everyPingAnsweredIsThereAndEveryAlertGoesOut() throws Exception {
    Path database = folder.resolve("switch.db");
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
    hook.start();
    ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> flips = new ConcurrentLinkedQueue<>();
    List<String> told = new ArrayList<>();
    try {
      Process first = start(database, hook);
      URI uri = uri(first);
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          String prefix = "sender " + i + " ping ";
          senders.execute(() -> hammer(uri, SwitchServiceProcess.BUSY, prefix, answered));
        }
        senders.execute(() -> flap(uri, flips));
        Await.until(() -> answered.size() >= 500 && flips.size() >= 10);
        first.destroyForcibly().waitFor();
      }
      Process second = start(database, hook);
      uri(second);
      try (Connection look = DriverManager.getConnection("jdbc:sqlite:" + database)) {
        waitUntilSent(new Session(look, new CheckJson(), 0));
      }
      second.getOutputStream().close();
      assertThat(second.waitFor()).isZero();
      told.addAll(told(hook));
    } finally {
      hook.stop();
    }
    try (SqliteStore store = SqliteStore.open(database)) {
      assertThat(bodies(store)).containsAll(answered);
      assertThat(store.<Integer>read(s -> s.alertOverview().waiting())).isZero();
    }
    assertThat(withoutNeighboursTwice(told)).as("in order, none is missing").startsWith("down");
    assertThat(alternates(withoutNeighboursTwice(told))).isTrue();
    assertThat(new HashSet<>(told)).contains("down", "recovered");
    assertThat(withoutNeighboursTwice(told).size())
        .as("one for each flip that was answered")
        .isGreaterThanOrEqualTo(flips.size());
    assertThat(told.size() - withoutNeighboursTwice(told).size())
        .as("twice only the one that was on its way")
        .isLessThanOrEqualTo(1);
  }

  private static Process start(Path database, WireMockServer hook) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SwitchServiceProcess.class.getName(),
            database.toString(),
            hook.baseUrl())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static URI uri(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    return URI.create(Objects.requireNonNull(out.readLine(), "it did not start"));
  }

  private static void hammer(
      URI uri, UUID check, String prefix, ConcurrentLinkedQueue<String> answered) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int n = 0; ; n++) {
        if (status(client, uri, check + "", prefix + n) == 200) {
          answered.add(prefix + n);
        }
      }
    } catch (IOException | InterruptedException killed) {
      // That is what the test is about.
    }
  }

  /** Down and up and down: each one is an alert. */
  private static void flap(URI uri, ConcurrentLinkedQueue<String> flips) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int n = 0; ; n++) {
        String path = SwitchServiceProcess.FLAPPING + (n % 2 == 0 ? "/fail" : "");
        if (status(client, uri, path, "") == 200) {
          flips.add(path);
        }
      }
    } catch (IOException | InterruptedException killed) {
      // That is what the test is about.
    }
  }

  private static int status(HttpClient client, URI uri, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(uri + "/ping/" + path))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return answer.statusCode();
  }

  private static void waitUntilSent(Session session) throws Exception {
    Await.until(() -> session.alertOverview().waiting() == 0);
  }

  private static Set<String> bodies(SqliteStore store) {
    return store.read(
        s -> {
          Set<String> bodies = new HashSet<>();
          try (var row = s.query("SELECT body FROM bodies")) {
            while (row.next()) {
              bodies.add(new String(row.getBytes(1), StandardCharsets.UTF_8));
            }
          }
          return bodies;
        });
  }

  private static List<String> told(WireMockServer hook) {
    List<String> kinds = new ArrayList<>();
    for (var event : hook.getAllServeEvents().reversed()) {
      String body = event.getRequest().getBodyAsString();
      String kind = JsonParser.parseString(body).getAsJsonObject().get("kind").getAsString();
      if (!kind.equals("outage")) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static List<String> withoutNeighboursTwice(List<String> kinds) {
    List<String> once = new ArrayList<>();
    for (String kind : kinds) {
      if (once.isEmpty() || !once.getLast().equals(kind)) {
        once.add(kind);
      }
    }
    return once;
  }

  private static boolean alternates(List<String> kinds) {
    for (int i = 0; i < kinds.size(); i++) {
      if (!kinds.get(i).equals(i % 2 == 0 ? "down" : "recovered")) {
        return false;
      }
    }
    return true;
  }
}
