package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which pings count as failures of a check. */
class FailedRunsTest extends JudgedCheck {
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
}
