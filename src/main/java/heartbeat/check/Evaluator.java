package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides how an event changes a check. One instance makes one decision. */
public final class Evaluator {
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
  private final Runs runs;
  private int failures;
  private @Nullable Instant remindAt;
  private @Nullable Instant excused;
  private long pings;
  private @Nullable Instant lateTold;
  private Hold hold;
  private boolean wasExcused;

  private Evaluator(Check check, CheckState before, Instant now) {
    this.check = check;
    this.policy = check.policy();
    this.now = now;
    status = before.status();
    since = notAfterNow(before.since());
    cause = before.cause();
    lastPing = notAfterNow(before.lastPing());
    lastDuration = before.lastDuration();
    runs = new Runs(check, before, now);
    failures = before.failures();
    remindAt = before.remindAt();
    excused = notAfterNow(before.excused());
    pings = before.pings();
    lateTold = notAfterNow(before.lateTold());
    hold = before.hold();
  }

  /**
   * Applies an event to a check. When a deadline has passed before, its effect comes first, with
   * the time of the deadline. So the result does not depend on when the switch looked.
   */
  public static Transition apply(Check check, CheckState before, Event event, Instant now) {
    return apply(check, before, event, now, false);
  }

  /** Like the other; {@code tellsLate} is whether anybody wants to know of a late ping. */
  public static Transition apply(
      Check check, CheckState before, Event event, Instant now, boolean tellsLate) {
    Evaluator evaluator = new Evaluator(check, before, now);
    if (!(event instanceof Event.Outage) && !(event instanceof Event.Refused)) {
      evaluator.passDeadline();
      if (tellsLate) {
        evaluator.passLateness();
      }
    }
    switch (event) {
      case Event.Ping ping -> evaluator.ping(ping.signal(), ping.rid());
      case Event.Skipped skipped -> evaluator.skipped(skipped.rid());
      case Event.Tick tick -> {}
      case Event.Pause pause -> evaluator.pause(pause.until());
      case Event.Acknowledge acknowledge -> evaluator.acknowledge();
      case Event.Unacknowledge unacknowledge -> evaluator.unacknowledge();
      case Event.Resume resume -> evaluator.resume();
      case Event.Outage outage -> evaluator.excuse(outage);
      case Event.Refused refused -> evaluator.refused(refused.at());
    }
    return new Transition(
        evaluator.state(), evaluator.flips, evaluator.alerts, evaluator.wasExcused);
  }

  /** When the switch must judge the check again if no ping comes; null: never. */
  public static @Nullable Instant wake(Check check, CheckState state) {
    Deadline deadline = Deadline.of(check, state);
    Instant remind =
        state.status() == Status.PAUSED ? state.hold().pausedUntil() : state.remindAt();
    if (deadline == null || (remind != null && remind.isBefore(deadline.at()))) {
      return remind;
    }
    return deadline.at();
  }

  /** Like the other; with {@code tellsLate}, also when people must be told that a ping is late. */
  public static @Nullable Instant wake(Check check, CheckState state, boolean tellsLate) {
    Instant wake = wake(check, state);
    Deadline late = tellsLate && state.lateTold() == null ? Deadline.late(check, state) : null;
    return late != null && (wake == null || late.at().isBefore(wake)) ? late.at() : wake;
  }

  /** How a ping is recorded: a paused check with {@code manual-resume} ignores it. */
  public static Signal taken(Check check, CheckState state, Signal signal) {
    boolean deaf = state.status() == Status.PAUSED && check.policy().manualResume();
    return deaf ? Signal.IGNORED : signal;
  }

  private CheckState state() {
    return new CheckState(
        status,
        since,
        cause,
        lastPing,
        lastDuration,
        runs.last(),
        failures,
        remindAt,
        excused,
        pings,
        runs.others(),
        lateTold,
        hold);
  }

  private void passDeadline() {
    Instant end = hold.pausedUntil();
    if (status == Status.PAUSED && end != null && !now.isBefore(end)) {
      endPause(end);
    }
    Deadline deadline = Deadline.of(check, state());
    if (deadline != null && !now.isBefore(deadline.at())) {
      flip(Status.DOWN, deadline.at(), deadline.cause());
    }
    Duration every = policy.remind();
    boolean told = hold.acknowledged() != null;
    if (status != Status.DOWN || since == null || every == null || told) {
      remindAt = null;
    } else if (remindAt == null || remindAt.isAfter(now.plus(every))) {
      remindAt = nextReminder(since, every);
    } else if (!now.isBefore(remindAt)) {
      alert(Alert.Kind.REMINDER, now, Objects.requireNonNull(cause), since, missed());
      remindAt = nextReminder(remindAt, every);
    }
  }

  private void passLateness() {
    Deadline late = lateTold == null ? Deadline.late(check, state()) : null;
    if (late != null && !now.isBefore(late.at())) {
      alert(Alert.Kind.LATE, late.at(), Cause.MISSED, late.expected(), 0);
      lateTold = late.at();
    }
  }

  private Instant nextReminder(Instant from, Duration every) {
    long steps = from.isAfter(now) ? 0 : Duration.between(from, now).dividedBy(every);
    return from.plus(every.multipliedBy(steps + 1));
  }

  private void ping(Signal signal, @Nullable UUID rid) {
    pings++;
    Signal taken = taken(check, state(), signal);
    if (status == Status.PAUSED && hold.pausedUntil() != null) {
      heardInPause(taken, rid);
      return;
    }
    switch (taken) {
      case START -> runs.begins(rid);
      case ALIVE -> runs.lives(rid);
      case SUCCESS -> ended(false, rid);
      case FAILURE -> ended(true, rid);
      case LOG, IGNORED -> {}
    }
  }

  /** A skipped run says nothing about the check: the schedule goes on. */
  private void skipped(@Nullable UUID rid) {
    pings++;
    if (taken(check, state(), Signal.LOG) == Signal.LOG) {
      runs.skipped(rid);
    }
  }

  private void ended(boolean failed, @Nullable UUID rid) {
    Cause result = result(failed, rid);
    int missed = status == Status.DOWN ? missed() : 0;
    Deadline late = lateTold == null ? null : Deadline.late(check, state());
    lateTold = null;
    lastPing = now;
    excused = null;
    if (result == Cause.COMPLETED) {
      failures = 0;
      if (late != null) {
        alert(Alert.Kind.ARRIVED, now, Cause.MISSED, late.expected(), 0);
      }
      flip(Status.UP, now, result, Math.max(0, missed - 1));
    } else if (result != null) {
      if (++failures >= policy.failAfter()) {
        flip(Status.DOWN, now, result, 0);
      } else if (status != Status.DOWN) {
        flip(Status.UP, now, Cause.TOLERATED, 0);
      }
    }
  }

  /**
   * Ends a run: COMPLETED, FAILED or TOO_FAST. Null when the ping says nothing new: it came before,
   * or is of a run that began before the failed one.
   */
  private @Nullable Cause result(boolean failed, @Nullable UUID rid) {
    CheckState.Run mine = runs.ends(failed, rid);
    lastDuration = mine == null ? null : Duration.between(mine.started(), now);
    if (mine == null && isToldAgain(failed, rid)) {
      return null;
    }
    boolean tooFast = !failed && isTooFast();
    if (failed || tooFast) {
      runs.failed(mine, rid, tooFast);
      return tooFast ? Cause.TOO_FAST : Cause.FAILED;
    }
    return runs.recovered(mine) ? Cause.COMPLETED : null;
  }

  /**
   * Whether a client repeats the ping of the failed run because it did not get the switch's answer.
   * When another run was due since that ping, it is of a new run, even with the same id.
   */
  private boolean isToldAgain(boolean failed, @Nullable UUID rid) {
    return runs.isOfTheFailed(failed, rid)
        && lastPing != null
        && now.isBefore(check.schedule().next(lastPing));
  }

  private boolean isTooFast() {
    Duration least = policy.minDuration();
    return least != null && lastDuration != null && lastDuration.compareTo(least) < 0;
  }

  private void pause(@Nullable Instant until) {
    Cause trouble = status == Status.DOWN ? cause : hold.trouble();
    boolean longer = hold.pausedUntil() != null && until != null;
    if (!longer) {
      runs.forget();
    }
    remindAt = null;
    flip(Status.PAUSED, now, Cause.PAUSED, 0);
    hold = until == null ? Hold.NONE : Hold.pausedUntil(until, trouble);
  }

  /**
   * A ping in a pause with an end: the pause goes on. The last ping decides whether the check is up
   * or down after the pause.
   */
  private void heardInPause(Signal signal, @Nullable UUID rid) {
    switch (signal) {
      case START -> runs.begins(rid);
      case ALIVE -> runs.lives(rid);
      case SUCCESS, FAILURE -> endedInPause(signal == Signal.FAILURE, rid);
      case LOG, IGNORED -> {}
    }
  }

  private void endedInPause(boolean failed, @Nullable UUID rid) {
    Cause result = result(failed, rid);
    lastPing = now;
    excused = null;
    if (result == null) {
      return;
    }
    boolean completed = result == Cause.COMPLETED;
    failures = completed ? 0 : failures + 1;
    Cause trouble = failures >= policy.failAfter() ? result : hold.trouble();
    hold = Hold.pausedUntil(Objects.requireNonNull(hold.pausedUntil()), completed ? null : trouble);
  }

  /**
   * Ends a pause. A check that was down and did not recover is down again, with an alert: nobody
   * resumed it, so people may have forgotten it. Else the next ping is expected as if one had come
   * at the end of the pause, and a run that has not ended gets its time again from then on.
   */
  private void endPause(Instant end) {
    Cause trouble = hold.trouble();
    boolean heard = lastPing != null && since != null && !lastPing.isBefore(since);
    hold = Hold.NONE;
    runs.heardAt(end);
    if (trouble != null) {
      flip(Status.DOWN, end, trouble);
      return;
    }
    failures = 0;
    excused = lastPing == null ? null : end;
    flip(heard ? Status.UP : Status.NEW, end, Cause.RESUMED, 0);
  }

  private void acknowledge() {
    if (status == Status.DOWN) {
      hold = Hold.acknowledged(now);
      remindAt = null;
    }
  }

  private void unacknowledge() {
    if (status == Status.DOWN && since != null && hold.acknowledged() != null) {
      hold = Hold.NONE;
      remindAt = policy.remind() == null ? null : nextReminder(since, policy.remind());
    }
  }

  private void resume() {
    if (status == Status.PAUSED) {
      runs.forget();
      lastPing = null;
      excused = null;
      failures = 0;
      hold = Hold.NONE;
      flip(Status.NEW, now, Cause.RESUMED, 0);
    }
  }

  /**
   * Handles an outage of the switch. A run whose end may be lost gets its grace again. When the
   * expected ping may be lost, the switch waits for the next one.
   */
  private void excuse(Event.Outage outage) {
    Instant from = outage.from();
    Instant to = outage.to();
    Instant end = hold.pausedUntil();
    if (status == Status.PAUSED && end != null && end.isAfter(from) && end.isBefore(to)) {
      hold = Hold.pausedUntil(to, hold.trouble());
    }
    Deadline before = Deadline.of(check, state());
    if (before == null) {
      return;
    }
    Deadline missed = Deadline.ofSchedule(check, state());
    if (missed != null && LostPing.isPossible(outage, missed, check.schedule(), excused != null)) {
      excused = to;
      lateTold = null;
      wasExcused = before.cause() == Cause.MISSED;
    }
    wasExcused |= runs.excuse(from, to, LostPing.isStall(outage));
  }

  /**
   * Handles a ping that the switch could not store: the next ping is expected as if this one had
   * been stored.
   */
  private void refused(Instant at) {
    Deadline deadline = Deadline.of(check, state());
    if (deadline == null) {
      return;
    }
    wasExcused = !deadline.at().isAfter(now);
    excused = excused != null && excused.isAfter(at) ? excused : at;
    runs.heardAt(at);
  }

  private void flip(Status to, Instant at, Cause why) {
    flip(to, at, why, Math.max(1, missed()));
  }

  private void flip(Status to, Instant at, Cause why, int missed) {
    if (status == to) {
      return;
    }
    flips.add(new Flip(at, status, to, why));
    hold = Hold.NONE;
    if (to == Status.DOWN) {
      alert(Alert.Kind.DOWN, at, why, at, why == Cause.MISSED ? missed : 0);
      remindAt = policy.remind() == null ? null : nextReminder(at, policy.remind());
    } else if (to == Status.UP && status == Status.DOWN) {
      remindAt = null;
      Cause was = Objects.requireNonNull(cause);
      Instant began = Objects.requireNonNull(since);
      alert(Alert.Kind.RECOVERED, at, was, began, was == Cause.MISSED ? missed : 0);
    }
    lateTold = null;
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

  /** A time in the future becomes now: the clock was set back. */
  private @Nullable Instant notAfterNow(@Nullable Instant time) {
    return time != null && time.isAfter(now) ? now : time;
  }
}
