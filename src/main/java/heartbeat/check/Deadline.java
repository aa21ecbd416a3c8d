package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a check goes down if no ping comes.
 *
 * @param expected from when on it is late: when a ping is expected, or when the run began
 * @param at when it goes down
 * @param cause why it will be down
 */
public record Deadline(Instant expected, Instant at, Cause cause) {

  /**
   * The deadline of a check, computed as in healthchecks, with three additions. While a run is in
   * progress, {@code finish-grace} replaces the schedule, unless runs overlap. An alive ping
   * extends the deadline. A run that a later one has overtaken must also end in time. Null when
   * nothing is expected, for example in a pause with an end.
   */
  public static @Nullable Deadline of(Check check, CheckState state) {
    if (state.status() == Status.DOWN || state.hold().pausedUntil() != null) {
      return null;
    }
    Deadline deadline = ofLastRun(check, state);
    for (CheckState.Run run : state.others().overtaken()) {
      Deadline slow = slow(check, run);
      deadline = deadline == null || slow.at.isBefore(deadline.at) ? slow : deadline;
    }
    return deadline;
  }

  private static @Nullable Deadline ofLastRun(Check check, CheckState state) {
    Deadline missed = ofSchedule(check, state);
    CheckState.Run run = state.run();
    if (run == null) {
      return missed;
    }
    if (startsAreDue(check, state)) {
      return earlier(slow(check, run), missed);
    }
    boolean ownGrace = check.policy().finishGrace() != null;
    Instant began = ownGrace ? run.first() : run.started();
    Deadline slow = new Deadline(began, began.plus(check.runGrace()), Cause.TOO_SLOW);
    Deadline first = ownGrace ? slow : earlier(slow, missed);
    Instant alive = run.alive() == null ? null : run.alive().plus(check.runGrace());
    return alive == null || !alive.isAfter(first.at)
        ? first
        : new Deadline(began, alive, Cause.TOO_SLOW);
  }

  /** The time by which a run must have ended. */
  static Deadline slow(Check check, CheckState.Run run) {
    Instant began = check.policy().finishGrace() == null ? run.started() : run.first();
    Instant alive = run.alive();
    Instant from = alive != null && alive.isAfter(began) ? alive : began;
    return new Deadline(began, from.plus(check.runGrace()), Cause.TOO_SLOW);
  }

  /**
   * Whether the next run must begin on time although one is running. Overlapping runs do not wait
   * for each other. So a {@code finish-grace} of hours must not delay the alert about a dead host.
   */
  private static boolean startsAreDue(Check check, CheckState state) {
    return state.run() != null && check.policy().finishGrace() != null && state.others().overlap();
  }

  /**
   * The time by which a ping must have come, whatever runs are in progress; null: no ping is
   * expected.
   */
  static @Nullable Deadline ofSchedule(Check check, CheckState state) {
    Instant from = lastSign(check, state);
    if (from == null) {
      return null;
    }
    Instant expected = check.schedule().next(from);
    return new Deadline(expected, expected.plus(check.grace()), Cause.MISSED);
  }

  /** The time from which the schedule computes the next ping; null: no ping is expected. */
  private static @Nullable Instant lastSign(Check check, CheckState state) {
    CheckState.Run run = state.run();
    // After a pause that ended by itself, the status is NEW again, but pings are expected.
    boolean known = state.status() == Status.NEW && state.excused() != null;
    Instant ping = state.status() == Status.UP || known ? state.lastPing() : null;
    if (run != null && startsAreDue(check, state) && state.status() != Status.PAUSED) {
      Instant due = check.schedule().next(run.started()).plus(check.grace());
      boolean told = state.lastPing() != null && !state.lastPing().isBefore(due);
      ping = told ? state.lastPing() : run.started();
    }
    Instant excused = state.excused();
    return ping != null && excused != null && excused.isAfter(ping) ? excused : ping;
  }

  /**
   * When the ping or run that made a check go down was expected: the time of the missing ping, or
   * the start of the run that is too slow. Null when the cause is another one, or the time is not
   * known any more.
   */
  public static @Nullable Instant expected(Check check, CheckState before, Cause cause) {
    Deadline deadline = of(check, before);
    return deadline != null && deadline.cause == cause ? deadline.expected : null;
  }

  /**
   * How many pings were expected since the last one, without those that an outage of the switch may
   * have hidden.
   */
  public static int missed(Check check, CheckState state, Instant now) {
    Instant last = state.lastPing();
    if (last == null) {
      return 0;
    }
    Instant excused = state.excused();
    Instant from = excused != null && excused.isAfter(last) ? excused : last;
    return check.schedule().expected(from, now);
  }

  private static Deadline earlier(Deadline slow, @Nullable Deadline missed) {
    return missed != null && missed.at.isBefore(slow.at) ? missed : slow;
  }

  /** How long a ping may be overdue at most before pages show it as late. */
  private static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(1);

  /**
   * The status that people see now. A ping counts as late only when it is overdue by a tenth of the
   * period, a minute at most: a job that runs every minute does not take the same time each time.
   */
  public static DisplayStatus shown(Check check, CheckState state, Instant now) {
    DisplayStatus exact = exactStatus(check, state, now);
    Deadline missed = exact == DisplayStatus.GRACE ? ofSchedule(check, state) : null;
    if (missed == null) {
      return exact;
    }
    return now.isBefore(tolerated(check, missed.expected))
        ? exactStatus(check, state, missed.expected.minusMillis(1))
        : exact;
  }

  private static Instant tolerated(Check check, Instant expected) {
    Instant following = check.schedule().next(expected);
    Duration tenth = Duration.between(expected, following).dividedBy(10);
    return expected.plus(tenth.compareTo(LONGEST_TOLERANCE) < 0 ? tenth : LONGEST_TOLERANCE);
  }

  /**
   * When people who want to know are told that the ping of this check is late. Null when no ping is
   * expected, when the check is not up, or when it goes down by then.
   */
  static @Nullable Deadline late(Check check, CheckState state) {
    Deadline missed = state.status() == Status.UP ? overdue(check, state) : null;
    Instant at = missed == null ? null : tolerated(check, missed.expected);
    return missed == null || at == null || !at.isBefore(missed.at)
        ? null
        : new Deadline(missed.expected, at, Cause.MISSED);
  }

  /**
   * When the next ping is expected, as people see it; null while a run is in progress that may take
   * longer.
   */
  private static @Nullable Deadline overdue(Check check, CheckState state) {
    boolean busy = state.run() != null && check.policy().finishGrace() != null;
    return busy && !startsAreDue(check, state) ? null : ofSchedule(check, state);
  }

  /** The status at this moment, including whether a ping is overdue. */
  public static DisplayStatus exactStatus(Check check, CheckState state, Instant now) {
    Deadline deadline = of(check, state);
    if (deadline != null && !now.isBefore(deadline.at)) {
      return DisplayStatus.DOWN;
    }
    Deadline missed = overdue(check, state);
    if (missed != null && !now.isBefore(missed.expected)) {
      return DisplayStatus.GRACE;
    }
    return switch (state.status()) {
      case NEW -> DisplayStatus.NEW;
      case UP -> DisplayStatus.UP;
      case DOWN -> DisplayStatus.DOWN;
      case PAUSED -> DisplayStatus.PAUSED;
    };
  }
}
