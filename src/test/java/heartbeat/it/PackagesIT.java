package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages beside the image; what is in them is for the scripts of packaging/test. */
class PackagesIT {
  private static List<Path> packages(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("cron-heartbeat[-_].*\\.(deb|rpm)"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theSameImageGivesTheSameBytes(@TempDir Path again) throws Exception {
    Path log = again.resolve("log");
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                "target/packager/*",
                "packaging/package/BuildPackages.java",
                System.getProperty("package.version"),
                System.getProperty("package.date"),
                System.getProperty("package.maintainer"),
                "target/classes",
                "target/heartbeat",
                again.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(build.waitFor()).as(() -> read(log)).isZero();

    List<Path> first = packages(Path.of("target"));
    assertThat(first).hasSize(2);
    for (Path file : first) {
      assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
