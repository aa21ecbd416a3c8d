package heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A native image is told of everything that it can't see from the code. */
class NativeMetadataTest {
  private static final Path OURS =
      Path.of(
          "src/main/resources/META-INF/native-image/heartbeat/heartbeat/reachability-metadata.json");

  private static JsonElement json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file));
  }

  @Test
  void everyResourceIsNamed() throws IOException {
    List<PathMatcher> globs = new ArrayList<>();
    for (JsonElement resource : json(OURS).getAsJsonObject().getAsJsonArray("resources")) {
      String glob = resource.getAsJsonObject().get("glob").getAsString();
      globs.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
    }
    for (Path root : List.of(Path.of("src/main/resources"), Path.of("src/main/filtered"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).map(root::relativize).toList()) {
          assertThat(file.startsWith("META-INF") || globs.stream().anyMatch(g -> g.matches(file)))
              .as("%s is in none of %s", file, OURS)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyCommandAndItsOptionsAreWrittenDownByTheAnnotationProcessor() throws IOException {
    Path generated =
        Path.of("target/classes/META-INF/native-image/picocli-generated/reflect-config.json");
    String classes = json(generated).toString();
    CommandLine line = Help.commandLine(Invocation.ofProcess());
    List<CommandLine> all = new ArrayList<>(line.getSubcommands().values());
    all.add(line);
    for (CommandLine command : all) {
      Object annotated = command.getCommandSpec().userObject();
      if (annotated != null) {
        assertThat(classes).contains("\"" + annotated.getClass().getName() + "\"");
      }
    }
    assertThat(classes)
        .contains(CommonOptions.class.getName(), StatusCommand.Form.class.getName())
        .contains("\"stateDir\"", "\"nagios\"", "\"crontab\"");
  }
}
