package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what an event makes of a check. One instance lives for one decision. */
public final class Evaluator {
  /** A shorter outage of the switch is bridged by the retries of its clients. */
  private static final Duration SHORT_OUTAGE = Duration.ofMinutes(1);

  private final Check check;
  private final Policy policy;
  private final Instant now;
  private final List<Flip> flips = new ArrayList<>(2);
  private final List<Alert> alerts = new ArrayList<>(2);
  private Status status;
  private @Nullable Instant since;
  private @Nullable Cause cause;
  private @Nullable Instant lastPing;
  private @Nullable Duration lastDuration;
  private CheckState.@Nullable Run run;
  private int failures;
  private @Nullable Instant remindAt;
  private @Nullable Instant excused;
  private long pings;
  private boolean wasExcused;

  private Evaluator(Check check, CheckState before, Instant now) {
    this.check = check;
    this.policy = check.policy();
    this.now = now;
    status = before.status();
    since = before.since();
    cause = before.cause();
    lastPing = notAfterNow(before.lastPing());
    lastDuration = before.lastDuration();
    run = notAfterNow(before.run());
    failures = before.failures();
    remindAt = before.remindAt();
    excused = notAfterNow(before.excused());
    pings = before.pings();
  }

  /**
   * What the event makes of the check. A deadline that has passed is seen to first, and dated when
   * it was: so the outcome does not depend on when somebody looked.
   */
  public static Transition apply(Check check, CheckState before, Event event, Instant now) {
    Evaluator evaluator = new Evaluator(check, before, now);
    if (!(event instanceof Event.Outage)) {
      evaluator.passDeadline();
    }
    switch (event) {
      case Event.Ping ping -> evaluator.ping(ping.signal(), ping.rid());
      case Event.Skipped skipped -> evaluator.skipped(skipped.rid());
      case Event.Tick tick -> {}
      case Event.Pause pause -> evaluator.pause();
      case Event.Resume resume -> evaluator.resume();
      case Event.Outage outage -> evaluator.excuse(outage.from(), outage.to());
    }
    return new Transition(
        evaluator.state(), evaluator.flips, evaluator.alerts, evaluator.wasExcused);
  }

  /** When somebody must look at the check again if nothing is heard; null: never. */
  public static @Nullable Instant wake(Check check, CheckState state) {
    Deadline deadline = Deadline.of(check, state);
    Instant remind = state.remindAt();
    if (deadline == null || (remind != null && remind.isBefore(deadline.at()))) {
      return remind;
    }
    return deadline.at();
  }

  /** As what a ping is recorded: a paused check that waits for somebody to resume it ignores it. */
  public static Signal taken(Check check, CheckState state, Signal signal) {
    boolean deaf = state.status() == Status.PAUSED && check.policy().manualResume();
    return deaf ? Signal.IGNORED : signal;
  }

  private CheckState state() {
    return new CheckState(
        status, since, cause, lastPing, lastDuration, run, failures, remindAt, excused, pings);
  }

  private void passDeadline() {
    Deadline deadline = Deadline.of(check, state());
    if (deadline != null && !now.isBefore(deadline.at())) {
      flip(Status.DOWN, deadline.at(), deadline.cause());
    }
    Duration every = policy.remind();
    if (status != Status.DOWN || since == null || every == null) {
      remindAt = null;
    } else if (remindAt == null || remindAt.isAfter(now.plus(every))) {
      remindAt = nextReminder(since, every);
    } else if (!now.isBefore(remindAt)) {
      alert(Alert.Kind.REMINDER, now, Objects.requireNonNull(cause), since, missed());
      remindAt = nextReminder(remindAt, every);
    }
  }

  private Instant nextReminder(Instant from, Duration every) {
    long steps = from.isAfter(now) ? 0 : Duration.between(from, now).dividedBy(every);
    return from.plus(every.multipliedBy(steps + 1));
  }

  private void ping(Signal signal, @Nullable UUID rid) {
    pings++;
    switch (taken(check, state(), signal)) {
      case START -> {
        run =
            run == null
                ? new CheckState.Run(now, rid, now, null)
                : new CheckState.Run(now, rid, run.first(), run.alive());
      }
      case ALIVE -> {
        if (run != null) {
          run = new CheckState.Run(run.started(), run.rid(), run.first(), now);
        }
      }
      case SUCCESS -> ended(false, rid);
      case FAILURE -> ended(true, rid);
      case LOG, IGNORED -> {}
    }
  }

  /** The run that had begun is over, and nothing else is known: the schedule goes on. */
  private void skipped(@Nullable UUID rid) {
    pings++;
    boolean counts = taken(check, state(), Signal.LOG) == Signal.LOG;
    if (counts && run != null && Objects.equals(run.rid(), rid)) {
      run = null;
    }
  }

  private void ended(boolean failed, @Nullable UUID rid) {
    lastDuration = null;
    if (run != null) {
      boolean same = Objects.equals(run.rid(), rid);
      lastDuration = same ? Duration.between(run.started(), now) : null;
      boolean stillRunning = !same && !failed && rid != null && inTime(run);
      run =
          stillRunning
              ? new CheckState.Run(run.started(), run.rid(), run.started(), run.alive())
              : null;
    }
    Duration least = policy.minDuration();
    boolean tooFast =
        !failed && least != null && lastDuration != null && lastDuration.compareTo(least) < 0;
    int missed = status == Status.DOWN ? missed() : 0;
    lastPing = now;
    excused = null;
    if (!failed && !tooFast) {
      failures = 0;
      flip(Status.UP, now, Cause.COMPLETED, Math.max(0, missed - 1));
    } else if (++failures >= policy.failAfter()) {
      flip(Status.DOWN, now, tooFast ? Cause.TOO_FAST : Cause.FAILED, 0);
    } else if (status != Status.DOWN) {
      flip(Status.UP, now, Cause.TOLERATED, 0);
    }
  }

  /** A run that is overdue was told of: it is given up when another one completes. */
  private boolean inTime(CheckState.Run going) {
    Instant alive = going.alive();
    Instant heard = alive != null && alive.isAfter(going.started()) ? alive : going.started();
    return now.isBefore(heard.plus(check.runGrace()));
  }

  private void pause() {
    run = null;
    remindAt = null;
    flip(Status.PAUSED, now, Cause.PAUSED, 0);
  }

  private void resume() {
    if (status == Status.PAUSED) {
      run = null;
      lastPing = null;
      excused = null;
      failures = 0;
      flip(Status.NEW, now, Cause.RESUMED, 0);
    }
  }

  /**
   * The switch heard nothing in this time: a run whose end may have been lost gets its grace once
   * more, and where the expected ping may have been lost the next one is waited for.
   */
  private void excuse(Instant from, Instant to) {
    boolean brief = Duration.between(from, to).compareTo(SHORT_OUTAGE) < 0;
    Deadline deadline = Deadline.of(check, state());
    if (deadline != null && deadline.cause() == Cause.MISSED && lost(deadline, from, to, brief)) {
      excused = to;
      wasExcused = true;
      deadline = Deadline.of(check, state());
    }
    if (deadline != null && deadline.cause() == Cause.TOO_SLOW && lost(deadline, from, to, true)) {
      CheckState.Run late = Objects.requireNonNull(run);
      run = new CheckState.Run(late.started(), late.rid(), late.first(), to);
      wasExcused = true;
    }
  }

  private static boolean lost(Deadline deadline, Instant from, Instant to, boolean brief) {
    boolean open = deadline.at().isAfter(from);
    return open && !(brief ? deadline.at() : deadline.expected()).isAfter(to);
  }

  private void flip(Status to, Instant at, Cause why) {
    flip(to, at, why, Math.max(1, missed()));
  }

  private void flip(Status to, Instant at, Cause why, int missed) {
    if (status == to) {
      return;
    }
    flips.add(new Flip(at, status, to, why));
    if (to == Status.DOWN) {
      alert(Alert.Kind.DOWN, at, why, at, why == Cause.MISSED ? missed : 0);
      remindAt = policy.remind() == null ? null : nextReminder(at, policy.remind());
    } else if (to == Status.UP && status == Status.DOWN) {
      remindAt = null;
      Cause was = Objects.requireNonNull(cause);
      Instant began = Objects.requireNonNull(since);
      alert(Alert.Kind.RECOVERED, at, was, began, was == Cause.MISSED ? missed : 0);
    }
    status = to;
    since = at;
    cause = why;
  }

  private void alert(Alert.Kind kind, Instant at, Cause why, Instant began, int missed) {
    QuietHours quiet = policy.quiet();
    alerts.add(new Alert(kind, at, quiet == null ? now : quiet.sayAt(now), why, began, missed));
  }

  private int missed() {
    return Deadline.missed(check, state(), now);
  }

  /** After the clock was set back, nothing that was seen lies in the future. */
  private @Nullable Instant notAfterNow(@Nullable Instant time) {
    return time != null && time.isAfter(now) ? now : time;
  }

  private CheckState.@Nullable Run notAfterNow(CheckState.@Nullable Run seen) {
    if (seen == null) {
      return null;
    }
    Instant started = Objects.requireNonNull(notAfterNow(seen.started()));
    Instant first = Objects.requireNonNull(notAfterNow(seen.first()));
    return new CheckState.Run(started, seen.rid(), first, notAfterNow(seen.alive()));
  }
}
