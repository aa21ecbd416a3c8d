package heartbeat;

import heartbeat.capture.CaptureSetup;
import heartbeat.capture.ChildSource;
import heartbeat.capture.OomKills;
import heartbeat.capture.PipeSource;
import heartbeat.capture.ProcessSignals;
import heartbeat.capture.RunClock;
import heartbeat.config.Flags;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Job;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run: read to the end, judge, tell. Reading begins at once; config, state directory and start
 * ping come about beside it, on threads that it never waits for.
 */
final class Run {
  /** How long the end of a run waits for word of its hanging that is still on its way. */
  private static final Duration ALERT_PATIENCE = Duration.ofMinutes(1);

  private final Invocation invocation;
  private final Flags flags;
  private final JobName name;
  private final RunId id;
  private final CompletableFuture<Loading> loading;
  private final CompletableFuture<Reporter> opening;

  /** Begins a run; the arguments are those behind the command's name. */
  Run(Invocation invocation, String[] arguments) {
    this.invocation = invocation;
    this.flags = Flags.parse(arguments);
    JobName named = flags.job();
    this.name = named == null ? JobName.DEFAULT : named;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    this.id = RunId.of(invocation.clock().instant(), random.nextLong(), random.nextLong());
    this.loading = Background.run(() -> Loading.of(flags, name));
    List<String> line = List.of(arguments);
    this.opening =
        Background.then(
            loading, loaded -> Reporter.open(invocation, loaded, name, id).pingStart(line));
  }

  /** {@code heartbeat [JOB]}: the output comes through standard input. */
  int pipe() throws InterruptedException {
    try (LateSignals signals = lateSignals()) {
      PipeSource pipe = new PipeSource(setup(), new FileInputStream(FileDescriptor.in));
      Capture capture;
      LiveLine live = LiveLine.start(invocation, pipe::progress);
      try {
        capture = pipe.read();
      } finally {
        live.close();
      }
      pipe.awaitAlerts(ALERT_PATIENCE);
      try (Reporter reporter = reporter()) {
        return reporter.isOff()
            ? ExitStatus.OK
            : ExitStatus.of(reporter.report(capture, signals::nowSafe));
      }
    }
  }

  /** {@code heartbeat exec JOB -- COMMAND}: the output is the command's, and so is the status. */
  int exec() throws InterruptedException {
    if (flags.command().isEmpty()) {
      flags.problems().forEach(problem -> invocation.err().println("heartbeat: " + problem));
      invocation.err().println("usage: heartbeat exec JOB [OPTIONS] -- COMMAND [ARGUMENTS]");
      return ExitStatus.USAGE;
    }
    try (Reporter reporter = reporter();
        ExecLock lock = ExecLock.of(reporter.job(), reporter.state(), invocation)) {
      if (lock.isBusy()) {
        reporter.reportAlreadyRunning();
        return ExitStatus.OK;
      }
      try (LateSignals signals = lateSignals()) {
        Capture capture = child(reporter.job());
        boolean failed =
            !reporter.isOff() && reporter.report(capture, signals::nowSafe).isFailure();
        return ExitStatus.ofCommand(capture.ending(), failed);
      }
    }
  }

  private Capture child(Job job) throws InterruptedException {
    ChildSource child = new ChildSource(setup());
    Path directory = job.directory() == null ? null : Path.of(job.directory());
    Capture capture;
    LiveLine live = LiveLine.start(invocation, child::progress);
    try {
      capture = child.run(flags.command(), directory, Map.of());
    } finally {
      live.close();
    }
    child.awaitAlerts(ALERT_PATIENCE);
    return capture;
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
        hang -> reporter().speakOf(hang),
        signal -> Runtime.getRuntime().halt(128 + signal));
  }

  /** What the run is kept and told with; waits for config and state directory, within bounds. */
  private Reporter reporter() {
    Reporter reporter = Background.result(opening);
    return reporter != null
        ? reporter
        : Reporter.without(invocation, Background.result(loading), name, id);
  }
}
