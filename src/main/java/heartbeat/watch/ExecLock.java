package heartbeat.watch;

import heartbeat.journal.JobLock;
import heartbeat.process.Invocation;
import heartbeat.run.Job;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps runs of a job from overlapping, if its key {@code lock} says so. */
final class ExecLock implements AutoCloseable {
  private final @Nullable JobLock held;
  private final boolean busy;

  private ExecLock(@Nullable JobLock held, boolean busy) {
    this.held = held;
    this.busy = busy;
  }

  /** For a job whose runs may overlap. */
  static ExecLock none() {
    return new ExecLock(null, false);
  }

  /**
   * Takes the lock; waits for it if the job says so. When it can't be taken at all, the job runs.
   */
  static ExecLock of(Job job, @Nullable JournalAndOutbox state, Invocation invocation)
      throws InterruptedException {
    if (job.exec().lock() == Job.Lock.OFF || state == null || state.problem() != null) {
      return none();
    }
    try {
      if (job.exec().lock() == Job.Lock.WAIT) {
        return new ExecLock(JobLock.take(state.journal(), job.name()), false);
      }
      JobLock held = JobLock.tryTake(state.journal(), job.name());
      return new ExecLock(held, held == null);
    } catch (IOException e) {
      invocation
          .err()
          .println("heartbeat: " + job.name() + ": runs without its lock: " + e.getMessage());
      return new ExecLock(null, false);
    }
  }

  /** Whether another run holds the lock, so that this one must not start its command. */
  boolean isBusy() {
    return busy;
  }

  /** Lets the next run take it. May be called more than once. */
  void release() {
    if (held != null) {
      held.close();
    }
  }

  @Override
  public void close() {
    release();
  }
}
