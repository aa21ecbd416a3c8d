package heartbeat.capture;

import heartbeat.run.Job;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where the output goes besides being judged: the log file, and standard output with tee. */
final class Copies {
  private static final int QUEUE = ObservedOutput.PENDING_LIMIT;
  private static final Duration LOG_BUDGET = Duration.ofSeconds(1);
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOG_PATIENCE_IN_ALL = Duration.ofSeconds(30);
  private static final Duration TEE_BUDGET = Duration.ofMillis(200);
  private static final Duration TEE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration TEE_PATIENCE_IN_ALL = Duration.ofSeconds(10);

  /** How long the config may take; after that, the run goes on without it. */
  static final Duration CONFIG_PATIENCE = Duration.ofSeconds(10);

  private final CaptureSetup setup;
  private final Notes notes;
  private final @Nullable AsyncWriter log;

  Copies(CaptureSetup setup, Notes notes) {
    this.setup = setup;
    this.notes = notes;
    LogPlace place = setup.log();
    this.log =
        place == null
            ? null
            : new AsyncWriter("log", QUEUE, LOG_BUDGET.toNanos(), () -> openLog(place));
  }

  private LogFile openLog(LogPlace place) throws Exception {
    long limit = Job.named(setup.name()).log().limit();
    try {
      limit = setup.job().get(CONFIG_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).log().limit();
    } catch (ExecutionException | TimeoutException notKnown) {
      // With the default limit, then: the log can't wait any longer.
    }
    return LogFile.open(place.path(), limit);
  }

  /** Starts to write the log, if one is wanted. */
  void startLog() {
    if (log != null) {
      log.start();
    }
  }

  /** Gives these bytes to the log, if there is one. */
  void toLog(byte[] bytes, int offset, int length) {
    if (log != null) {
      log.offer(bytes, offset, length);
    }
  }

  /** Starts to copy to standard output. */
  AsyncWriter startTee() {
    AsyncWriter tee =
        new AsyncWriter("tee", QUEUE, TEE_BUDGET.toNanos(), () -> new Tee(setup.stdout()));
    tee.start();
    return tee;
  }

  /** How many of these bytes the log does not hold. */
  long leftOut(long bytes) {
    return log == null ? bytes : Math.max(0, bytes - log.held());
  }

  /** Waits, within bounds, until the log is written, and notes what went wrong. */
  void finishLog() {
    if (log == null) {
      return;
    }
    boolean whole = log.finish(LOG_PATIENCE.toNanos(), LOG_PATIENCE_IN_ALL.toNanos());
    Throwable failure = log.failure();
    if (failure != null) {
      notes.add("the log could not be written to its end: " + Notes.words(failure));
    } else if (!whole) {
      notes.add("the log was not written in time: the disk hangs");
    } else if (log.dropped() > 0) {
      notes.add("the disk was too slow: the log lacks " + log.dropped() + " bytes");
    }
  }

  /** Waits, within bounds, until standard output has these bytes, and notes what it lacks. */
  void finishTee(@Nullable AsyncWriter tee, long bytes) {
    if (tee == null) {
      return;
    }
    boolean whole = tee.finish(TEE_PATIENCE.toNanos(), TEE_PATIENCE_IN_ALL.toNanos());
    String missing = (bytes - tee.held()) + " bytes were not copied there";
    Throwable failure = tee.failure();
    if (failure != null) {
      notes.add("standard output could not be written (" + Notes.words(failure) + "): " + missing);
    } else if (!whole || bytes > tee.held()) {
      notes.add("standard output was too slow: " + missing);
    }
  }
}
