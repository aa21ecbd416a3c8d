package heartbeat.capture;

import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.Judge;
import heartbeat.run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run while it is captured, from a pipe or from a child. One thread reads, one writes the log;
 * the caller's thread sleeps until something else happens: the config arrives, a limit passes, a
 * signal comes.
 */
final class CaptureRun {
  private final CaptureSetup setup;
  private final Notes notes = new Notes();
  private final Instant started;
  private final long startedNanos;
  private final OomKills.Count oomBefore;
  private final Copies copies;
  private final ObservedOutput output;
  private final CaptureLoop loop;
  private final HangWatch hangs = new HangWatch();
  private final BeginWatch begin = new BeginWatch();
  private final List<Thread> alerts = new ArrayList<>(0);
  private boolean ended;
  private boolean news;

  CaptureRun(CaptureSetup setup) {
    this.setup = setup;
    this.started = setup.clock().now();
    this.startedNanos = setup.clock().nanoTime();
    this.oomBefore = setup.oomKills().count();
    this.copies = new Copies(setup, notes);
    this.output = new ObservedOutput(setup, notes, copies);
    this.loop = new CaptureLoop(output, notes);
  }

  /** Opens the input, on the reading thread, and reads it with the loop. */
  interface Input {
    void feed(CaptureLoop loop);
  }

  /** Begins to read. */
  @SuppressWarnings("FutureReturnValueIgnored") // it only wakes us
  void start(Input input) {
    Runnable reader =
        () -> {
          try {
            input.feed(loop);
          } finally {
            ended();
          }
        };
    try {
      Thread.ofPlatform().daemon().name("heartbeat-read").start(reader);
    } catch (OutOfMemoryError | RuntimeException noThread) {
      notes.add(
          "no thread could be started, so that signals and limits were not seen to: "
              + Notes.words(noThread));
      reader.run();
    }
    copies.startLog();
    setup.job().whenComplete((job, failure) -> ring());
  }

  private synchronized void ended() {
    ended = true;
    ring();
  }

  /** Something has happened: wakes the caller's thread. */
  synchronized void ring() {
    news = true;
    notifyAll();
  }

  /** Whether the output has been read to its end. */
  synchronized boolean atEnd() {
    return ended;
  }

  /** Sleeps until something happens, but not longer than this. */
  synchronized void await(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      while (!news) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return;
        }
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
      news = false;
    } catch (InterruptedException stopped) {
      // Nobody should interrupt this thread; if somebody does, the reading goes on.
      news = false;
    }
  }

  /** The configured job once it is there; null before. */
  @Nullable Job arrived() {
    return output.arrived();
  }

  /** Nanoseconds since the run began. */
  long elapsed() {
    return setup.clock().nanoTime() - startedNanos;
  }

  Notes notes() {
    return notes;
  }

  CaptureLoop loop() {
    return loop;
  }

  /**
   * Reports that the run has begun to work, and that it hangs, as soon as it does; returns in how
   * many nanoseconds to call this again.
   *
   * @param speakAfter when to report its duration: the limit itself if nobody ends the run
   */
  long watch(Job job, @Nullable Duration speakAfter) {
    long now = setup.clock().nanoTime();
    long elapsed = now - startedNanos;
    long silent = now - output.lastRead();
    long maxElapsed = HangWatch.nanos(speakAfter);
    long maxSilence = HangWatch.nanos(job.limits().maxSilence());
    for (Reason why : hangs.due(elapsed, maxElapsed, silent, maxSilence)) {
      Duration limit =
          why == Reason.SILENCE ? job.limits().maxSilence() : job.limits().maxDuration();
      if (limit != null) {
        alert(why, limit, Duration.ofNanos(silent));
      }
    }
    return Math.min(hangs.next(elapsed, maxElapsed, silent, maxSilence), watchBegin(job));
  }

  /** Reports that the run has begun, once; returns in how many nanoseconds to call this again. */
  private long watchBegin(Job job) {
    long elapsed = elapsed();
    if (begin.isDue(elapsed)) {
      ObservedOutput.State seen = output.state(false);
      boolean makesWay = Judge.makesWay(job.rules(), seen.observation());
      if (begin.looked(elapsed, seen.lines(), makesWay)) {
        setup.onBegun().run();
      }
    }
    return begin.next(elapsed());
  }

  private void alert(Reason why, Duration limit, Duration silent) {
    Runnable telling =
        () -> {
          try {
            setup.onHang().accept(new Hang(why, limit, silent, soFar(new Ending.TimedOut(limit))));
          } catch (RuntimeException | Error failed) {
            notes.add("nobody could be told that it hangs: " + Notes.words(failed));
          }
        };
    try {
      alerts.add(Thread.ofPlatform().daemon().name("heartbeat-alert").start(telling));
    } catch (OutOfMemoryError | RuntimeException noThread) {
      notes.add("nobody could be told that it hangs: " + Notes.words(noThread));
    }
  }

  /** Waits for alerts that are being sent; false when that takes longer than this. */
  boolean awaitAlerts(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + HangWatch.nanos(patience);
    for (Thread alert : alerts) {
      if (!alert.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  Progress progress() {
    ObservedOutput.State state = output.state(false);
    long now = setup.clock().nanoTime();
    return new Progress(
        Duration.ofNanos(now - startedNanos),
        Duration.ofNanos(now - state.lastRead()),
        state.bytes(),
        state.lines(),
        state.observation().openTask(),
        state.observation().lastLine());
  }

  /** Ends the reading. Waits, within bounds, for config, log and tee. */
  Capture finish(Ending ending) {
    Instant at = setup.clock().now();
    Duration elapsed = Duration.ofNanos(elapsed());
    loop.stop();
    output.close();
    awaitConfig();
    copies.finishTee(output.tee(), output.bytes());
    copies.finishLog();
    return capture(ending, at, elapsed);
  }

  private void awaitConfig() {
    long end = System.nanoTime() + Copies.CONFIG_PATIENCE.toNanos();
    while (output.arrived() == null && !output.isSettled()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        long seconds = Copies.CONFIG_PATIENCE.toSeconds();
        output.settleWithout("it had not been read " + seconds + " s after the output's end");
      } else {
        await(left);
      }
    }
  }

  /** What was captured until now. */
  Capture soFar(Ending ending) {
    return capture(ending, setup.clock().now(), Duration.ofNanos(elapsed()));
  }

  private Capture capture(Ending ending, Instant at, Duration elapsed) {
    ObservedOutput.State state = output.state(true);
    return new Capture(
        started,
        at,
        elapsed,
        state.bytes(),
        state.lines(),
        state.tail(),
        copies.leftOut(state.bytes()),
        ending,
        state.observation(),
        setup.oomKills().since(oomBefore),
        notes.list());
  }
}
