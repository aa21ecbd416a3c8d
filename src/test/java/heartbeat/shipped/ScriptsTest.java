package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Shipped scripts and manuals can be read by what reads them. */
class ScriptsTest {
  private static List<Path> files(String folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("packaging", folder))) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + out;
  }

  @Test
  void theBenchmarksAreBash() throws Exception {
    List<Path> scripts = files("bench", ".*\\.sh");
    assertThat(scripts).hasSizeGreaterThan(2);
    for (Path script : scripts) {
      assertThat(run("bash", "-n", script.toString())).as(script.toString()).isEqualTo("0");
    }
  }

  @Test
  void theManualsAreWithoutWarnings() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/man")) && Files.exists(Path.of("/usr/bin/groff")),
        "man is not installed");
    List<Path> manuals = files("man", ".*\\.[15]");
    assertThat(manuals).hasSize(2);
    for (Path manual : manuals) {
      String command = "man --warnings -E UTF-8 -l -Tutf8 -Z " + manual + " 2>&1 >/dev/null";
      assertThat(run("sh", "-c", command)).as(manual.toString()).isEqualTo("0");
    }
  }
}
