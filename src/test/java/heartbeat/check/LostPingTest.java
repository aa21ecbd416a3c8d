package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an outage of the switch excuses. */
class LostPingTest extends JudgedCheck {
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
}
