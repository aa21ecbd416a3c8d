package heartbeat.capture;

import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.Reason;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run while it is captured: a thread that reads, one that writes the log, and the caller's,
 * which looks after what else may happen (config arrives, limits pass, signals come) and sleeps
 * otherwise. Shared by pipe and child.
 */
final class CaptureRun {
  private static final int LOG_QUEUE = 4 << 20;
  private static final int TEE_QUEUE = Reading.PENDING_LIMIT;
  private static final Duration LOG_BUDGET = Duration.ofSeconds(1);
  private static final Duration TEE_BUDGET = Duration.ofMillis(200);
  private static final Duration CONFIG_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOG_PATIENCE_IN_ALL = Duration.ofSeconds(30);
  private static final Duration TEE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration TEE_PATIENCE_IN_ALL = Duration.ofSeconds(10);

  private final CaptureSetup setup;
  private final Notes notes = new Notes();
  private final Instant started;
  private final long startedNanos;
  private final OomKills.Count oomBefore;
  private final Outlet log;
  private final Reading reading;
  private final CaptureLoop loop;
  private final HangWatch hangs = new HangWatch();
  private final List<Thread> alerts = new ArrayList<>(0);
  private @Nullable Job arrived;
  private boolean ended;
  private boolean news;

  CaptureRun(CaptureSetup setup, InputStream in) {
    this.setup = setup;
    this.started = setup.clock().now();
    this.startedNanos = setup.clock().nanoTime();
    this.oomBefore = setup.oomKills().count();
    this.log = new Outlet("log", LOG_QUEUE, LOG_BUDGET.toNanos(), this::openLog);
    this.reading = new Reading(Job.named(setup.name()), setup.clock(), notes, log, this::startTee);
    this.loop = new CaptureLoop(in, reading, notes, this::ended);
  }

  /** Begins to read, under this monitor when it is not null. */
  void start(@Nullable Object monitor) {
    if (setup.log() != null) {
      log.start();
    }
    try {
      Thread.ofPlatform().daemon().name("heartbeat-read").start(() -> runLoop(monitor));
    } catch (OutOfMemoryError | RuntimeException noThread) {
      notes.add(
          "no thread could be started, so that signals and limits were not seen to: "
              + Notes.words(noThread));
      runLoop(monitor);
    }
    setup.job().whenComplete((job, failure) -> ring());
  }

  private void runLoop(@Nullable Object monitor) {
    if (monitor == null) {
      loop.run();
      return;
    }
    synchronized (monitor) {
      loop.run();
    }
  }

  private Outlet.Target openLog() throws Exception {
    LogPlace place = setup.log();
    if (place == null) {
      throw new IllegalStateException("no log is wanted");
    }
    long limit = Job.named(setup.name()).logLimit();
    try {
      limit = setup.job().get(CONFIG_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).logLimit();
    } catch (ExecutionException | TimeoutException e) {
      // The default limit, then: what is read has to get on the disk.
    }
    return LogFile.open(place.path(), limit);
  }

  private Outlet startTee() {
    Outlet tee = new Outlet("tee", TEE_QUEUE, TEE_BUDGET.toNanos(), () -> new Tee(setup.stdout()));
    tee.start();
    return tee;
  }

  private synchronized void ended() {
    ended = true;
    ring();
  }

  /** Wakes the caller's thread: something has happened. */
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
      // Nobody interrupts this thread; if somebody does, the reading goes on all the same.
      news = false;
    }
  }

  /** The configured job once it is there; null before. */
  @Nullable Job arrived() {
    if (arrived == null && setup.job().isDone()) {
      try {
        arrived = setup.job().join();
        reading.settle(arrived, null);
      } catch (CompletionException | CancellationException e) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        arrived = Job.named(setup.name());
        reading.settle(arrived, "it could not be read: " + Notes.words(why));
      }
    }
    return arrived;
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
   * Speaks of a run that hangs, if it does; how many nanoseconds from now it is to be asked again.
   *
   * @param speakAfter when to speak of its duration: the limit itself where nobody ends it
   */
  long watch(Job job, @Nullable Duration speakAfter) {
    long now = setup.clock().nanoTime();
    long elapsed = now - startedNanos;
    long silent = now - reading.lastRead();
    long maxElapsed = HangWatch.nanos(speakAfter);
    long maxSilence = HangWatch.nanos(job.maxSilence());
    for (Reason why : hangs.due(elapsed, maxElapsed, silent, maxSilence)) {
      Duration limit = why == Reason.SILENCE ? job.maxSilence() : job.maxDuration();
      if (limit != null) {
        alert(why, limit, Duration.ofNanos(silent));
      }
    }
    return hangs.next(elapsed, maxElapsed, silent, maxSilence);
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

  /** Waits for alerts that are still being sent; false when they are not through in this time. */
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
    Reading.State state = reading.state(false);
    long now = setup.clock().nanoTime();
    return new Progress(
        Duration.ofNanos(now - startedNanos),
        Duration.ofNanos(now - state.lastRead()),
        state.bytes(),
        state.lines(),
        state.observation().openTask(),
        state.observation().lastLine());
  }

  /** The end: no more is read. Waits, within bounds, for config, log and tee. */
  Capture finish(Ending ending) {
    Instant at = setup.clock().now();
    Duration elapsed = Duration.ofNanos(elapsed());
    loop.stop();
    reading.close();
    settleAtLast();
    finishTee();
    if (setup.log() != null) {
      boolean whole = log.finish(LOG_PATIENCE.toNanos(), LOG_PATIENCE_IN_ALL.toNanos());
      noteLog(whole);
    }
    return capture(ending, at, elapsed);
  }

  private void settleAtLast() {
    long end = System.nanoTime() + CONFIG_PATIENCE.toNanos();
    while (reading.job() == null && arrived() == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        reading.settle(
            Job.named(setup.name()),
            "it had not been read " + CONFIG_PATIENCE.toSeconds() + " s after the output's end");
      } else {
        await(left);
      }
    }
  }

  private void noteLog(boolean whole) {
    Throwable failure = log.failure();
    if (failure != null) {
      notes.add("the log could not be written to its end: " + Notes.words(failure));
    } else if (!whole) {
      notes.add("the log was not written in time: the disk hangs");
    } else if (log.dropped() > 0) {
      notes.add("the disk was too slow: the log lacks " + log.dropped() + " bytes");
    }
  }

  private void finishTee() {
    Outlet tee = reading.tee();
    if (tee == null) {
      return;
    }
    boolean whole = tee.finish(TEE_PATIENCE.toNanos(), TEE_PATIENCE_IN_ALL.toNanos());
    long missing = reading.bytes() - tee.held();
    Throwable failure = tee.failure();
    if (failure != null) {
      notes.add(
          "standard output could not be written ("
              + Notes.words(failure)
              + "): "
              + missing
              + " bytes were not copied there");
    } else if (!whole || missing > 0) {
      notes.add("standard output was too slow: " + missing + " bytes were not copied there");
    }
  }

  /** What there is to say while it goes on. */
  Capture soFar(Ending ending) {
    return capture(ending, setup.clock().now(), Duration.ofNanos(elapsed()));
  }

  private Capture capture(Ending ending, Instant at, Duration elapsed) {
    Reading.State state = reading.state(true);
    return new Capture(
        started,
        at,
        elapsed,
        state.bytes(),
        state.lines(),
        state.tail(),
        Math.max(0, state.bytes() - log.held()),
        ending,
        state.observation(),
        setup.oomKills().since(oomBefore),
        notes.list());
  }
}
