package heartbeat.capture;

import heartbeat.model.JobName;
import heartbeat.recognise.Observer;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.Observation;
import heartbeat.run.Observation.Sight;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the output while it is read: counts, tail, what the rules saw. The reading
 * thread adds to it; any thread may look. A thread holds the lock only while it looks at 64 KiB,
 * never while it waits for something.
 */
final class ObservedOutput {
  /** How much output is kept until the config says which rules to observe it by. */
  static final int PENDING_LIMIT = 4 << 20;

  private final JobName name;
  private final CompletableFuture<Job> config;
  private final RunClock clock;
  private final Notes notes;
  private final Copies copies;

  private final Tail tail = new Tail();
  private @Nullable ByteQueue pending = new ByteQueue(PENDING_LIMIT);
  private @Nullable Job arrived;
  private boolean settled;
  private @Nullable Observer observer;
  private @Nullable AsyncWriter tee;
  private boolean unseen;
  private String fault = "not enough memory";
  private long bytes;
  private long unobservedLines;
  private long lastRead;
  private boolean closed;

  ObservedOutput(CaptureSetup setup, Notes notes, Copies copies) {
    this.name = setup.name();
    this.config = setup.job();
    this.clock = setup.clock();
    this.notes = notes;
    this.copies = copies;
    this.lastRead = clock.nanoTime();
  }

  /** Adds what the reading thread has read; false when the run wants no more. */
  boolean accept(byte[] buffer, int length) {
    AsyncWriter copy;
    int from = 0;
    synchronized (this) {
      if (closed) {
        return false;
      }
      bytes += length;
      lastRead = clock.nanoTime();
      tail.add(buffer, 0, length);
      if (pending != null && arrived() == null) {
        from = pending.put(buffer, 0, length);
        if (from < length) {
          settleWithout("it had not been read when " + bytes + " bytes had come");
        }
      }
      copy = tee;
      if (from < length) {
        observe(buffer, from, length - from);
      }
    }
    copies.toLog(buffer, 0, length);
    if (copy != null && from < length) {
      copy.offer(buffer, from, length - from);
    }
    return true;
  }

  /**
   * The configured job once it is there; null before. The first call that finds it observes
   * everything that was kept until then.
   */
  synchronized @Nullable Job arrived() {
    if (arrived == null && config.isDone()) {
      try {
        arrived = config.join();
        settle(arrived);
      } catch (CompletionException | CancellationException failed) {
        Throwable why = failed.getCause() == null ? failed : failed.getCause();
        settleWithout("it could not be read: " + Notes.words(why));
        arrived = Job.named(name);
      }
    }
    return arrived;
  }

  /** Goes on without the config, for this reason, also if the config comes later. */
  synchronized void settleWithout(String why) {
    if (pending != null) {
      notes.add("config late: " + why + "; the output is judged by the default rules");
      settle(Job.named(name));
    }
  }

  private void settle(Job to) {
    ByteQueue held = pending;
    if (held == null) {
      return;
    }
    pending = null;
    settled = true;
    if (to.log().tee()) {
      tee = copies.startTee();
    }
    begin(to.rules());
    while (!held.isEmpty()) {
      int n = held.headLength();
      observe(held.head(), held.headOffset(), n);
      if (tee != null) {
        // As much as its queue holds: this does not wait.
        tee.offer(held.head(), held.headOffset(), n);
      }
      held.remove(n);
    }
  }

  private void begin(Rules rules) {
    try {
      observer = new Observer(rules);
    } catch (RuntimeException | Error broken) {
      unseen = true;
      fault(Notes.words(broken));
    }
  }

  private void observe(byte[] buffer, int offset, int length) {
    if (observer != null && !unseen) {
      try {
        observer.accept(buffer, offset, length);
        return;
      } catch (RuntimeException | Error broken) {
        // A bug of heartbeat's, or no memory: the job goes on, and the run must not count as a
        // success.
        // The flag comes first: it needs no memory.
        unseen = true;
        fault(Notes.words(broken));
      }
    }
    for (int i = offset; i < offset + length; i++) {
      unobservedLines += buffer[i] == '\n' ? 1 : 0;
    }
  }

  /** The rules have not seen the output from here on: the run can't be a success any more. */
  synchronized void fault(String why) {
    unseen = true;
    fault = why;
    notes.add("the output was not looked at to its end: " + why);
  }

  /** The same without a note: for when there is no memory for one. */
  synchronized void unseen() {
    unseen = true;
  }

  /** Accepts nothing from now on. */
  synchronized void close() {
    closed = true;
  }

  /** Whether the rules for the output are known. */
  synchronized boolean isSettled() {
    return settled;
  }

  synchronized @Nullable AsyncWriter tee() {
    return tee;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** When something was last read, by the monotonic clock; the start when nothing was. */
  synchronized long lastRead() {
    return lastRead;
  }

  /** Counts, tail and observation of one moment. */
  record State(long bytes, long lines, long lastRead, String tail, Observation observation) {}

  /** What is known now; {@code withTail} false saves decoding the tail. */
  synchronized State state(boolean withTail) {
    long lines = unobservedLines;
    Observation seen = new Observation(new Sight.Nothing(), List.of(), 0, null, "");
    if (observer != null) {
      try {
        lines += observer.lines();
        seen = observer.observe();
      } catch (RuntimeException | Error broken) {
        unseen = true;
        fault(Notes.words(broken));
      }
    }
    return new State(bytes, lines, lastRead, withTail ? tail.text() : "", honest(seen));
  }

  private Observation honest(Observation seen) {
    if (!unseen) {
      return seen;
    }
    List<Finding> findings = new ArrayList<>(seen.findings());
    findings.add(
        new Finding("unobserved", null, "heartbeat did not see the output to its end: " + fault));
    Sight sight =
        seen.sight() instanceof Sight.Failed
            ? seen.sight()
            : new Sight.Failed(Reason.MARKER_MISSING);
    return new Observation(sight, findings, seen.markers(), seen.openTask(), seen.lastLine());
  }
}
