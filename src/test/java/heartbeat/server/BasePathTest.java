package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.server.alert.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A switch behind a proxy that gives it a part of a server. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class BasePathTest {
  private static final Pattern LINK = Pattern.compile(" (?:href|src|action)=\"([^\"]*)\"");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/ops/hb", "/ops&hb", "/ops%20hb"})
  void everyLinkOfAPageBeginsWithThePathOfBaseUrl(String base) throws Exception {
    try (SwitchServer server =
            SwitchServer.start(
                Fixtures.at(
                    Fixtures.settings(
                        kind.database(folder.resolve("switch.db")),
                        List.of(Fixtures.check("job", Fixtures.UUID_1)),
                        Routes.NOWHERE),
                    "https://www.example.org" + base),
                new Clock(),
                "test",
                Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      for (String path : List.of("/", "/checks/1", "/?q=nothing", base + "/", base + "/checks/1")) {
        String page = send(client, server, "GET", path).body();
        Matcher link = LINK.matcher(page);
        int links = 0;
        while (link.find()) {
          assertThat(link.group(1).replace("&amp;", "&")).as(path).startsWith(base + "/");
          links++;
        }
        assertThat(links).isPositive();
      }
      HttpResponse<String> paused = send(client, server, "POST", "/checks/1/pause");
      assertThat(paused.headers().firstValue("Location")).hasValue(base + "/checks/1");
      String ping = base + "/ping/" + Fixtures.UUID_1;
      assertThat(send(client, server, "GET", ping).statusCode()).isEqualTo(200);
      assertThat(send(client, server, "GET", "/ops/other").statusCode()).isEqualTo(404);
      assertThat(send(client, server, "GET", base).statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> send(
      HttpClient client, SwitchServer server, String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
