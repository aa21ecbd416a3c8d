package heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import heartbeat.cli.CommonOptions;
import heartbeat.cli.Help;
import heartbeat.cli.StatusCommand;
import heartbeat.process.Invocation;
import java.io.IOException;
import java.lang.reflect.Method;
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

  /** Those of the JSON under this name. */
  private static List<JsonObject> entries(String name) throws IOException {
    List<JsonObject> entries = new ArrayList<>();
    for (JsonElement entry : json(OURS).getAsJsonObject().getAsJsonArray(name)) {
      entries.add(entry.getAsJsonObject());
    }
    return entries;
  }

  private static List<PathMatcher> globs() throws IOException {
    List<PathMatcher> globs = new ArrayList<>();
    for (JsonObject resource : entries("resources")) {
      String glob = resource.get("glob").getAsString();
      globs.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
    }
    return globs;
  }

  private static String tests() {
    return NativeMetadataTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Our classes that look up a resource. */
  private static Stream<String> lookups() {
    return new ClassFileImporter()
            .withImportOption(location -> !location.contains(tests()))
            .importPackages("heartbeat")
            .stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTarget().getName().startsWith("getResource"))
            .map(call -> call.getOriginOwner().getName());
  }

  @Test
  void whoLooksResourcesUpIsWrittenDownWithTheReason() throws IOException {
    List<String> reasons = new ArrayList<>();
    for (JsonObject resource : entries("resources")) {
      reasons.add(reason(resource.get("glob").getAsString()));
    }
    assertThat(lookups())
        .isNotEmpty()
        .allSatisfy(
            owner -> assertThat(reasons).anyMatch(reason -> reason.startsWith(owner + ",")));
  }

  /** Each kind of call into the C library: the code for it is made when the image is built. */
  @Test
  void everyKindOfCallIntoTheCLibraryIsWrittenDownWithItsCaller() throws IOException {
    List<String> callers =
        new ClassFileImporter()
                .withImportOption(location -> !location.contains(tests()))
                .importPackages("heartbeat")
                .stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getSimpleName().equals("FunctionDescriptor"))
                .map(call -> call.getOriginOwner().getName())
                .toList();
    assertThat(callers).isNotEmpty();
    assertThat(json(OURS).getAsJsonObject().getAsJsonObject("foreign").getAsJsonArray("downcalls"))
        .hasSameSizeAs(callers);
    assertThat(callers)
        .allSatisfy(caller -> assertThat(reason("foreign")).startsWith(caller + ","));
  }

  /** What the comment says of this entry: the format has no place for it in the entry. */
  private static String reason(String entry) throws IOException {
    for (JsonElement line : json(OURS).getAsJsonObject().getAsJsonArray("comment")) {
      if (line.getAsString().startsWith(entry + ": ")) {
        return line.getAsString().substring(entry.length() + 2);
      }
    }
    return "";
  }

  /** native-image warns of every key that it does not know. */
  @Test
  void noEntryHasAKeyThatTheFormatDoesNotKnow() throws IOException {
    assertThat(json(OURS).getAsJsonObject().keySet())
        .containsExactly("comment", "reflection", "resources", "foreign");
    assertThat(entries("reflection"))
        .allSatisfy(type -> assertThat(type.keySet()).containsExactly("type", "methods"));
    assertThat(entries("resources"))
        .allSatisfy(resource -> assertThat(resource.keySet()).containsExactly("glob"));
  }

  /** A glob that matches nothing would be of no use, and nobody would notice. */
  @Test
  void everythingNamedIsThereOnTheJvmWithItsReason() throws Exception {
    for (JsonObject resource : entries("resources")) {
      String glob = resource.get("glob").getAsString();
      assertThat(reason(glob)).isNotBlank();
      if (!glob.contains("*")) {
        assertThat(NativeMetadataTest.class.getClassLoader().getResource(glob))
            .as(glob)
            .isNotNull();
      }
    }
    for (JsonObject type : entries("reflection")) {
      assertThat(reason(type.get("type").getAsString())).isNotBlank();
      List<String> methods =
          Stream.of(Class.forName(type.get("type").getAsString()).getMethods())
              .map(NativeMetadataTest::signature)
              .toList();
      for (JsonElement method : type.getAsJsonArray("methods")) {
        assertThat(methods).contains(signature(method.getAsJsonObject()));
      }
    }
  }

  private static String signature(JsonObject method) {
    List<String> parameters = new ArrayList<>();
    method.getAsJsonArray("parameterTypes").forEach(type -> parameters.add(type.getAsString()));
    return method.get("name").getAsString() + parameters;
  }

  private static String signature(Method method) {
    return method.getName() + Stream.of(method.getParameterTypes()).map(Class::getName).toList();
  }

  @Test
  void everyResourceIsNamed() throws IOException {
    List<PathMatcher> globs = globs();
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
