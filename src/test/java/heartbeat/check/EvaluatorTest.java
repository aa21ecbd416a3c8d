package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  private Check check = check(Policy.PLAIN);
  private CheckState state = CheckState.NEW;
  private final List<Flip> flips = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private boolean excused;
  private boolean tellsLate;

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
  void peopleAreShownThatAPingIsLateATenthOfThePeriodAfterItWasDue() {
    success(0);
    assertThat(Deadline.shown(check, state, at(61).minusSeconds(1))).isEqualTo(DisplayStatus.UP);
    assertThat(Deadline.shown(check, state, at(61))).isEqualTo(DisplayStatus.GRACE);
    assertThat(Deadline.shown(check, state, at(70))).isEqualTo(DisplayStatus.DOWN);
  }

  @Test
  void latenessIsToldOnceToWhoWantsIt() {
    tellsLate = true;
    success(0);
    assertThat(Evaluator.wake(check, state, true)).isEqualTo(at(61));
    tick(61);
    tick(65);
    assertThat(alerts)
        .containsExactly(new Alert(Alert.Kind.LATE, at(61), at(61), Cause.MISSED, at(60), 0));
    assertThat(flips).hasSize(1);
    assertThat(Evaluator.wake(check, state, true)).isEqualTo(at(70));
  }

  @Test
  void latenessIsToldToNobodyWhoDidNotAsk() {
    success(0);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(70));
    tick(65);
    success(66);
    assertThat(alerts).isEmpty();
  }

  @Test
  void whatWasToldToBeLateIsToldToHaveCome() {
    tellsLate = true;
    success(0);
    tick(62);
    success(65);
    success(70);
    assertThat(alerts.subList(1, alerts.size()))
        .containsExactly(new Alert(Alert.Kind.ARRIVED, at(65), at(65), Cause.MISSED, at(60), 0));
    tick(136);
    assertThat(last(alerts).kind()).as("it is late once more").isEqualTo(Alert.Kind.LATE);
  }

  @Test
  void whatIsLateAndGoesDownIsToldAsThatAndRecoversOnce() {
    tellsLate = true;
    success(0);
    tick(62);
    tick(70);
    success(75);
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(Alert.Kind.LATE, Alert.Kind.DOWN, Alert.Kind.RECOVERED);
  }

  @Test
  void whatNobodyLookedAtBeforeItsDeadlineWasNeverLate() {
    tellsLate = true;
    success(0);
    tick(90);
    assertThat(alerts).extracting(Alert::kind).containsExactly(Alert.Kind.DOWN);
  }

  @Test
  void aRunThatGoesOnWithinItsFinishGraceIsNotLate() {
    tellsLate = true;
    check = check(new Policy(Duration.ofHours(1), 1, null, null, null, false));
    success(0);
    start(50, ONE);
    tick(70);
    assertThat(alerts).isEmpty();
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
  void failAfterToleratesFailuresButNoSilence() {
    check = check(policy(null, 3, null, null, null, false));
    failure(0, null);
    failure(1, null);
    assertThat(state.status()).isEqualTo(Status.UP);
    failure(2, null);
    assertThat(last(alerts).cause()).isEqualTo(Cause.FAILED);
    success(3);
    tick(73);
    assertThat(last(alerts).cause()).isEqualTo(Cause.MISSED);
  }

  @Test
  void aFailureThatIsToldTwiceCountsOnce() {
    check = check(policy(null, 3, null, null, null, false));
    start(0, ONE);
    failure(1, ONE);
    failure(1, ONE);
    failure(2, ONE);
    assertThat(state.failures()).isEqualTo(1);
    failure(3, TWO);
    failure(3, TWO);
    assertThat(state.status()).isEqualTo(Status.UP);
    failure(4, null);
    assertThat(last(alerts).cause()).isEqualTo(Cause.FAILED);
  }

  @Test
  void runsThatAllGiveTheSameIdCountAllTheSame() {
    check = check(policy(null, 3, null, null, null, false));
    failure(0, ONE);
    start(1, ONE);
    failure(2, ONE);
    assertThat(state.failures()).as("it has begun anew").isEqualTo(2);
    failure(62, ONE);
    assertThat(last(alerts).cause()).as("the next run was due").isEqualTo(Cause.FAILED);
  }

  @Test
  void aRunThatIsTooFastFailed() {
    check = check(policy(null, 1, Duration.ofMinutes(2), null, null, false));
    start(0, ONE);
    success(1, ONE);
    assertThat(last(flips)).isEqualTo(new Flip(at(1), Status.NEW, Status.DOWN, Cause.TOO_FAST));
    success(2, null);
    assertThat(state.status()).as("of unknown duration").isEqualTo(Status.UP);
  }

  @Test
  void theSuccessOfARunThatWasTooFastIsNoRecoveryWhenItIsToldTwice() {
    check = check(policy(null, 1, Duration.ofMinutes(2), null, null, false));
    start(0, ONE);
    success(1, ONE);
    success(4, ONE);
    assertThat(state.status()).isEqualTo(Status.DOWN);
    success(5, TWO);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aRunThatHungSoonAfterItsStartMayCompleteAfterAll() {
    check = check(policy(null, 1, Duration.ofMinutes(2), null, null, false));
    start(0, ONE);
    failure(1, ONE);
    success(5, ONE);
    assertThat(state.status()).isEqualTo(Status.UP);
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
  void anOutageOfTheSwitchWhenThePingWasExpectedIsNoMiss() {
    success(0);
    apply(new Event.Outage(at(55), at(65)), at(65));
    assertThat(excused).isTrue();
    tick(134);
    assertThat(state.status()).isEqualTo(Status.UP);
    tick(135);
    assertThat(last(flips).at()).isEqualTo(at(135));
  }

  @Test
  void anOutageOnlyExcusesWhatItMayHaveHidden() {
    success(0);
    apply(new Event.Outage(at(20), at(50)), at(50));
    assertThat(excused).as("nothing was expected in it").isFalse();
    apply(new Event.Outage(at(61), at(61).plusSeconds(5)), at(62));
    assertThat(excused).as("clients try again after a short one").isFalse();
    tick(70);
    apply(new Event.Outage(at(80), at(900)), at(900));
    assertThat(excused).as("it was down before").isFalse();
    assertThat(state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aRunThatWentOnDuringAnOutageGetsItsGraceOnceMore() {
    start(0, ONE);
    apply(new Event.Outage(at(5), at(30)), at(30));
    tick(39);
    assertThat(state.status()).isEqualTo(Status.NEW);
    tick(40);
    assertThat(last(flips).at()).isEqualTo(at(40));
  }

  @Test
  void aClockThatIsSetBackDoesNotPutOffTheDeadline() {
    success(600);
    tick(0);
    assertThat(Evaluator.wake(check, state)).isEqualTo(at(70));
  }

  private static Check check(Policy policy) {
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

  private static Policy policy(
      @Nullable Duration finishGrace,
      int failAfter,
      @Nullable Duration minDuration,
      @Nullable Duration remind,
      @Nullable QuietHours quiet,
      boolean manualResume) {
    return new Policy(finishGrace, failAfter, minDuration, remind, quiet, manualResume);
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

  private void success(int minute) {
    success(minute, null);
  }

  private void success(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.SUCCESS, rid), at(minute));
  }

  private void failure(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.FAILURE, rid), at(minute));
  }

  private void start(int minute, @Nullable UUID rid) {
    apply(new Event.Ping(Signal.START, rid), at(minute));
  }

  private void tick(int minute) {
    apply(new Event.Tick(), at(minute));
  }

  private void apply(Event event, Instant now) {
    Transition transition = Evaluator.apply(check, state, event, now, tellsLate);
    state = transition.state();
    flips.addAll(transition.flips());
    alerts.addAll(transition.alerts());
    excused = transition.excused();
  }

  private static Instant at(int minute) {
    return T0.plus(Duration.ofMinutes(minute));
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
