package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that begin while others go on, as Moodle's cron does every minute. */
class OverlappingRunsTest extends JudgedCheck {
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(1, 2);
  private static final UUID C = new UUID(1, 3);

  @BeforeEach
  void everyMinute() {
    check = check(Duration.ofHours(3), 1);
  }

  @Test
  void finishGraceDoesNotPutOffTheNewsOfADeadHostWhereRunsOverlap() {
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.SUCCESS, A);
    ping(2, Signal.SUCCESS, B);
    ping(3, Signal.START, C);
    tick(8);
    assertThat(state.status()).isEqualTo(Status.UP);
    tick(9);
    assertThat(flips.getLast()).isEqualTo(new Flip(at(9), Status.UP, Status.DOWN, Cause.MISSED));
  }

  @Test
  void aHostThatDiesBeforeAnyRunHasEndedIsNoticedToo() {
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    tick(6);
    assertThat(state.status()).isEqualTo(Status.NEW);
    tick(7);
    assertThat(flips.getLast()).isEqualTo(new Flip(at(7), Status.NEW, Status.DOWN, Cause.MISSED));
  }

  @Test
  void whereRunsDoNotOverlapOnlyTheRunsOwnEndCounts() {
    ping(0, Signal.START, A);
    ping(1, Signal.SUCCESS, A);
    ping(2, Signal.START, B);
    tick(181);
    assertThat(state.status()).isEqualTo(Status.UP);
    tick(182);
    assertThat(flips.getLast().cause()).isEqualTo(Cause.TOO_SLOW);
  }

  @Test
  void aRunForWhoseEndTheNextOneWaitedTellsThatTheyDoNotOverlapAnyMore() {
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.SUCCESS, A);
    ping(2, Signal.SUCCESS, B);
    ping(3, Signal.START, C);
    ping(30, Signal.SUCCESS, C);
    ping(31, Signal.START, A);
    tick(60);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aRunThatALaterOneOvertookIsStillJudgedWhenItNeverEnds() {
    check = check(null, 1);
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.SUCCESS, B);
    ping(3, Signal.START, C);
    ping(4, Signal.SUCCESS, C);
    tick(5);
    assertThat(flips.getLast()).isEqualTo(new Flip(at(5), Status.UP, Status.DOWN, Cause.TOO_SLOW));
  }

  @Test
  void itIsGivenUpOnceItWasToldOf() {
    check = check(null, 1);
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.SUCCESS, B);
    tick(5);
    ping(6, Signal.START, C);
    ping(7, Signal.SUCCESS, C);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(state.others().overtaken()).isEmpty();
  }

  @Test
  void aRunThatBeganBeforeTheBadOneIsNoRecovery() {
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.FAILURE, B);
    ping(3, Signal.SUCCESS, A);
    assertThat(state.status()).isEqualTo(Status.DOWN);
    ping(4, Signal.START, C);
    ping(5, Signal.SUCCESS, C);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(Alert.Kind.DOWN, Alert.Kind.RECOVERED);
  }

  @Test
  void norDoesItStopTheCountOfFailures() {
    check = check(Duration.ofHours(3), 2);
    ping(0, Signal.START, A);
    ping(1, Signal.START, B);
    ping(2, Signal.FAILURE, B);
    ping(3, Signal.SUCCESS, A);
    ping(4, Signal.START, C);
    ping(5, Signal.FAILURE, C);
    assertThat(state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void theBadRunItselfMayCompleteAfterAll() {
    ping(0, Signal.START, A);
    ping(1, Signal.FAILURE, A);
    ping(2, Signal.SUCCESS, A);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void aSuccessOfARunWhoseStartIsNotKnownRecovers() {
    ping(1, Signal.FAILURE, null);
    ping(2, Signal.SUCCESS, null);
    assertThat(state.status()).isEqualTo(Status.UP);
  }

  @Test
  void oneIncidentIsOneAlertWhenOnlyItsReasonChanges() {
    check = check(null, 1);
    ping(0, Signal.START, A);
    tick(5);
    ping(5, Signal.FAILURE, A);
    ping(6, Signal.FAILURE, B);
    assertThat(alerts).extracting(Alert::kind).containsExactly(Alert.Kind.DOWN);
  }

  @Test
  void aPingThatWasRefusedExcusesItsCheck() {
    ping(0, Signal.SUCCESS, null);
    apply(new Event.Refused(at(4)), at(7));
    tick(9);
    assertThat(state.status()).isEqualTo(Status.UP);
    tick(10);
    assertThat(state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aStallExcusesWhereTheNextPingIsNearAndNowhereElse() {
    ping(0, Signal.SUCCESS, null);
    apply(new Event.Outage(at(5).plusSeconds(55), at(6).plusSeconds(5)), at(6).plusSeconds(5));
    tick(6);
    assertThat(state.status()).isEqualTo(Status.UP);
    apply(new Event.Outage(at(11), at(12).plusSeconds(8)), at(12).plusSeconds(8));
    state = CheckState.NEW;
    check =
        new Check(
            A,
            "daily",
            "daily",
            List.of(),
            "",
            Check.DEFAULT_SCHEDULE,
            Duration.ofHours(1),
            Policy.PLAIN,
            PingFilter.EVERYTHING);
    ping(0, Signal.SUCCESS, null);
    int deadline = 25 * 60;
    apply(
        new Event.Outage(at(deadline).minusSeconds(5), at(deadline).plusSeconds(5)),
        at(deadline).plusSeconds(5));
    tick(deadline + 1);
    assertThat(state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aSwitchThatStallsAllTheTimeDoesNotExcuseADeadJobForEver() {
    ping(0, Signal.SUCCESS, null);
    for (int minute = 5; minute < 30; minute++) {
      Instant to = at(minute).plusSeconds(59);
      apply(new Event.Outage(at(minute).plusSeconds(30), to), to);
      apply(new Event.Tick(), to);
    }
    assertThat(state.status()).isEqualTo(Status.DOWN);
  }

  private void ping(int minute, Signal signal, @Nullable UUID rid) {
    apply(new Event.Ping(signal, rid), at(minute));
  }

  private static Check check(@Nullable Duration finishGrace, int failAfter) {
    return new Check(
        A,
        "moodle",
        "moodle",
        List.of(),
        "",
        new Schedule.Period(Duration.ofMinutes(1)),
        Duration.ofMinutes(5),
        new Policy(finishGrace, failAfter, null, null, null, false),
        PingFilter.EVERYTHING);
  }
}
