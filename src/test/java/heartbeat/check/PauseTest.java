package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pauses with an end, and alerts that somebody has acknowledged. */
class PauseTest extends JudgedCheck {
  private static final UUID RUN = new UUID(5, 6);

  /** Reminds every 30 minutes. */
  @BeforeEach
  void reminds() {
    check = check(1);
  }

  @Test
  void aPauseForATimeDoesNotEndWithTheNextPing() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    ping(Signal.SUCCESS, 60);
    ping(Signal.FAILURE, 61);
    ping(Signal.SUCCESS, 62);
    assertThat(state.status()).isEqualTo(Status.PAUSED);
    assertThat(alerts).isEmpty();
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(120));
  }

  @Test
  void aPauseEndsAtItsTimeHoweverLateSomebodyLooksAndThePingIsDueAPeriodLater() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    tick(125);
    assertThat(flips.getLast())
        .isEqualTo(new Flip(at(120), Status.PAUSED, Status.NEW, Cause.RESUMED));
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(190));
    tick(191);
    assertThat(flips.getLast()).isEqualTo(new Flip(at(190), Status.NEW, Status.DOWN, Cause.MISSED));
    assertThat(alerts).extracting(Alert::kind).containsExactly(Alert.Kind.DOWN);
  }

  @Test
  void whatPingedWellInThePauseIsUpAfterIt() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    ping(Signal.FAILURE, 30);
    ping(Signal.SUCCESS, 90);
    tick(120);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(alerts).isEmpty();
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(190));
  }

  @Test
  void whatFailedInThePauseIsToldAtItsEnd() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    ping(Signal.SUCCESS, 30);
    ping(Signal.FAILURE, 90);
    tick(121);
    assertThat(flips.getLast())
        .isEqualTo(new Flip(at(120), Status.PAUSED, Status.DOWN, Cause.FAILED));
    assertThat(alerts).extracting(Alert::kind).containsExactly(Alert.Kind.DOWN);
  }

  @Test
  void whatWasDownBeforeAndDidNotRecoverIsToldAgain() {
    ping(Signal.FAILURE, 0);
    apply(new Event.Pause(at(60)), 1);
    apply(new Event.Pause(at(120)), 2);
    tick(120);
    assertThat(state.status()).isEqualTo(Status.DOWN);
    assertThat(state.cause()).isEqualTo(Cause.FAILED);
    assertThat(alerts).hasSize(2);
  }

  @Test
  void aRunThatBeganInThePauseAndGoesOnMayTakeItsTimeFromTheEndOfThePauseOn() {
    check = finishing(Duration.ofHours(3));
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    ping(Signal.START, 60);
    assertThat(Evaluator.wake(check, state)).as("nothing is due in the pause").isEqualTo(at(120));
    tick(120);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(120 + 180));
    ping(Signal.SUCCESS, 250);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(state.lastDuration()).isEqualTo(Duration.ofMinutes(190));
    assertThat(alerts).isEmpty();
  }

  @Test
  void aRunThatBeganInThePauseAndNeverEndsIsToldOf() {
    check = finishing(Duration.ofHours(3));
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(120)), 1);
    ping(Signal.START, 60);
    tick(500);
    assertThat(flips.getLast())
        .isEqualTo(new Flip(at(300), Status.NEW, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void aRunThatBeganAndEndedInThePauseIsNoMoreWaitedFor() {
    check = finishing(Duration.ofHours(3));
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    ping(Signal.START, 10);
    apply(new Event.Pause(at(120)), 11);
    ping(Signal.SUCCESS, 30);
    assertThat(state.lastDuration()).isEqualTo(Duration.ofMinutes(20));
    tick(120);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(190));
  }

  @Test
  void acknowledgedByMistakePeopleAreRemindedAgain() {
    ping(Signal.FAILURE, 0);
    apply(new Event.Acknowledge(), 5);
    apply(new Event.Unacknowledge(), 40);
    assertThat(state.hold()).isEqualTo(Hold.NONE);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(60));
    tick(60);
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(Alert.Kind.DOWN, Alert.Kind.REMINDER);
  }

  @Test
  void aCheckThatNeverPingedExpectsNothingAfterAPauseEither() {
    apply(new Event.Pause(at(60)), 1);
    tick(1000);
    assertThat(state.status()).isEqualTo(Status.NEW);
    assertThat(Evaluator.wake(check, state)).isNull();
  }

  @Test
  void aPauseThatEndedWhileTheSwitchWasDownLastsUntilTheSwitchIsBack() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    apply(new Event.Outage(at(50), at(300)), 300);
    tick(300);
    assertThat(state.status()).isEqualTo(Status.NEW);
    assertThat(alerts).isEmpty();
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(370));
  }

  @Test
  void somebodyMayResumeOrLengthenAPauseBeforeItsEnd() {
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    apply(new Event.Pause(at(240)), 2);
    tick(100);
    assertThat(state.status()).isEqualTo(Status.PAUSED);
    apply(new Event.Resume(), 101);
    assertThat(state.status()).isEqualTo(Status.NEW);
    assertThat(state.hold()).isEqualTo(Hold.NONE);
  }

  @Test
  void toleratedFailuresInAPauseAreNotDownAfterIt() {
    check = check(2);
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    ping(Signal.FAILURE, 30);
    tick(60);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aFailureThatIsToldTwiceInAPauseCountsOnce() {
    check = check(2);
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    ping(Signal.FAILURE, RUN, 30);
    ping(Signal.FAILURE, RUN, 31);
    tick(60);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aRunThatWasTooFastInAPauseIsToldAtItsEndHoweverOftenItsSuccessComes() {
    check = check(new Policy(null, 1, Duration.ofMinutes(5), null, null, false));
    ping(Signal.SUCCESS, 0);
    apply(new Event.Pause(at(60)), 1);
    ping(Signal.START, RUN, 30);
    ping(Signal.SUCCESS, RUN, 31);
    ping(Signal.SUCCESS, RUN, 40);
    tick(60);
    assertThat(flips.getLast())
        .isEqualTo(new Flip(at(60), Status.PAUSED, Status.DOWN, Cause.TOO_FAST));
  }

  @Test
  void whatWasDownBeforeAPauseIsNotUpByAFailureInIt() {
    check = check(2);
    ping(Signal.SUCCESS, 0);
    tick(70);
    apply(new Event.Pause(at(120)), 71);
    ping(Signal.FAILURE, 90);
    tick(120);
    assertThat(flips.getLast())
        .isEqualTo(new Flip(at(120), Status.PAUSED, Status.DOWN, Cause.MISSED));
  }

  @Test
  void acknowledgedNobodyIsRemindedUntilItIsDownAnew() {
    ping(Signal.FAILURE, 0);
    tick(31);
    assertThat(alerts).hasSize(2);
    apply(new Event.Acknowledge(), 35);
    ping(Signal.FAILURE, 50);
    tick(200);
    assertThat(alerts).hasSize(2);
    assertThat(Evaluator.wake(check, state)).isNull();
    ping(Signal.SUCCESS, 201);
    ping(Signal.FAILURE, 202);
    tick(233);
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(
            Alert.Kind.DOWN,
            Alert.Kind.REMINDER,
            Alert.Kind.RECOVERED,
            Alert.Kind.DOWN,
            Alert.Kind.REMINDER);
  }

  private static Check check(int failAfter) {
    return check(new Policy(null, failAfter, null, Duration.ofMinutes(30), null, false));
  }

  private static Check finishing(Duration finishGrace) {
    return check(new Policy(finishGrace, 1, null, null, null, false));
  }

  private void ping(Signal signal, int minute) {
    ping(signal, null, minute);
  }

  private void ping(Signal signal, @Nullable UUID rid, int minute) {
    apply(new Event.Ping(signal, rid), minute);
  }

  private void apply(Event event, int minute) {
    apply(event, at(minute));
  }
}
