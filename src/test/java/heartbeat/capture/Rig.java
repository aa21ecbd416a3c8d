package heartbeat.capture;

import heartbeat.model.JobName;
import heartbeat.process.SignalSource;
import heartbeat.run.Job;
import heartbeat.run.Rules;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A setup for captures, and what came of it. */
final class Rig implements SignalSource {
  final AtomicInteger begun = new AtomicInteger();
  final List<Hang> hangs = new CopyOnWriteArrayList<>();
  final List<Integer> hardEnds = new CopyOnWriteArrayList<>();
  volatile IntConsumer receiver = signal -> {};
  CompletableFuture<Job> job = CompletableFuture.completedFuture(job(null, null, false));
  RunClock clock = RunClock.SYSTEM;
  @Nullable LogPlace log;
  private volatile long goesOnSince;
  OutputStream stdout = OutputStream.nullOutputStream();

  static Job job(@Nullable Duration maxDuration, @Nullable Duration maxSilence, boolean tee) {
    return job(maxDuration, maxSilence, tee, Duration.ofSeconds(10), Rules.DEFAULT);
  }

  static Job job(
      @Nullable Duration maxDuration,
      @Nullable Duration maxSilence,
      boolean tee,
      Duration killAfter,
      Rules rules) {
    Job plain = Job.named(new JobName("test"));
    return new Job(
        plain.name(),
        rules,
        plain.ping(),
        plain.mail(),
        plain.alert(),
        new Job.Limits(maxDuration, maxSilence, killAfter),
        plain.exec(),
        new Job.Log(plain.log().limit(), tee),
        plain.redaction(),
        plain.keep(),
        plain.snapshot());
  }

  Rig with(Job known) {
    job = CompletableFuture.completedFuture(known);
    return this;
  }

  /** The time of the run stands still until {@link #timeGoesOn}, however slowly its job begins. */
  Rig timeStandsStill() {
    clock =
        new RunClock(
            InstantSource.system(), () -> goesOnSince == 0 ? 0 : System.nanoTime() - goesOnSince);
    return this;
  }

  void timeGoesOn() {
    goesOnSince = System.nanoTime();
  }

  Rig log(Path path) {
    log = () -> path;
    return this;
  }

  CaptureSetup setup() {
    return new CaptureSetup(
        new JobName("test"),
        job,
        clock,
        log,
        stdout,
        OomKills.ofThisMachine(),
        this,
        begun::incrementAndGet,
        hangs::add,
        hardEnds::add);
  }

  @Override
  public Listening listen(IntConsumer to) {
    receiver = to;
    return () -> receiver = signal -> {};
  }
}
