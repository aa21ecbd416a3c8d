package heartbeat.watch;

import heartbeat.capture.Hang;
import heartbeat.journal.RunRecord;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.TimeBudget;
import heartbeat.process.Invocation;
import heartbeat.process.Outcome;
import heartbeat.process.Version;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.Judge;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Observation;
import heartbeat.run.Verdict;
import heartbeat.snapshot.Snapshot;
import heartbeat.tell.Answers;
import heartbeat.tell.Context;
import heartbeat.tell.JobState;
import heartbeat.tell.Plan;
import heartbeat.tell.VerboseText;
import heartbeat.watch.RunStorage.Committed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run and tells of it: judges it, puts what is to be sent into the outbox, records it,
 * delivers, and says on standard error what nobody else would say. In this order: the notifications
 * of a run that is on record are on disk.
 */
final class Reporter implements AutoCloseable {
  /** How long servers may take while a run hangs, and nobody waits for them. */
  private static final Duration OF_ALERT = Duration.ofSeconds(7);

  /** How long its start ping may take then. */
  private static final Duration OF_START = Duration.ofSeconds(5);

  private static final Duration OF_WHAT_IS_NOT_KEPT = Duration.ofSeconds(60);

  private final Invocation invocation;
  private final LoadedConfig loading;
  private final Job job;
  private final RunId id;
  private final RunStorage storage;
  private StartPing startPing = StartPing.none();
  private int bodyLimit = Integer.MAX_VALUE;
  private @Nullable String snapshot;

  /** The switch that answered the start ping. */
  private @Nullable String switchAt;

  private @Nullable Path configFile;

  /** Whether the start ping has been sent, or is not to be sent any more. */
  private boolean begun;

  private Reporter(
      Invocation invocation, LoadedConfig loading, JobName name, RunId id, RunStorage storage) {
    this.invocation = invocation;
    this.loading = loading;
    this.job = loading.config().job(name);
    this.id = id;
    this.storage = storage;
  }

  /** Finds the state directory and begins the run in it. Where that can't be, it says so later. */
  static Reporter open(
      Invocation invocation,
      LoadedConfig loading,
      JobName name,
      RunId id,
      @Nullable Path configFile) {
    RunStorage storage =
        loading.config().enabled()
            ? RunStorage.of(loading, invocation, name, id)
            : RunStorage.nothing(loading, invocation, name);
    State kept = storage.state();
    if (invocation.trace().isOn()) {
      invocation.trace().tell("state: " + (kept == null ? "none" : kept.directory()));
    }
    Reporter reporter = new Reporter(invocation, loading, name, id, storage);
    reporter.configFile = configFile;
    // Asked here, where nobody waits for the disk.
    reporter.begun = storage.remembered().isPausedAt(invocation.clock().instant());
    return reporter;
  }

  /** For a run whose config or state directory does not answer: what can be told is told. */
  static Reporter without(
      Invocation invocation, @Nullable LoadedConfig loading, JobName name, RunId id) {
    LoadedConfig loaded =
        loading != null ? loading : LoadedConfig.failed("it did not answer in time");
    String problem = "the state directory did not answer in time: the run is not recorded";
    RunStorage storage = RunStorage.impossible(loaded, invocation, name, problem);
    return new Reporter(invocation, loaded, name, id, storage);
  }

  /** Whether the master switch says that nothing is to be done. */
  boolean isOff() {
    return !loading.config().enabled();
  }

  Job job() {
    return job;
  }

  @Nullable State state() {
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

  /** Tells of a run that hangs, while it hangs. */
  synchronized void speakOf(Hang hang) {
    if (isOff()) {
      return;
    }
    settleStart(OF_START);
    look();
    try (JobSenders senders = senders()) {
      Committed committed =
          storage.commit(
              last -> Plan.hanging(job, id, hang.why(), soFar(hang), knowing(last), context()),
              null);
      deliver(senders, committed, TimeBudget.of(OF_ALERT));
    }
  }

  /** What was read until now; a plan wants to know when the last of it came. */
  private static Capture soFar(Hang hang) {
    Capture now = hang.soFar();
    return now.endedAt(now.ended().minus(hang.silent()));
  }

  /** Looks at the machine, if the job asks for it: so that mail and record can tell. */
  private void look() {
    if (job.snapshot()) {
      snapshot = Snapshot.take();
    }
  }

  /**
   * Judges the run and does all that follows from it.
   *
   * @param recorded called when the run is on record and all that is to be told is on disk
   * @param budget how long servers may take
   */
  synchronized Outcome report(Capture capture, Runnable recorded, TimeBudget budget) {
    return report(Judge.judge(job.rules(), capture), capture, recorded, budget);
  }

  /** For a run that made way for another one of the same job. */
  synchronized Outcome reportAlreadyRunning(TimeBudget budget) {
    Observation nothing = new Observation(new Observation.Sight.Nothing(), List.of(), 0, null, "");
    Capture capture =
        new Capture(
            now(), now(), Duration.ZERO, 0, 0, "", 0, new Ending.Exited(0), nothing, -1, List.of());
    return report(new Verdict.Skipped("already-running", List.of()), capture, () -> {}, budget);
  }

  private Outcome report(Verdict verdict, Capture capture, Runnable recorded, TimeBudget budget) {
    try (JobSenders senders = senders()) {
      prepare(verdict, senders);
      RunRecord record = RunRecord.of(job.name(), id, verdict, capture, snapshot);
      Committed committed =
          storage.commit(
              last -> withConfig(Plan.of(job, id, verdict, capture, knowing(last), context())),
              record);
      if (invocation.trace().isOn()) {
        VerboseText.of(job, id, verdict, capture, committed.last(), committed.plan(), context())
            .forEach(invocation.trace()::tell);
      }
      if (committed.isSafe()) {
        recorded.run();
      }
      pingLateStart(verdict, senders, budget);
      Deliveries deliveries = deliver(senders, committed, budget);
      say(verdict, capture, deliveries);
      return outcome(verdict, deliveries);
    }
  }

  private void prepare(Verdict verdict, JobSenders senders) {
    senders.prepare();
    settleStart(StartPing.PATIENCE);
    senders.limitBodies(bodyLimit);
    if (verdict instanceof Verdict.Failure) {
      look();
    }
  }

  private void settleStart(Duration patience) {
    StartPing.Answer answer = startPing.settle(patience);
    bodyLimit = Math.min(bodyLimit, answer.bodyLimit());
    if (!answer.switchAt().isEmpty()) {
      switchAt = answer.switchAt();
    }
  }

  /** What is remembered of earlier runs, and what the start ping of this one has learnt. */
  private JobState knowing(JobState last) {
    return switchAt == null ? last : last.withSwitchAt(switchAt);
  }

  private Outcome outcome(Verdict verdict, Deliveries deliveries) {
    boolean unusable = !loading.errors().isEmpty() || !storage.problems().isEmpty();
    return new Outcome(verdict, loading.usage(), unusable, deliveries.undelivered());
  }

  private Plan withConfig(Plan plan) {
    if (loading.errors().isEmpty()) {
      boolean mended = plan.next().told().configProblem() != null;
      return mended ? plan.remembering(plan.next().withConfigProblem(null, null)) : plan;
    }
    String errors = String.join("\n", loading.errors());
    return plan.and(Plan.configProblem(job, id, errors, plan.next(), context()));
  }

  private Deliveries deliver(JobSenders senders, Committed committed, TimeBudget budget) {
    Deliveries deliveries = new Deliveries(job.name(), id);
    send(senders, committed.left(), deliveries, budget);
    followUp(senders, deliveries, budget);
    State kept = storage.state();
    if (kept != null && kept.problem() == null && deliveries.undelivered() > 0) {
      // Retried within minutes, also where no timer does it.
      RetryLater.start(configFile, kept.directory(), invocation.clock().instant());
    }
    return deliveries;
  }

  /**
   * First what could not be kept, then what waits. What is not kept is lost unless it is delivered
   * now: for that there is more time. Its ping goes first, as nothing can be made ready in peace.
   */
  private void send(
      JobSenders senders, List<Notification> left, Deliveries deliveries, TimeBudget budget) {
    TimeBudget longer = TimeBudget.of(OF_WHAT_IS_NOT_KEPT);
    List<Notification> pingsFirst = new ArrayList<>(left);
    pingsFirst.sort(Comparator.comparing(one -> !(one instanceof SendPing)));
    for (Notification notification : pingsFirst) {
      Delivery delivery = senders.send(notification, storage.log(), longer);
      deliveries.add(notification, delivery);
      if (notification instanceof SendPing ping && delivery instanceof Delivery.Delivered) {
        storage.overtakenBy(ping);
      }
    }
    State kept = storage.state();
    if (kept != null) {
      boolean lasting = kept.problem() == null;
      OutboxDelivery.Report report =
          senders.from(kept.outbox()).deliver(job.name(), lasting ? budget : longer);
      storage.attachLogs();
      kept.forgetRefusedAlerts(report, job.name());
      deliveries.add(report, lasting);
    }
  }

  /** What follows from the servers' answers; most often nothing. */
  private void followUp(JobSenders senders, Deliveries deliveries, TimeBudget budget) {
    SendPing taken = deliveries.pingTaken();
    boolean bySwitch = taken != null && senders.readsWhoIsTold(taken.url());
    Answers answers = deliveries.answers(taken != null && bySwitch ? taken.origin() : null);
    if (storage.state() == null) {
      deliveries.tellOfRefusal();
      return;
    }
    JobState last = storage.remembered();
    if (Plan.after(job, id, answers, last, context()).isNothingBut(last)) {
      return;
    }
    Committed committed = storage.commit(now -> Plan.after(job, id, answers, now, context()), null);
    JobState before = committed.last();
    JobState next = committed.plan().next();
    if (!Objects.equals(before.told().pingProblem(), next.told().pingProblem())) {
      deliveries.tellOfRefusal();
    }
    if (!Objects.equals(before.told().undelivered(), next.told().undelivered())) {
      deliveries.tellWhatWaits();
    }
    if (!committed.plan().all().isEmpty()) {
      send(senders, committed.left(), deliveries, budget);
    }
  }

  /** Standard error: under cron it becomes a mail, so only what nobody else has said. */
  private void say(Verdict verdict, Capture capture, Deliveries deliveries) {
    loading.errors().forEach(error -> invocation.err().println("heartbeat: " + error));
    boolean bad = verdict instanceof Verdict.Failure || verdict instanceof Verdict.Warning;
    boolean watched = Invocation.isTerminal(2) || invocation.trace().isOn();
    if (watched || (bad && !deliveries.isAlertHeard() && !isTold(verdict))) {
      Plan.spoken(job, id, verdict, capture, context(), storage.logCommand()).forEach(this::line);
    }
    deliveries.lines(watched).forEach(this::line);
    capture.notes().forEach(this::line);
    storage.complaints().forEach(this::line);
    storage.problems().forEach(this::line);
  }

  /** Whether somebody was told of this failure already, or wants to hear nothing of it. */
  private boolean isTold(Verdict verdict) {
    Occasion occasion = verdict instanceof Verdict.Failure ? Occasion.FAILURE : Occasion.WARNING;
    JobState state = storage.remembered();
    boolean told = !job.mail().to().isEmpty() || !job.alert().isEmpty();
    boolean counted = told && state.alert().suppressed() > 0;
    boolean unwanted = !job.mail().to().isEmpty() && !job.mail().on().contains(occasion);
    return counted || unwanted || state.isPausedAt(now());
  }

  private void line(String text) {
    invocation.err().println("heartbeat: " + job.name() + ": " + text);
  }

  private Instant now() {
    return invocation.clock().instant();
  }

  private JobSenders senders() {
    JobSenders senders = new JobSenders(loading.config(), job, invocation, id);
    senders.limitBodies(bodyLimit);
    senders.attaching(storage.mails());
    return senders;
  }

  private Context context() {
    return new Context(invocation.host(), now(), Version.number(), snapshot);
  }

  @Override
  public synchronized void close() {
    storage.close();
  }
}
