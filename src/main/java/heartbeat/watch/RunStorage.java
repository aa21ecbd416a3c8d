package heartbeat.watch;

import heartbeat.journal.OpenRun;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one run keeps on disk, as far as the disk plays along: that a directory is missing, full or
 * does not answer becomes a line for people, and is never in the way.
 */
final class RunStorage implements AutoCloseable {
  /** How long the disk may take: a large log is packed for its mail meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final JobName job;
  private volatile @Nullable State state;
  private @Nullable OpenRun run;
  private @Nullable String logCommand;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Set<String> complaints = new CopyOnWriteArraySet<>();

  private RunStorage(JobName job) {
    this.job = job;
  }

  /** Finds the state directory and begins the run in it. */
  static RunStorage of(@Nullable Path stateDir, Invocation invocation, JobName job, RunId id) {
    RunStorage keeping = new RunStorage(job);
    try {
      State found = State.ofRun(stateDir, invocation, keeping.complaints::add);
      keeping.state = found;
      if (found.problem() != null) {
        keeping.problems.add(found.problem());
      }
      keeping.run = found.journal().open(job, id);
      String place =
          stateDir == null ? "" : " --state-dir " + Names.quoted(stateDir.toAbsolutePath());
      keeping.logCommand = "heartbeat log " + Names.quoted(job) + " " + id + place;
    } catch (IOException e) {
      keeping.problem(e);
    }
    return keeping;
  }

  /** Nothing is kept: it is not wanted. */
  static RunStorage nothing(JobName job) {
    return new RunStorage(job);
  }

  /** Nothing is kept, for this reason. */
  static RunStorage impossible(JobName job, String problem) {
    RunStorage keeping = new RunStorage(job);
    keeping.problems.add(problem);
    return keeping;
  }

  /** Null when there is none, or none that answers. */
  @Nullable State state() {
    return state;
  }

  /** Where the log of the run is; null when nowhere. */
  @Nullable Path log() {
    return run == null ? null : run.log();
  }

  /** What shows the log of the run to people; null when it is not sure to be kept. */
  @Nullable String logCommand() {
    return problems.isEmpty() ? logCommand : null;
  }

  /** What went wrong, for people. */
  List<String> problems() {
    return problems;
  }

  /** What of earlier runs could not be read and is lost, for people; each once. */
  Set<String> complaints() {
    return complaints;
  }

  /** What is known of the job's earlier runs. */
  JobState remembered() {
    return state == null ? JobState.EMPTY : state.journal().state(job);
  }

  /**
   * Changes what is remembered, under the job's lock; not at all where there is no directory or it
   * is full. False when it does not answer, as on a network file system whose server is gone: it is
   * left alone from now on, for the alert must not wait for it. Should it come back, what it was
   * asked to keep may be sent a second time.
   */
  boolean update(UnaryOperator<JobState> step) {
    State kept = state;
    if (kept == null || Background.ends(() -> update(kept, step), PATIENCE)) {
      return true;
    }
    state = null;
    run = null;
    problems.add("the state directory does not answer: the run is not recorded");
    return false;
  }

  private void update(State kept, UnaryOperator<JobState> step) {
    try {
      kept.journal().update(job, step);
    } catch (IOException e) {
      problem(e);
    }
  }

  /** Puts the run on record, and removes the oldest ones. Whether it is on record for good. */
  boolean record(RunRecord record, int keepRuns) {
    if (state == null) {
      return false;
    }
    try {
      state.journal().append(record);
      state.journal().prune(job, keepRuns);
      return state.problem() == null;
    } catch (IOException e) {
      problem(e);
      return false;
    }
  }

  /** What waits in the outbox must not come after a ping that went past it. */
  void overtakenBy(SendPing ping) {
    if (state != null) {
      try {
        state.outbox().overtakenBy(ping);
      } catch (IOException e) {
        problem(e);
      }
    }
  }

  private void problem(IOException e) {
    problems.add(String.valueOf(e.getMessage()));
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
    if (state != null) {
      state.close();
    }
  }
}
