package heartbeat.journal;

import heartbeat.files.FileLocks;
import heartbeat.model.JobName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs of a job from overlapping: what {@code exec} takes when {@code lock} is {@code
 * skip} or {@code wait}. The lock of a run that was killed is free at once.
 */
public final class JobLock implements AutoCloseable {
  private final FileLocks.Held held;

  private JobLock(FileLocks.Held held) {
    this.held = held;
  }

  /** The lock; null when another run holds it. Throws IOException when it can't be tried. */
  public static @Nullable JobLock tryTake(Journal journal, JobName job) throws IOException {
    FileLocks.Held held = journal.locks().tryTake(journal.lockFile(job));
    return held == null ? null : new JobLock(held);
  }

  /**
   * Waits until no other run of the job holds it. Throws InterruptedException when the thread is
   * interrupted, and IOException when it can't be taken at all.
   */
  public static JobLock take(Journal journal, JobName job)
      throws IOException, InterruptedException {
    FileLocks.Held held = journal.locks().take(journal.lockFile(job), null);
    if (held == null) {
      throw new IOException("the lock of job " + job + " was not to be had");
    }
    return new JobLock(held);
  }

  /** Lets the next run begin. */
  @Override
  public void close() {
    held.close();
  }
}
