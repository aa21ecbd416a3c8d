package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a check goes down if nothing is heard.
 *
 * @param expected from when on it is late: when a ping is expected, or the run began
 * @param at when it goes down
 * @param cause what it will be down for
 */
public record Deadline(Instant expected, Instant at, Cause cause) {

  /**
   * The deadline of a check, as healthchecks computes it, and beyond that: {@code finish-grace}
   * takes the place of the schedule while a run goes on, unless runs overlap; an alive ping extends
   * the deadline; a run that a later one has overtaken must end in time, too. Null when nothing is
   * expected, as in a pause with an end.
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

  /** When a run must have ended. */
  static Deadline slow(Check check, CheckState.Run run) {
    Instant began = check.policy().finishGrace() == null ? run.started() : run.first();
    Instant alive = run.alive();
    Instant from = alive != null && alive.isAfter(began) ? alive : began;
    return new Deadline(began, from.plus(check.runGrace()), Cause.TOO_SLOW);
  }

  /**
   * Whether the next run must begin on time although one goes on: runs that overlap do not wait for
   * each other, and a {@code finish-grace} of hours must not put off the news of a dead host.
   */
  private static boolean startsAreDue(Check check, CheckState state) {
    return state.run() != null && check.policy().finishGrace() != null && state.others().overlap();
  }

  /** When a ping must have come, whatever runs go on; null: none is expected. */
  static @Nullable Deadline ofSchedule(Check check, CheckState state) {
    Instant from = lastSign(check, state);
    if (from == null) {
      return null;
    }
    Instant expected = check.schedule().next(from);
    return new Deadline(expected, expected.plus(check.grace()), Cause.MISSED);
  }

  /** The time from which the schedule counts on; null: no ping is expected. */
  private static @Nullable Instant lastSign(Check check, CheckState state) {
    CheckState.Run run = state.run();
    // After a pause that ended by itself a check is new again, but its pings are due.
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
   * When what made a check go down was expected: the missing ping, or the start of a run that is
   * too slow. Null when that is not why, or not known any more.
   */
  public static @Nullable Instant expected(Check check, CheckState before, Cause cause) {
    Deadline deadline = of(check, before);
    return deadline != null && deadline.cause == cause ? deadline.expected : null;
  }

  /**
   * How many pings were expected since the last one, as far as the switch could have heard them.
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

  /** The longest that a ping may be overdue before people are shown that it is late. */
  private static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(1);

  /**
   * How the check looks to people at this moment: late only when the ping is overdue by a tenth of
   * the period, a minute at most. A job that runs every minute never takes a minute to the second.
   */
  public static DisplayStatus shown(Check check, CheckState state, Instant now) {
    DisplayStatus exact = look(check, state, now);
    Deadline missed = exact == DisplayStatus.GRACE ? ofSchedule(check, state) : null;
    if (missed == null) {
      return exact;
    }
    return now.isBefore(tolerated(check, missed.expected))
        ? look(check, state, missed.expected.minusMillis(1))
        : exact;
  }

  private static Instant tolerated(Check check, Instant expected) {
    Instant following = check.schedule().next(expected);
    Duration tenth = Duration.between(expected, following).dividedBy(10);
    return expected.plus(tenth.compareTo(LONGEST_TOLERANCE) < 0 ? tenth : LONGEST_TOLERANCE);
  }

  /**
   * From when on people are told that the ping of a check that is up is late, if they want to know.
   * Null when none is expected, or when it is down by then.
   */
  static @Nullable Deadline late(Check check, CheckState state) {
    Deadline missed = state.status() == Status.UP ? overdue(check, state) : null;
    Instant at = missed == null ? null : tolerated(check, missed.expected);
    return missed == null || at == null || !at.isBefore(missed.at)
        ? null
        : new Deadline(missed.expected, at, Cause.MISSED);
  }

  /**
   * When the next ping is expected, as people see it; null while a run goes on that may take
   * longer.
   */
  private static @Nullable Deadline overdue(Check check, CheckState state) {
    boolean busy = state.run() != null && check.policy().finishGrace() != null;
    return busy && !startsAreDue(check, state) ? null : ofSchedule(check, state);
  }

  /** How the check looks at this moment. */
  public static DisplayStatus look(Check check, CheckState state, Instant now) {
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
