package heartbeat.capture;

import java.io.IOException;
import java.nio.file.Path;

/** Where a run's log is to go. */
public interface LogPlace {
  /**
   * The path of the {@code .log} file, its directory made. Called once, on the thread that writes
   * the log: a disk that hangs holds up nothing else.
   */
  Path path() throws IOException;
}
