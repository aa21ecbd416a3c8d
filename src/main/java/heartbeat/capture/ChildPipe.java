package heartbeat.capture;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipe of our own for the output of a command. Java would make one, but closes it as soon as the
 * command has ended: a process that it left behind dies when it next writes there (SIGPIPE), and
 * what it wrote is lost.
 */
record ChildPipe(InputStream output, File input, Pipe.SinkChannel sink) {

  /**
   * Another thread may open a pipe in the same moment (the start ping, which is a process of its
   * own): then which one is ours can't be told, and another one is made.
   */
  private static final int ATTEMPTS = 50;

  /** A new one; null where it can't be had, or its descriptor not be found. */
  static @Nullable ChildPipe open() {
    try {
      ChildPipe pipe = null;
      for (int i = 0; pipe == null && i < ATTEMPTS; i++) {
        pipe = attempt();
      }
      return pipe;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return null;
    }
  }

  private static @Nullable ChildPipe attempt() throws IOException {
    Set<String> before = new HashSet<>();
    Descriptors.pipes().forEach(end -> before.add(end.pipe()));
    Pipe pipe = Pipe.open();
    List<Descriptors.PipeEnd> ends =
        Descriptors.pipes().stream()
            .filter(end -> !end.forReading() && !before.contains(end.pipe()))
            .toList();
    if (ends.size() == 1) {
      File input = new File(ends.getFirst().path());
      return new ChildPipe(Channels.newInputStream(pipe.source()), input, pipe.sink());
    }
    pipe.sink().close();
    pipe.source().close();
    return null;
  }

  /** When the command has it: so that the output ends with those who write there. */
  void handedOver() throws IOException {
    sink.close();
  }
}
