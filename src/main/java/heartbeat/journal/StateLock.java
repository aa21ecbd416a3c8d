package heartbeat.journal;

import heartbeat.files.FileLocks;
import heartbeat.files.PrivateFiles;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.file.Path;

/** What is remembered of a job. Until this is closed, no other process can change it. */
public final class StateLock implements AutoCloseable {
  private final FileLocks.Held held;
  private final JobState state;
  private final Path file;

  StateLock(FileLocks.Held held, JobState state, Path file) {
    this.held = held;
    this.state = state;
    this.file = file;
  }

  /** As it was when the lock was taken. */
  public JobState state() {
    return state;
  }

  /** Remembers this from now on. Throws IOException when it can't be written. */
  public void remember(JobState next) throws IOException {
    PrivateFiles.write(file, JobStateJson.write(next), false);
  }

  @Override
  public void close() {
    held.close();
  }
}
