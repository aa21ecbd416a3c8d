package heartbeat.capture;

import heartbeat.process.SignalSource;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the output of a job from a pipe to its end. One object for one run.
 *
 * <p>TERM, INT and QUIT end the reading when what is already in the pipe has been read: {@link
 * Ending.Interrupted}. A second one is main's: see {@link CaptureSetup#onSecondSignal}. HUP never
 * ends it: it comes from a terminal that goes away, and then the job ends, and with it the output.
 */
public final class PipeSource {
  private static final int HUP = 1;
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final CaptureRun run;
  private final CaptureSetup setup;
  private final InputStream in;
  private final AtomicInteger signal = new AtomicInteger();

  /** Reads from this stream: unbuffered, such as {@code new FileInputStream(FileDescriptor.in)}. */
  public PipeSource(CaptureSetup setup, InputStream in) {
    this.setup = setup;
    this.in = in;
    this.run = new CaptureRun(setup);
  }

  /** Reads to the end. Throws nothing, whatever the input is. */
  public Capture read() {
    SignalSource.Listening listening = setup.signals().listen(this::onSignal);
    try {
      run.start(loop -> loop.read(in));
      return run.finish(untilEnd());
    } finally {
      listening.close();
    }
  }

  /** How far it has come; from any thread. */
  public Progress progress() {
    return run.progress();
  }

  /** Waits for alerts about a hang that are being sent; false when that takes longer than this. */
  public boolean awaitAlerts(Duration patience) throws InterruptedException {
    return run.awaitAlerts(patience);
  }

  private void onSignal(int number) {
    if (number == HUP) {
      return;
    }
    if (signal.compareAndSet(0, number)) {
      run.ring();
    } else {
      setup.onSecondSignal().accept(number);
    }
  }

  private Ending untilEnd() {
    while (!run.atEnd()) {
      if (signal.get() != 0) {
        drain();
        break;
      }
      Job job = run.arrived();
      run.await(job == null ? HangWatch.NEVER : run.watch(job, job.limits().maxDuration()));
    }
    int by = signal.get();
    return by == 0 ? new Ending.Eof() : new Ending.Interrupted(by);
  }

  /**
   * Waits until the reader has waited for input for a while, so that the pipe is empty; two seconds
   * at most, for a job that writes all the time.
   */
  private void drain() {
    long end = System.nanoTime() + DRAIN_NANOS;
    long seen = -1;
    long since = System.nanoTime();
    while (!run.atEnd() && System.nanoTime() < end) {
      long reads = run.loop().waitingInRead();
      long now = System.nanoTime();
      if (reads < 0 || reads != seen) {
        seen = reads;
        since = now;
      } else if (now - since >= QUIET_NANOS) {
        return;
      }
      run.await(QUIET_NANOS / 10);
    }
  }
}
