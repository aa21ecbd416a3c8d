package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database's driver is loaded where that database is used, and nowhere else. */
class LoadedClassesTest {
  @TempDir Path folder;

  @Test
  void aSwitchOnSqliteLoadsNothingOfPostgres() throws Exception {
    Path config = folder.resolve("heartbeat.yml");
    Files.writeString(
        config,
        """
        serve: { listen: "127.0.0.1:0", database: %s }
        checks: { job: { uuid: %s } }
        """
            .formatted(folder.resolve("switch.db"), Fixtures.UUID_1));
    Process serve = heartbeat("serve", "--config", config.toString());
    try (HttpClient client = HttpClient.newHttpClient()) {
      String line = serve.inputReader(StandardCharsets.UTF_8).readLine();
      String at = Objects.requireNonNull(line).replaceFirst(".*listening on (\\S+),.*", "$1");
      for (String path : List.of("/ping/" + Fixtures.UUID_1, "/", "/metrics", "/healthz")) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(at + path)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
    } finally {
      serve.destroy();
      serve.waitFor();
    }
    assertThat(loaded())
        .anyMatch(name -> name.startsWith("org.sqlite."))
        .noneMatch(name -> name.startsWith("org.postgresql."));
  }

  @Test
  void aRunInAPipeLoadsNeither() throws Exception {
    Process run = heartbeat("job");
    run.getOutputStream().write("Cron run completed correctly\n".getBytes(StandardCharsets.UTF_8));
    run.getOutputStream().close();
    run.getInputStream().readAllBytes();
    run.waitFor();
    assertThat(loaded())
        .contains("heartbeat.Main")
        .noneMatch(name -> name.startsWith("org.postgresql."))
        .noneMatch(name -> name.startsWith("org.sqlite."))
        .noneMatch(name -> name.startsWith("heartbeat.server."));
  }

  private Process heartbeat(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xlog:class+load:file=" + folder.resolve("classes")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "heartbeat.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(folder.resolve("err").toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("HEARTBEAT_STATE_DIR", folder.resolve("state").toString());
    return builder.start();
  }

  private List<String> loaded() throws IOException {
    try (var lines = Files.lines(folder.resolve("classes"))) {
      return lines.map(line -> line.replaceFirst(".*\\] (\\S+) source:.*", "$1")).toList();
    }
  }
}
