package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChildPipeTest {
  @Test
  void aPipeIsFoundAlsoWhileAnotherThreadStartsProcesses() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread other = Thread.ofPlatform().start(() -> startProcessesUntil(enough));
    try {
      for (int i = 0; i < 100; i++) {
        ChildPipe pipe = ChildPipe.open();

        assertThat(pipe).as("pipe %d", i).isNotNull();
        Objects.requireNonNull(pipe).handedOver();
        assertThat(pipe.output().read()).as("the pipe's end, when nobody can write").isEqualTo(-1);
        pipe.output().close();
      }
    } finally {
      enough.set(true);
      other.join();
    }
  }

  private static void startProcessesUntil(AtomicBoolean enough) {
    try {
      while (!enough.get()) {
        Process process = ProcessStart.of(new ProcessBuilder("true"));
        process.waitFor();
        process.getInputStream().close();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
