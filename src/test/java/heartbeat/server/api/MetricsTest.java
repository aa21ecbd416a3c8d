package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import heartbeat.check.Check;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus reads. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class MetricsTest {
  private static final UUID TWIN = UUID.fromString("0d0aa2ba-2a52-4b7c-8b4e-0cf13f0a5c68");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Test
  void twoChecksOfOneNameAreTwoSeriesAndPromtoolIsContent() throws Exception {
    List<Check> checks =
        List.of(
            tagged(Fixtures.UUID_1, "twin", "web"),
            tagged(TWIN, "twin", "web"),
            tagged(new UUID(7, 7), "quo\"te\\ \nand ünï", "a b"));
    try (SwitchServer server =
            SwitchServer.start(
                Fixtures.settings(
                    kind.database(folder.resolve("switch.db")), checks, Routes.NOWHERE),
                new Clock(),
                "test",
                Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      get(client, server, "/ping/" + Fixtures.UUID_1 + "/start");
      get(client, server, "/ping/" + Fixtures.UUID_1);
      get(client, server, "/ping/" + TWIN + "/fail");
      String page = get(client, server, "/metrics");
      List<String> up =
          Arrays.stream(page.split("\n", -1))
              .filter(line -> line.startsWith("heartbeat_check_up{check=\"twin\",name=\"twin\""))
              .toList();
      assertThat(up).hasSize(2).anyMatch(l -> l.endsWith("} 0")).anyMatch(l -> l.endsWith("} 1"));
      assertThat(up.getFirst()).contains("tags=\"web\",unique_key=\"");
      accepted(page);
    }
  }

  private static Check tagged(UUID uuid, String name, String... tags) {
    Check plain = Check.named(uuid, name);
    return new Check(
        uuid,
        name,
        "",
        List.of(tags),
        "",
        plain.schedule(),
        plain.grace(),
        Policy.PLAIN,
        PingFilter.EVERYTHING);
  }

  private static void accepted(String page) throws Exception {
    Path promtool = promtool();
    assumeThat(promtool != null || "required".equals(System.getenv("HEARTBEAT_PROMTOOL")))
        .as("promtool of Debian's package prometheus is installed")
        .isTrue();
    Process check =
        new ProcessBuilder(Objects.requireNonNull(promtool).toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = check.getOutputStream()) {
      in.write(page.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private static @Nullable Path promtool() {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, "promtool");
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  private static String get(HttpClient client, SwitchServer server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
