package heartbeat.watch;

import heartbeat.capture.Hang;
import heartbeat.journal.RunRecord;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
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
import heartbeat.tell.Context;
import heartbeat.tell.JobState;
import heartbeat.tell.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run and tells of it: judges it, puts what is to be sent into the outbox, records it,
 * delivers, and says on standard error what nobody else would say. In this order: the notifications
 * of a run that is on record are on disk.
 */
final class Reporter implements AutoCloseable {
  /** How long servers may take while a run hangs, and nobody waits for them. */
  private static final Duration OF_ALERT = Duration.ofSeconds(12);

  private static final Duration OF_WHAT_IS_NOT_KEPT = Duration.ofSeconds(60);

  private final Invocation invocation;
  private final LoadedConfig loading;
  private final Job job;
  private final RunId id;
  private final RunStorage keeping;
  private StartPing startPing = StartPing.none();
  private int bodyLimit = Integer.MAX_VALUE;
  private @Nullable String snapshot;
  private @Nullable Path configFile;

  /** Whether the start ping has been sent, or is not to be sent any more. */
  private boolean begun;

  private Reporter(
      Invocation invocation, LoadedConfig loading, JobName name, RunId id, RunStorage keeping) {
    this.invocation = invocation;
    this.loading = loading;
    this.job = loading.config().job(name);
    this.id = id;
    this.keeping = keeping;
  }

  /** Finds the state directory and begins the run in it. Where that can't be, it says so later. */
  static Reporter open(
      Invocation invocation,
      LoadedConfig loading,
      JobName name,
      RunId id,
      @Nullable Path configFile) {
    RunStorage keeping =
        loading.config().enabled()
            ? RunStorage.of(loading.config().stateDir(), invocation, name, id)
            : RunStorage.nothing(name);
    Reporter reporter = new Reporter(invocation, loading, name, id, keeping);
    reporter.configFile = configFile;
    // Asked here, where nobody waits for the disk.
    reporter.begun = keeping.remembered().isPausedAt(invocation.clock().instant());
    return reporter;
  }

  /** For a run whose config or state directory does not answer: what can be told is told. */
  static Reporter without(
      Invocation invocation, @Nullable LoadedConfig loading, JobName name, RunId id) {
    return new Reporter(
        invocation,
        loading != null ? loading : LoadedConfig.failed("it did not answer in time"),
        name,
        id,
        RunStorage.impossible(
            name, "the state directory did not answer in time: the run is not recorded"));
  }

  /** Whether the master switch says that nothing is to be done. */
  boolean isOff() {
    return !loading.config().enabled();
  }

  Job job() {
    return job;
  }

  @Nullable State state() {
    return keeping.state();
  }

  /** Where the log is to be written. Throws IOException when nowhere. */
  Path logPath() throws IOException {
    Path log = keeping.log();
    if (log == null) {
      throw new IOException("there is no state directory");
    }
    return log;
  }

  /** Sends the start ping, if there is to be one, by another process: the run goes on. */
  synchronized void pingStart(List<String> arguments) {
    if (wantedStart() != null) {
      startPing = StartPing.send(id, arguments);
    }
    begun = true;
  }

  /**
   * The same for a run that is over so soon that nobody knew that it had begun, before its result:
   * the server may want to know how long it took. A run that made way has not begun.
   */
  private void pingLateStart(Verdict verdict, Dispatch dispatch, TimeBudget budget) {
    SendPing start = verdict instanceof Verdict.Skipped ? null : wantedStart();
    if (start != null) {
      dispatch.sendOnce(start, budget.upTo(StartPing.PATIENCE));
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
    bodyLimit = Math.min(bodyLimit, startPing.settle());
    look();
    try (Dispatch dispatch = dispatch()) {
      List<Notification> left =
          plan(dispatch, last -> Plan.hanging(job, id, hang.why(), soFar(hang), last, context()));
      deliver(dispatch, left, TimeBudget.of(OF_ALERT));
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
    try (Dispatch dispatch = dispatch()) {
      dispatch.prepare();
      bodyLimit = Math.min(bodyLimit, startPing.settle());
      dispatch.limitBodies(bodyLimit);
      if (verdict instanceof Verdict.Failure) {
        look();
      }
      List<Notification> left =
          plan(dispatch, last -> withConfig(Plan.of(job, id, verdict, capture, last, context())));
      RunRecord record = RunRecord.of(job.name(), id, verdict, capture, snapshot);
      if (keeping.record(record, job.keepRuns()) && left.isEmpty()) {
        recorded.run();
      }
      pingLateStart(verdict, dispatch, budget);
      Deliveries deliveries = deliver(dispatch, left, budget);
      retryLater(deliveries);
      say(verdict, capture, deliveries);
      boolean unusable = !loading.errors().isEmpty() || !keeping.problems().isEmpty();
      return new Outcome(verdict, loading.usage(), unusable, deliveries.undelivered());
    }
  }

  private Plan withConfig(Plan plan) {
    if (loading.errors().isEmpty()) {
      boolean mended = plan.next().configProblem() != null;
      return mended ? plan.remembering(plan.next().withConfigProblem(null, null)) : plan;
    }
    String errors = String.join("\n", loading.errors());
    return plan.and(Plan.configProblem(job, id, errors, plan.next(), context()));
  }

  /**
   * Makes a plan from what is remembered of the job, and puts it into the outbox before anything
   * else is remembered. What could not be put there is returned.
   */
  private List<Notification> plan(Dispatch dispatch, Function<JobState, Plan> planner) {
    List<Notification> left = new ArrayList<>();
    AtomicBoolean planned = new AtomicBoolean();
    UnaryOperator<JobState> step =
        last -> {
          Plan plan = planner.apply(last);
          left.addAll(enqueue(dispatch, plan));
          planned.set(true);
          return plan.next();
        };
    if (!keeping.update(step)) {
      return planner.apply(JobState.EMPTY).all();
    }
    return planned.get() ? left : enqueue(dispatch, planner.apply(keeping.remembered()));
  }

  private List<Notification> enqueue(Dispatch dispatch, Plan plan) {
    return dispatch.enqueue(plan, keeping.log());
  }

  private Deliveries deliver(Dispatch dispatch, List<Notification> left, TimeBudget budget) {
    Deliveries deliveries = new Deliveries(job.name(), id);
    deliver(dispatch, left, deliveries, budget);
    if (keeping.state() == null) {
      if (deliveries.pingRefusal() != null) {
        deliveries.tellOfRefusal();
      }
      return deliveries;
    }
    if (deliveries.isMailRefused()) {
      // Nobody has read of it: the next one must not count as told already.
      plan(dispatch, last -> new Plan(List.of(), List.of(), last.unalerted()));
    }
    String refusal = deliveries.pingRefusal();
    if (refusal != null) {
      @Nullable String known = keeping.remembered().pingProblem();
      List<Notification> more =
          plan(dispatch, last -> Plan.pingRefused(job, id, refusal, last, context()));
      if (!Objects.equals(known, keeping.remembered().pingProblem())) {
        deliveries.tellOfRefusal();
      }
      deliver(dispatch, more, deliveries, budget);
    } else if (deliveries.isPingTaken() && keeping.remembered().pingProblem() != null) {
      plan(dispatch, last -> new Plan(List.of(), List.of(), last.withPingProblem(null)));
    }
    return deliveries;
  }

  /**
   * First what could not be kept, then what waits. What is not kept is lost unless it is delivered
   * now: for that there is more time.
   */
  private void deliver(
      Dispatch dispatch, List<Notification> left, Deliveries deliveries, TimeBudget budget) {
    TimeBudget longer = TimeBudget.of(OF_WHAT_IS_NOT_KEPT);
    for (Notification notification : left) {
      Delivery delivery = dispatch.send(notification, keeping.log(), longer);
      deliveries.add(notification, delivery);
      if (notification instanceof SendPing ping && delivery instanceof Delivery.Delivered) {
        keeping.overtakenBy(ping);
      }
    }
    State kept = keeping.state();
    if (kept != null) {
      boolean lasting = kept.problem() == null;
      TimeBudget own = lasting ? budget : longer;
      deliveries.add(dispatch.deliver(kept.outbox(), id, own), lasting);
    }
  }

  /** What waits is retried within minutes, also where no timer does it. */
  private void retryLater(Deliveries deliveries) {
    State kept = keeping.state();
    if (kept != null && kept.problem() == null && deliveries.undelivered() > 0) {
      RetryLater.start(configFile, kept.directory());
    }
  }

  /** Standard error: under cron it becomes a mail, so only what nobody else has said. */
  private void say(Verdict verdict, Capture capture, Deliveries deliveries) {
    loading.errors().forEach(error -> invocation.err().println("heartbeat: " + error));
    boolean bad = verdict instanceof Verdict.Failure || verdict instanceof Verdict.Warning;
    if (Invocation.isTerminal(2) || (bad && !deliveries.isAlertHeard() && !isTold(verdict))) {
      Plan.spoken(job, id, verdict, capture, context(), keeping.logCommand()).forEach(this::line);
    }
    deliveries.lines().forEach(this::line);
    sayWhatWaits(deliveries);
    capture.notes().forEach(this::line);
    keeping.complaints().forEach(this::line);
    keeping.problems().forEach(this::line);
  }

  /**
   * Under cron each line becomes a mail, and a server that is down concerns every run of every job:
   * it is said once in a cooldown. To somebody who watches it is said each time.
   */
  private void sayWhatWaits(Deliveries deliveries) {
    boolean watched = Invocation.isTerminal(2);
    if (watched) {
      deliveries.waitingLines().forEach(this::line);
      deliveries.linesOfOthers().forEach(this::line);
    } else if (!deliveries.waitingLines().isEmpty()
        && !keeping.remembered().hasSaidUndelivered(job.mail().cooldown(), now())) {
      deliveries.waitingLines().forEach(this::line);
      Instant said = now();
      keeping.update(last -> last.withUndeliveredSaid(said));
    }
  }

  /** Whether somebody was told of this failure already, or wants to hear nothing of it. */
  private boolean isTold(Verdict verdict) {
    Occasion occasion = verdict instanceof Verdict.Failure ? Occasion.FAILURE : Occasion.WARNING;
    JobState state = keeping.remembered();
    boolean told = !job.mail().to().isEmpty() || !job.alert().isEmpty();
    boolean counted = told && state.suppressed() > 0;
    boolean unwanted = !job.mail().to().isEmpty() && !job.mail().on().contains(occasion);
    return counted || unwanted || state.isPausedAt(now());
  }

  private void line(String text) {
    invocation.err().println("heartbeat: " + job.name() + ": " + text);
  }

  private Instant now() {
    return invocation.clock().instant();
  }

  private Dispatch dispatch() {
    Dispatch dispatch = new Dispatch(keeping.state(), loading.config(), job, invocation);
    dispatch.limitBodies(bodyLimit);
    return dispatch;
  }

  private Context context() {
    return new Context(invocation.host(), now(), Version.number(), snapshot);
  }

  @Override
  public synchronized void close() {
    keeping.close();
  }
}
