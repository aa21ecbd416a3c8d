package heartbeat.watch;

import heartbeat.journal.JobLock;
import heartbeat.process.Invocation;
import heartbeat.run.Job;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps runs of a job from overlapping, as far as its {@code lock} asks for it. */
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

  /** Takes it, waiting where the job says so. A lock that can't be had at all stops no job. */
  static ExecLock of(Job job, @Nullable State state, Invocation invocation)
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

  /** Whether another run has it, and this one is to make way. */
  boolean isBusy() {
    return busy;
  }

  /** Lets the next run have it; more than once does no harm. */
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
