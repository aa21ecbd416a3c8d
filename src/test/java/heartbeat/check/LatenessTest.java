package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A ping that is late, before its deadline. */
class LatenessTest extends JudgedCheck {
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
}
