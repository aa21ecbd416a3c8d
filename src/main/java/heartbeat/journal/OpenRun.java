package heartbeat.journal;

import heartbeat.files.FileLocks;
import heartbeat.files.PrivateFiles;
import java.nio.file.Path;

/**
 * A run that is going on: other processes see it as running until this is closed or the process
 * dies.
 */
public final class OpenRun implements AutoCloseable {
  private final RunFiles files;
  private final FileLocks.Held running;

  OpenRun(RunFiles files, FileLocks.Held running) {
    this.files = files;
    this.running = running;
  }

  /**
   * Where the log's head, and at the end the whole log, goes; not made yet. Beside it, while the
   * log is longer than its head, {@link #tail} 0 and 1.
   */
  public Path log() {
    return files.log();
  }

  /** Where the end of a long log goes, in turn, until it is put together; number 0 or 1. */
  public Path tail(int number) {
    return files.tail(number);
  }

  /** Ends the run. Append its record before: without one, the run would look cut off. */
  @Override
  public void close() {
    PrivateFiles.deleteQuietly(files.running());
    running.close();
  }
}
