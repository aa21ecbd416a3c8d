package heartbeat.watch;

import heartbeat.capture.Hang;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import heartbeat.notify.TimeBudget;
import heartbeat.process.Invocation;
import heartbeat.process.LateSignals;
import heartbeat.process.Outcome;
import heartbeat.process.Version;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.Judge;
import heartbeat.run.Observation;
import heartbeat.run.Verdict;
import heartbeat.snapshot.Snapshot;
import heartbeat.tell.Context;
import heartbeat.tell.JobState;
import heartbeat.tell.OwnTroubles;
import heartbeat.tell.Plan;
import heartbeat.tell.VerboseText;
import heartbeat.watch.RunStorage.Committed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports one run: when it has ended, and before that when it hangs. Each step takes what the one
 * before it gave: verdict, plan on disk, deliveries, words on standard error.
 */
final class Reporter implements AutoCloseable {
  /** How long servers may take while a run hangs, and nobody waits for them. */
  private static final Duration HANG_PATIENCE = Duration.ofSeconds(7);

  /** How long the start ping of a run that hangs may take. */
  private static final Duration HANG_START_PATIENCE = Duration.ofSeconds(5);

  private final Invocation invocation;
  private final LoadedConfig loaded;
  private final Job job;
  private final RunId id;
  private final RunStorage storage;
  private StartPing startPing = StartPing.none();

  /** Whether the start ping has been sent, or is not to be sent any more. */
  private boolean begun;

  private @Nullable String snapshot;

  private Reporter(
      Invocation invocation, LoadedConfig loaded, JobName name, RunId id, RunStorage storage) {
    this.invocation = invocation;
    this.loaded = loaded;
    this.job = loaded.config().job(name);
    this.id = id;
    this.storage = storage;
  }

  /** Finds the state directory and begins the run in it; what fails there, the run tells later. */
  static Reporter open(Invocation invocation, LoadedConfig loaded, JobName name, RunId id) {
    RunStorage storage =
        loaded.config().enabled()
            ? RunStorage.of(loaded, invocation, name, id)
            : RunStorage.nothing(loaded, invocation, name);
    JournalAndOutbox kept = storage.state();
    if (invocation.trace().isOn()) {
      invocation.trace().tell("state: " + (kept == null ? "none" : kept.directory()));
    }
    Reporter reporter = new Reporter(invocation, loaded, name, id, storage);
    // Asked here, where nobody waits for the disk.
    reporter.begun = storage.remembered().isPausedAt(invocation.clock().instant());
    return reporter;
  }

  /**
   * For a run whose config or state directory does not answer in time: it notifies all the same.
   */
  static Reporter withoutState(Invocation invocation, LoadedConfig loaded, JobName name, RunId id) {
    String problem = "the state directory did not answer in time: the run is not recorded";
    RunStorage storage = RunStorage.impossible(loaded, invocation, name, problem);
    return new Reporter(invocation, loaded, name, id, storage);
  }

  /** Whether the config says {@code enabled: false}: then heartbeat only reads the output. */
  boolean isOff() {
    return !loaded.config().enabled();
  }

  Job job() {
    return job;
  }

  @Nullable JournalAndOutbox state() {
    return storage.state();
  }

  /** Where the log is to be written. Throws IOException when nowhere. */
  Path logPath() throws IOException {
    Path log = storage.log();
    if (log == null) {
      throw new IOException("there is no state directory");
    }
    return log;
  }

  /** Sends the start ping, if there is to be one, by another process: the run goes on. */
  synchronized void pingStart(List<String> arguments) {
    if (wantedStart() != null) {
      startPing = StartPing.send(id, arguments, invocation.trace());
    }
    begun = true;
  }

  /**
   * The same for a run that is over so soon that nobody knew that it had begun, before its result:
   * the server may want to know how long it took. A run that made way has not begun.
   */
  private void pingLateStart(Verdict verdict, JobSenders senders, TimeBudget budget) {
    SendPing start = verdict instanceof Verdict.Skipped ? null : wantedStart();
    if (start != null) {
      senders.sendOnce(start, budget.upTo(StartPing.PATIENCE));
    }
    begun = true;
  }

  private @Nullable SendPing wantedStart() {
    return begun || isOff() ? null : Plan.start(job, id, context()).orElse(null);
  }

  /** Reports a run that hangs, while it hangs. */
  synchronized void reportHang(Hang hang) {
    if (isOff()) {
      return;
    }
    try (JobSenders senders = senders()) {
      senders.limitBodies(startPing.settle(HANG_START_PATIENCE));
      takeSnapshot();
      Committed committed =
          storage.commit(
              last -> Plan.hanging(job, id, hang.why(), soFar(hang), knowing(last), context()),
              null);
      delivery(senders).deliver(committed, TimeBudget.of(HANG_PATIENCE));
    }
  }

  /** What was read until now, as if it had ended with its last output. */
  private static Capture soFar(Hang hang) {
    Capture now = hang.soFar();
    return now.endedAt(now.ended().minus(hang.silent()));
  }

  /**
   * Reports a run that has ended.
   *
   * @param signals may end this process as soon as all that is to be told is on disk
   * @param budget how long servers may take
   */
  synchronized Outcome report(Capture capture, LateSignals signals, TimeBudget budget) {
    return report(Judge.judge(job.rules(), capture), capture, signals, budget);
  }

  /** Reports a run that made way for another one of the same job. */
  synchronized Outcome reportAlreadyRunning(LateSignals signals, TimeBudget budget) {
    Instant now = invocation.clock().instant();
    Observation nothing = new Observation(new Observation.Sight.Nothing(), List.of(), 0, null, "");
    Capture capture =
        new Capture(
            now, now, Duration.ZERO, 0, 0, "", 0, new Ending.Exited(0), nothing, -1, List.of());
    return report(
        new Verdict.Skipped(Observation.ALREADY_RUNNING, List.of()), capture, signals, budget);
  }

  private Outcome report(Verdict verdict, Capture capture, LateSignals signals, TimeBudget budget) {
    try (JobSenders senders = senders()) {
      prepare(verdict, senders);
      Committed committed = commit(verdict, capture);
      if (committed.isSafe()) {
        signals.nowSafe();
      }
      pingLateStart(verdict, senders, budget);
      Deliveries deliveries = delivery(senders).deliver(committed, budget);
      new StderrReport(invocation, job, loaded, storage)
          .print(id, verdict, capture, deliveries, context());
      return outcome(verdict, deliveries);
    }
  }

  /** Does what takes time beside or before the commit. */
  private void prepare(Verdict verdict, JobSenders senders) {
    senders.prepare();
    senders.limitBodies(startPing.settle(StartPing.PATIENCE));
    if (verdict instanceof Verdict.Failure) {
      takeSnapshot();
    }
  }

  /** So that mail and record can tell how it was, if the job asks for that. */
  private void takeSnapshot() {
    if (job.snapshot()) {
      snapshot = Snapshot.take();
    }
  }

  private Committed commit(Verdict verdict, Capture capture) {
    RunRecord record = RunRecord.of(job.name(), id, verdict, capture, snapshot);
    Committed committed =
        storage.commit(
            last -> withConfig(Plan.of(job, id, verdict, capture, knowing(last), context())),
            record);
    if (invocation.trace().isOn()) {
      VerboseText.of(job, id, verdict, capture, committed.last(), committed.plan(), context())
          .forEach(invocation.trace()::tell);
    }
    return committed;
  }

  /** What is remembered of earlier runs, and what the start ping of this one has learnt. */
  private JobState knowing(JobState last) {
    return startPing.switchAt() == null ? last : last.withSwitchAt(startPing.switchAt());
  }

  /** The plan, and what the config's problems give to tell. */
  private Plan withConfig(Plan plan) {
    if (loaded.errors().isEmpty()) {
      boolean mended = plan.next().troubles().configProblem() != null;
      return mended ? plan.remembering(plan.next().withConfigProblem(null, null)) : plan;
    }
    String errors = String.join("\n", loaded.errors());
    return plan.and(OwnTroubles.configProblem(job, id, errors, plan.next(), context()));
  }

  private RunDelivery delivery(JobSenders senders) {
    return new RunDelivery(invocation, job, id, loaded, storage, senders);
  }

  private JobSenders senders() {
    JobSenders senders = new JobSenders(loaded.config(), job, invocation, id);
    senders.attaching(storage.mails());
    return senders;
  }

  private Outcome outcome(Verdict verdict, Deliveries deliveries) {
    boolean unusable = !loaded.errors().isEmpty() || !storage.problems().isEmpty();
    return new Outcome(verdict, loaded.usage(), unusable, deliveries.undelivered());
  }

  private Context context() {
    Instant now = invocation.clock().instant();
    return new Context(invocation.host(), now, Version.number(), storage.stateDir(), snapshot);
  }

  @Override
  public synchronized void close() {
    storage.close();
  }
}
