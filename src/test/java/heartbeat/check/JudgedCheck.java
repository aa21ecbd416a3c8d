package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A check, by default every hour with 10 minutes of grace, and what events make of it. */
abstract class JudgedCheck {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID ONE = new UUID(0, 1);
  static final UUID TWO = new UUID(0, 2);
  Check check = check(Policy.PLAIN);
  CheckState state = CheckState.NEW;
  final List<Flip> flips = new ArrayList<>();
  final List<Alert> alerts = new ArrayList<>();
  boolean excused;
  boolean tellsLate;

  static Check check(Policy policy) {
    return new Check(
        ONE,
        "job",
        "job",
        List.of(),
        "",
        new Schedule.Period(Duration.ofHours(1)),
        Duration.ofMinutes(10),
        policy,
        PingFilter.EVERYTHING);
  }

  static Policy policy(
      @Nullable Duration finishGrace,
      int failAfter,
      @Nullable Duration minDuration,
      @Nullable Duration remind,
      @Nullable QuietHours quiet,
      boolean manualResume) {
    return new Policy(finishGrace, failAfter, minDuration, remind, quiet, manualResume);
  }

  void success(int minute) {
    success(minute, null);
  }

  void success(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.SUCCESS, rid), at(minute));
  }

  void failure(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.FAILURE, rid), at(minute));
  }

  void start(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.START, rid), at(minute));
  }

  void tick(int minute) {
    apply(new Event.Tick(), at(minute));
  }

  void apply(Event event, Instant now) {
    Transition transition = Evaluator.apply(check, state, event, now, tellsLate);
    state = transition.state();
    flips.addAll(transition.flips());
    alerts.addAll(transition.alerts());
    excused = transition.excused();
  }

  static Instant at(int minute) {
    return T0.plus(Duration.ofMinutes(minute));
  }

  static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
