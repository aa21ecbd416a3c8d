package heartbeat.watch;

import heartbeat.journal.OpenRun;
import heartbeat.journal.RunRecord;
import heartbeat.journal.StateLock;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import heartbeat.notify.Outbox;
import heartbeat.process.Invocation;
import heartbeat.run.Job;
import heartbeat.run.LogCommandLine;
import heartbeat.tell.JobState;
import heartbeat.tell.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one run keeps on disk. When the directory is missing, full or does not answer, the run goes
 * on, and a line for people says so.
 */
final class RunStorage implements AutoCloseable {
  /** How long the disk may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Job job;
  private final MailLogs mails;
  private volatile @Nullable JournalAndOutbox state;
  private @Nullable OpenRun run;
  private final @Nullable Path stateDir;
  private @Nullable String logCommand;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Set<String> complaints = new CopyOnWriteArraySet<>();

  private RunStorage(LoadedConfig loaded, JobName name, Invocation invocation) {
    this.job = loaded.config().job(name);
    this.stateDir = loaded.config().stateDir();
    this.mails = new MailLogs(new Composer(job, invocation.host()), loaded.config().transport());
  }

  /** Finds the state directory and begins the run in it. */
  static RunStorage of(LoadedConfig loaded, Invocation invocation, JobName name, RunId id) {
    RunStorage storage = new RunStorage(loaded, name, invocation);
    try {
      JournalAndOutbox found =
          JournalAndOutbox.ofRun(storage.stateDir, invocation, name, storage.complaints::add);
      storage.state = found;
      if (found.problem() != null) {
        storage.problems.add(found.problem());
      }
      storage.run = found.journal().open(name, id);
      storage.logCommand = LogCommandLine.of(name.value(), id.toString(), storage.stateDir);
    } catch (IOException e) {
      storage.problem(e);
    }
    return storage;
  }

  /** For a run with {@code enabled: false}: keeps nothing. */
  static RunStorage nothing(LoadedConfig loaded, Invocation invocation, JobName name) {
    return new RunStorage(loaded, name, invocation);
  }

  /** Keeps nothing, for this reason, which people will read. */
  static RunStorage impossible(
      LoadedConfig loaded, Invocation invocation, JobName name, String problem) {
    RunStorage storage = new RunStorage(loaded, name, invocation);
    storage.problems.add(problem);
    return storage;
  }

  /** Null when there is no state directory, or when it does not answer. */
  @Nullable JournalAndOutbox state() {
    return state;
  }

  /** Where the log of the run is; null when nowhere. */
  @Nullable Path log() {
    return run == null ? null : run.log();
  }

  /** The state directory that the user named; null for the usual place. */
  @Nullable Path stateDir() {
    return stateDir;
  }

  /** The command that shows the log of the run; null when the log may not be kept. */
  @Nullable String logCommand() {
    return problems.isEmpty() ? logCommand : null;
  }

  /** The mails that this run has put into the outbox. */
  MailLogs mails() {
    return mails;
  }

  /** Attaches the logs to those mails that could not be sent now. */
  void attachLogs() {
    try {
      mails.attachAll();
    } catch (IOException e) {
      problem(e);
    }
  }

  /** What went wrong, for people. */
  List<String> problems() {
    return problems;
  }

  /**
   * The same, without what a run said a short while ago: cron makes a mail of each line.
   *
   * @param all leave nothing out
   */
  List<String> problems(boolean all) {
    JournalAndOutbox kept = state;
    if (all || kept == null || kept.fallback() == null) {
      return problems;
    }
    boolean told = kept.fallback().markTold(job.mail().cooldown());
    return told
        ? problems.stream().filter(problem -> !problem.equals(kept.problem())).toList()
        : problems;
  }

  /** What could not be read of earlier runs, for people. */
  Set<String> complaints() {
    return complaints;
  }

  /** What is known of the job's earlier runs. */
  JobState remembered() {
    return state == null ? JobState.EMPTY : state.journal().state(job.name());
  }

  /**
   * A plan that has been stored.
   *
   * @param last what was remembered before
   * @param left what could not be put into the outbox: unless sent now, it is lost
   * @param onRecord whether the run's record is written, and stays
   */
  record Committed(JobState last, Plan plan, List<Notification> left, boolean onRecord) {
    /** Whether the process may end now and nothing would be lost. */
    boolean isSafe() {
      return onRecord && left.isEmpty();
    }
  }

  /**
   * Makes a plan from what is remembered of the job, and stores it under the job's lock: first the
   * notifications, then what is to be remembered, then the record. If the disk does not answer, as
   * on a network file system whose server is gone, the run uses it no more: the alert must not wait
   * for it. If the disk comes back, heartbeat may send what it stored there a second time.
   *
   * @param record null while the run goes on
   */
  Committed commit(Function<JobState, Plan> planner, @Nullable RunRecord record) {
    JournalAndOutbox kept = state;
    if (kept == null) {
      return nothingKept(planner);
    }
    AtomicReference<@Nullable Committed> result = new AtomicReference<>();
    boolean ended = Background.ends(() -> result.set(commit(kept, planner, record)), PATIENCE);
    Committed committed = ended ? result.get() : null;
    if (!ended) {
      state = null;
      run = null;
      problems.add("the state directory does not answer: the run is not recorded");
    }
    return committed == null ? nothingKept(planner) : committed;
  }

  private static Committed nothingKept(Function<JobState, Plan> planner) {
    Plan plan = planner.apply(JobState.EMPTY);
    return new Committed(JobState.EMPTY, plan, plan.all(), false);
  }

  private Committed commit(
      JournalAndOutbox kept, Function<JobState, Plan> planner, @Nullable RunRecord record) {
    try (StateLock lock = kept.journal().lockState(job.name())) {
      JobState last = lock.state();
      Plan plan = planner.apply(last);
      List<Notification> left = enqueue(kept.outbox(), plan);
      try {
        lock.remember(plan.next());
      } catch (IOException e) {
        problem(e);
      }
      return new Committed(last, plan, left, append(kept, record));
    } catch (IOException e) {
      // Goes on without the lock: a doubled alert is better than none.
      problem(e);
      JobState last = kept.journal().state(job.name());
      Plan plan = planner.apply(last);
      List<Notification> left = enqueue(kept.outbox(), plan);
      return new Committed(last, plan, left, append(kept, record));
    }
  }

  /** Puts everything into the outbox; returns what could not be put there, as on a full disk. */
  private List<Notification> enqueue(Outbox outbox, Plan plan) {
    List<Notification> left = new ArrayList<>();
    for (Notification notification : plan.all()) {
      try {
        put(outbox, notification);
      } catch (IOException e) {
        left.add(notification);
      }
    }
    return left;
  }

  private void put(Outbox outbox, Notification notification) throws IOException {
    switch (notification) {
      case SendPing ping -> outbox.put(ping);
      case SendMessage message -> outbox.put(message);
      case SendMail mail -> mails.put(outbox, mail, log());
    }
  }

  /** Writes the record, and removes the oldest ones; true when the record is written, and stays. */
  private boolean append(JournalAndOutbox kept, @Nullable RunRecord record) {
    if (record == null) {
      return false;
    }
    try {
      kept.journal().append(record);
      kept.journal().prune(job.name(), job.keep().runs());
      return kept.problem() == null;
    } catch (IOException e) {
      problem(e);
      return false;
    }
  }

  /** Removes the pings from the outbox that must not arrive after this one. */
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
