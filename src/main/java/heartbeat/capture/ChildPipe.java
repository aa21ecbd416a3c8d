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

  /** A new one; null when the system gives none, or its descriptor can't be found. */
  static @Nullable ChildPipe open() {
    ProcessStart.LOCK.lock();
    try {
      return opened();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return null;
    } finally {
      ProcessStart.LOCK.unlock();
    }
  }

  private static @Nullable ChildPipe opened() throws IOException {
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

  /** Call this after the command was started: closes our end, so that the output can end. */
  void handedOver() throws IOException {
    sink.close();
  }
}
