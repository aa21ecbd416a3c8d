package heartbeat.capture;

import heartbeat.run.Ending;
import heartbeat.run.Job;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Watches a command until its end: limits, signals, and processes that it leaves behind. */
final class Child {
  /** A status that a shell gives for a signal is above this; 64 is the highest signal. */
  private static final int SIGNALLED = 128;

  private static final int SIGNALS = 64;
  private static final long LEFTOVERS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration KILL_AFTER = Duration.ofSeconds(10);
  private static final long ENDED = Long.MIN_VALUE;

  private final Process process;
  private final ProcessGroup group;
  private final CaptureRun run;
  private final IntSupplier signals;
  private volatile boolean exited;
  private volatile long exitedAt;
  private @Nullable Duration limit;
  private long termAt;
  private boolean killed;

  /** {@code signals} returns the next signal to pass on, 0 when there is none. */
  Child(Process process, ProcessGroup group, CaptureRun run, IntSupplier signals) {
    this.process = process;
    this.group = group;
    this.run = run;
    this.signals = signals;
  }

  /** Waits for the end of the command and of its output. */
  Ending untilEnd() {
    try {
      Thread.ofPlatform().daemon().name("heartbeat-wait").start(this::waitFor);
    } catch (OutOfMemoryError | RuntimeException noThread) {
      waitFor();
    }
    long next = 0;
    while (next != ENDED) {
      run.await(next);
      Job job = run.arrived();
      passOn();
      next = look(job);
    }
    return ending();
  }

  private void waitFor() {
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    exitedAt = run.elapsed();
    exited = true;
    run.ring();
  }

  private void passOn() {
    for (int signal = signals.getAsInt(); signal != 0; signal = signals.getAsInt()) {
      run.notes().add("SIG" + ProcessGroup.name(signal) + " was passed on to the command");
      group.signal(signal);
    }
  }

  /** Does what is due; returns in how many nanoseconds to call this again, ENDED at the end. */
  private long look(@Nullable Job job) {
    Duration killAfter = job == null ? KILL_AFTER : job.limits().killAfter();
    long grace = HangWatch.nanos(killAfter);
    long now = run.elapsed();
    if (exited && limit == null) {
      return run.atEnd() ? ENDED : waitForPipe(now, grace);
    }
    if (limit != null) {
      return timeIsUp(job, now, grace);
    }
    if (job == null) {
      return HangWatch.NEVER;
    }
    Duration most = job.limits().maxDuration();
    if (most != null && now >= HangWatch.nanos(most)) {
      limit = most;
      termAt = now;
      group.signal(ProcessGroup.TERM);
      return 0;
    }
    // No alert for the time limit: heartbeat ends the command, and the verdict says so.
    return Math.min(HangWatch.nanos(most) - now, run.watch(job, null));
  }

  /** Its time is up and TERM was sent: ends everything in its group. */
  private long timeIsUp(@Nullable Job job, long now, long grace) {
    if (!killed && now - termAt >= grace) {
      killed = true;
      group.signal(ProcessGroup.KILL);
    }
    if (exited) {
      boolean gone = killed || !group.isAlive();
      if (gone && run.atEnd()) {
        return ENDED;
      }
      return gone ? waitForPipe(now, grace) : Math.min(LEFTOVERS_NANOS, termAt + grace - now);
    }
    return killed ? stillThere(job, grace) : termAt + grace - now;
  }

  /** Not even KILL ended it (most likely a file server is dead): alerts. */
  private long stillThere(@Nullable Job job, long grace) {
    return job == null
        ? HangWatch.NEVER
        : run.watch(job, Duration.ofNanos(termAt + 2 * grace).plusSeconds(1));
  }

  /** The command has ended, but a process that it started holds the pipe. */
  private long waitForPipe(long now, long grace) {
    long left = Math.max(exitedAt, killed ? termAt : 0) + grace - now;
    if (left > 0) {
      return left;
    }
    run.notes()
        .add(
            "the command ended, but a process that it started held its output open and was left"
                + " alone; what that one prints from now on is lost");
    PipeKeeper.serve();
    return ENDED;
  }

  private Ending ending() {
    if (limit != null) {
      return new Ending.TimedOut(limit);
    }
    int status = process.exitValue();
    // Java tells no more than a shell does: "exit 143" and death by TERM look the same. A program
    // that exits like that says that one of its own was killed, so the signal is the better word.
    return status > SIGNALLED && status <= SIGNALLED + SIGNALS
        ? new Ending.Signalled(status - SIGNALLED)
        : new Ending.Exited(status);
  }
}
