package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How pings, deadlines and people change a check. */
class EvaluatorTest extends JudgedCheck {
  @Test
  void theFirstSuccessIsToldToNobody() {
    success(0);
    assertThat(flips).containsExactly(new Flip(T0, Status.NEW, Status.UP, Cause.COMPLETED));
    assertThat(alerts).isEmpty();
  }

  @Test
  void silenceFlipsTheCheckAtItsDeadlineHoweverLateSomebodyLooks() {
    success(0);
    tick(69);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(Deadline.exactStatus(check, state, at(60))).isEqualTo(DisplayStatus.GRACE);
    tick(90);
    assertThat(last(flips)).isEqualTo(new Flip(at(70), Status.UP, Status.DOWN, Cause.MISSED));
    assertThat(last(alerts).missed()).isEqualTo(1);
  }

  @Test
  void aPingAfterTheDeadlineStillLeavesBothFlips() {
    success(0);
    success(75);
    assertThat(flips.subList(1, 3))
        .containsExactly(
            new Flip(at(70), Status.UP, Status.DOWN, Cause.MISSED),
            new Flip(at(75), Status.DOWN, Status.UP, Cause.COMPLETED));
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(Alert.Kind.DOWN, Alert.Kind.RECOVERED);
  }

  @Test
  void aStartedRunMustEndWithinTheGraceAsInHealthchecks() {
    success(0);
    start(5, ONE);
    tick(15);
    assertThat(last(flips)).isEqualTo(new Flip(at(15), Status.UP, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void aSuccessOfAnotherRunLeavesTheRunGoing() {
    start(0, ONE);
    success(1, TWO);
    assertThat(state.run()).isNotNull();
    assertThat(state.lastDuration()).isNull();
    success(2, ONE);
    assertThat(state.run()).isNull();
    assertThat(state.lastDuration()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aSuccessWithoutIdAndAnyFailureEndTheRun() {
    start(0, ONE);
    success(1, null);
    assertThat(state.run()).isNull();
    start(2, ONE);
    failure(3, TWO);
    assertThat(state.run()).isNull();
  }

  @Test
  void aFinishGraceHoldsTheScheduleOffWhileTheRunGoesOn() {
    check = check(policy(Duration.ofHours(3), 1, null, null, null, false));
    success(0);
    start(1, ONE);
    tick(180);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(Deadline.exactStatus(check, state, at(180))).isEqualTo(DisplayStatus.UP);
    tick(181);
    assertThat(last(flips)).isEqualTo(new Flip(at(181), Status.UP, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void runsThatBeginAgainAndAgainAndNeverEndAreNoticed() {
    check = check(policy(Duration.ofHours(1), 1, null, null, null, false));
    success(0);
    for (int minute = 1; minute <= 61; minute++) {
      start(minute, new UUID(1, minute));
    }
    assertThat(last(flips)).isEqualTo(new Flip(at(61), Status.UP, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void anAlivePingExtendsTheDeadline() {
    start(0, ONE);
    apply(new Event.Ping(Signal.ALIVE, ONE), at(9));
    tick(18);
    assertThat(state.status()).isEqualTo(Status.NEW);
    tick(19);
    assertThat(last(flips)).isEqualTo(new Flip(at(19), Status.NEW, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void remindersComeWhileItIsDownAndCountTheMissedRuns() {
    check = check(policy(null, 1, null, Duration.ofHours(5), null, false));
    success(0);
    tick(70);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(370));
    tick(370);
    assertThat(last(alerts).kind()).isEqualTo(Alert.Kind.REMINDER);
    assertThat(last(alerts).missed()).isEqualTo(6);
    tick(1300);
    assertThat(alerts).hasSize(3);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(70 + 5 * 300));
    success(1301);
    assertThat(last(alerts).missed()).as("this one came").isEqualTo(20);
  }

  @Test
  void quietHoursDelayAndNeverDrop() {
    var night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("UTC"));
    check = check(policy(null, 1, null, null, night, false));
    failure(60 * 11, null);
    assertThat(last(alerts).notBefore()).isEqualTo(Instant.parse("2026-03-02T07:00:00Z"));
    success(60 * 15, null);
    assertThat(last(alerts).notBefore()).isEqualTo(Instant.parse("2026-03-02T07:00:00Z"));
    failure(60 * 19, null);
    assertThat(last(alerts).notBefore()).isEqualTo(Instant.parse("2026-03-02T07:00:00Z"));
    var noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneId.of("UTC"));
    assertThat(noon.sayAt(at(59))).isEqualTo(at(60));
    assertThat(noon.sayAt(at(60))).isEqualTo(at(60));
    assertThat(noon.sayAt(at(-1))).isEqualTo(at(-1));
  }

  @Test
  void aPausedCheckIsSilentAndComesBackWithItsNextPing() {
    success(0);
    apply(new Event.Pause(), at(1));
    tick(1000);
    assertThat(Evaluator.wake(check, state)).isNull();
    success(1001);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(alerts).isEmpty();
  }

  @Test
  void manualResumeIgnoresPingsUntilSomebodyResumes() {
    check = check(policy(null, 1, null, null, null, true));
    apply(new Event.Pause(), at(1));
    failure(2, null);
    assertThat(state.status()).isEqualTo(Status.PAUSED);
    assertThat(Evaluator.taken(check, state, Signal.FAILURE)).isEqualTo(Signal.IGNORED);
    apply(new Event.Resume(), at(3));
    assertThat(state.status()).isEqualTo(Status.NEW);
    success(4);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aClockThatIsSetBackDoesNotPutOffTheDeadline() {
    success(600);
    tick(0);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(70));
  }

  @Test
  void aSkippedRunThatHadBegunHasEndedAndIsNoSuccess() {
    success(0);
    start(5, ONE);
    apply(new Event.Skipped(ONE), at(6));
    assertThat(state.run()).isNull();
    assertThat(state.lastPing()).isEqualTo(at(0));
    assertThat(state.pings()).isEqualTo(3);
    tick(16);
    assertThat(state.status()).as("its grace from the start is over").isEqualTo(Status.UP);
    tick(90);
    assertThat(last(flips)).isEqualTo(new Flip(at(70), Status.UP, Status.DOWN, Cause.MISSED));
  }

  @Test
  void aSkippedRunDoesNotEndAnother() {
    success(0);
    start(5, ONE);
    apply(new Event.Skipped(TWO), at(6));
    assertThat(state.run()).isNotNull();
  }
}
