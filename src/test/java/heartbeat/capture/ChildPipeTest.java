package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChildPipeTest {
  @Test
  void aPipeIsFoundAlsoWhileAnotherThreadOpensPipesOfItsOwn() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread other = Thread.ofPlatform().start(() -> openAndClosePipesUntil(enough));
    try {
      for (int i = 0; i < 200; i++) {
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

  /** As the start of another process does, which has three or four of them open for a moment. */
  private static void openAndClosePipesUntil(AtomicBoolean enough) {
    try {
      while (!enough.get()) {
        Pipe pipe = Pipe.open();
        Thread.sleep(1);
        pipe.sink().close();
        pipe.source().close();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
