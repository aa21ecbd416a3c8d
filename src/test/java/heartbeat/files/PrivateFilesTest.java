package heartbeat.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir Path folder;

  @Test
  void aFileThatAppearsWhileItIsReadIsMissingOrThere() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 3000; i++) {
        Path file = folder.resolve("state" + i);
        Future<Path> written = other.submit(() -> Files.createFile(file));
        boolean seen = false;
        while (!seen) {
          try {
            PrivateFiles.read(file);
            seen = true;
          } catch (NoSuchFileException notYet) {
            Thread.onSpinWait();
          }
        }
        assertThat(written.get()).isEqualTo(file);
      }
    }
  }
}
