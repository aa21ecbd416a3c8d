package heartbeat.check;

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
   * takes the place of the schedule while a run goes on, and an alive ping extends the deadline.
   * Null when nothing is expected.
   */
  public static @Nullable Deadline of(Check check, CheckState state) {
    if (state.status() == Status.DOWN) {
      return null;
    }
    Deadline missed = ofSchedule(check, state);
    CheckState.Run run = state.run();
    if (run == null) {
      return missed;
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

  private static @Nullable Deadline ofSchedule(Check check, CheckState state) {
    Instant ping = state.lastPing();
    if (state.status() != Status.UP || ping == null) {
      return null;
    }
    Instant excused = state.excused();
    Instant from = excused != null && excused.isAfter(ping) ? excused : ping;
    Instant expected = check.schedule().next(from);
    return new Deadline(expected, expected.plus(check.grace()), Cause.MISSED);
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

  /** How the check looks at this moment. */
  public static DisplayStatus look(Check check, CheckState state, Instant now) {
    Deadline deadline = of(check, state);
    if (deadline != null && !now.isBefore(deadline.at)) {
      return DisplayStatus.DOWN;
    }
    boolean busy = state.run() != null && check.policy().finishGrace() != null;
    Deadline missed = busy ? null : ofSchedule(check, state);
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
