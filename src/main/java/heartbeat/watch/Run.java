package heartbeat.watch;

import heartbeat.capture.CaptureSetup;
import heartbeat.capture.ChildSource;
import heartbeat.capture.OomKills;
import heartbeat.capture.PipeSource;
import heartbeat.capture.RunClock;
import heartbeat.config.Flags;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.notify.TimeBudget;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.LateSignals;
import heartbeat.process.ProcessSignals;
import heartbeat.run.Capture;
import heartbeat.run.Job;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run: read to the end, then report. Reading begins at once; config, state directory and start
 * ping come about beside it, on threads that it never waits for.
 */
public final class Run {
  /**
   * How long servers that hang may keep a run after its job has ended: with all else, the run lasts
   * 15 s longer than the job at most. The outbox keeps the rest.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Invocation invocation;
  private final Flags flags;
  private final JobName name;
  private final RunId id;
  private final List<String> arguments;
  private final CompletableFuture<LoadedConfig> loading;
  private final CompletableFuture<Reporter> opening;

  /** Begins a run; the arguments are those behind the command's name, and what they mean. */
  public Run(Invocation invocation, String[] arguments, Flags flags) {
    this.invocation = invocation.verbose(flags.isVerbose());
    this.flags = flags;
    JobName named = flags.job();
    this.name = named == null ? JobName.DEFAULT : named;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    this.id = RunId.of(invocation.clock().instant(), random.nextLong(), random.nextLong());
    this.arguments = List.of(arguments);
    this.loading = Background.run(() -> LoadedConfig.of(flags, name, this.invocation.trace()));
    this.opening =
        Background.then(loading, loaded -> Reporter.open(this.invocation, loaded, name, id));
  }

  /** {@code heartbeat [JOB]}: the output comes through standard input. */
  public int pipe() throws InterruptedException {
    try (LateSignals signals = lateSignals()) {
      PipeSource pipe = new PipeSource(setup(), new FileInputStream(FileDescriptor.in));
      Capture capture = read(pipe);
      TimeBudget budget = TimeBudget.of(PATIENCE);
      pipe.awaitAlerts(budget.left());
      try (Reporter reporter = reporter()) {
        return reporter.isOff()
            ? ExitStatus.OK
            : ExitStatus.of(reporter.report(capture, signals, budget));
      }
    }
  }

  /** {@code heartbeat exec JOB -- COMMAND}: the output is the command's, and so is the status. */
  public int exec() throws InterruptedException {
    Job job = loaded().config().job(name);
    try (ExecLock lock = lock(job);
        LateSignals signals = lateSignals()) {
      if (lock.isBusy()) {
        return alreadyRunning(signals);
      }
      ChildSource child = new ChildSource(setup());
      Capture capture = run(child, job);
      // The command has ended: the next one may begin, whatever the servers do now.
      lock.release();
      TimeBudget budget = TimeBudget.of(PATIENCE);
      child.awaitAlerts(budget.left());
      try (Reporter reporter = reporter()) {
        boolean failed = !reporter.isOff() && reporter.report(capture, signals, budget).isFailure();
        return ExitStatus.ofCommand(capture.ending(), failed);
      }
    }
  }

  private int alreadyRunning(LateSignals signals) {
    try (Reporter reporter = reporter()) {
      reporter.reportAlreadyRunning(signals, TimeBudget.of(PATIENCE));
      return ExitStatus.OK;
    }
  }

  /** Where the job wants no lock, it does not wait for the state directory: the disk may hang. */
  private ExecLock lock(Job job) throws InterruptedException {
    return job.exec().lock() == Job.Lock.OFF
        ? ExecLock.none()
        : ExecLock.of(job, reporter().state(), invocation);
  }

  private Capture read(PipeSource pipe) {
    LiveLine live = LiveLine.start(invocation, pipe::progress);
    try {
      return pipe.read();
    } finally {
      live.close();
    }
  }

  private Capture run(ChildSource child, Job job) {
    Path directory = job.exec().directory() == null ? null : Path.of(job.exec().directory());
    LiveLine live = LiveLine.start(invocation, child::progress);
    try {
      return child.run(flags.command(), directory);
    } finally {
      live.close();
    }
  }

  private static LateSignals lateSignals() {
    return LateSignals.begin(new ProcessSignals(), status -> Runtime.getRuntime().halt(status));
  }

  private CaptureSetup setup() {
    return new CaptureSetup(
        name,
        loading.thenApply(loaded -> loaded.config().job(name)),
        RunClock.SYSTEM,
        () -> reporter().logPath(),
        new FileOutputStream(FileDescriptor.out),
        OomKills.ofThisMachine(),
        new ProcessSignals(),
        () -> Background.start(() -> reporter().pingStart(arguments)),
        hang -> reporter().reportHang(hang),
        signal -> Runtime.getRuntime().halt(128 + signal));
  }

  /** The config of the run; waits for it, within bounds. */
  private LoadedConfig loaded() {
    LoadedConfig loaded = Background.result(loading);
    return loaded != null ? loaded : LoadedConfig.failed("it did not answer in time");
  }

  /** What reports the run; waits for config and state directory, within bounds. */
  private Reporter reporter() {
    Reporter reporter = Background.result(opening);
    return reporter != null ? reporter : Reporter.withoutState(invocation, loaded(), name, id);
  }
}
