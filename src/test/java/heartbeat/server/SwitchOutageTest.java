package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.Status;
import heartbeat.server.alert.Message;
import heartbeat.server.page.Browsed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Times in which the switch did not run, and clocks that are set. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class SwitchOutageTest extends WatchedSwitch {
  @Test
  void afterItsOwnDowntimeItSaysSoInsteadOfCryingWolf() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(20));
    watchdog.look();
    stage.clock.forward(Duration.ofHours(10));
    watchdog = restarted();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().getFirst().kind()).isEqualTo("outage");
    assertThat(alerts().getFirst().note())
        .contains("from 2026-03-02 08:00:00 UTC to 2026-03-02 18:00:00 UTC", "job")
        .doesNotContain("other");
    goesBy(PERIOD_AND_GRACE);
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aCheckThatWasChangedDuringTheDowntimeIsNoReasonToCryWolf() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(20));
    watchdog.look();
    stage.clock.forward(Duration.ofHours(10));
    watchdog = new Watchdog(stage.service, () -> nanos);
    watchdog.guard();
    stage.config(Check.named(Fixtures.UUID_1, "renamed meanwhile"));
    watchdog.wakeUp();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
  }

  @Test
  void aSuspendedMachineIsADowntimeToo() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    stage.clock.forward(PERIOD_AND_GRACE); // and the clock that can't be set stands still
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
  }

  @Test
  void aPingThatComesBeforeTheLookAfterAFreezeIsJudgedAfterTheOutage() {
    ping(Fixtures.UUID_1);
    ping(OTHER);
    watchdog.look();
    freeze(PERIOD_AND_GRACE);
    ping(OTHER);
    watchdog.look();
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.UP);
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
    assertThat(alerts().getFirst().note())
        .contains("down from 2026-03-01 12:00:00 UTC to 2026-03-02 13:00:00 UTC. Whether");
  }

  @Test
  void aClockThatWasSetForwardIsNamedAsTheOtherReason() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    stage.clock.forward(PERIOD_AND_GRACE);
    ping(OTHER);
    assertThat(alerts().getFirst().note()).contains("or its clock was set forward by 1d 1h");
  }

  @Test
  void aFreezeShorterThanTheLookIsDueIsNoReasonToCryWolf() {
    frequent();
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofSeconds(8));
    watchdog.look();
    watchdog.plan(stage.clock.instant().plusSeconds(2));
    freeze(Duration.ofSeconds(14));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
  }

  @Test
  void whatAClockThatWasAheadMadeIsSentWhenItIsRightAgain() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    stage.clock.forward(Duration.ofDays(30));
    watchdog.look();
    goesBy(PERIOD_AND_GRACE);
    watchdog.look();
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage", "down");
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
    stage.clock.forward(Duration.ofDays(-30));
    watchdog.look();
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage", "down");
  }

  @Test
  void likewiseWhenTheSwitchWasRestartedMeanwhile() {
    ping(Fixtures.UUID_1);
    stage.clock.forward(Duration.ofDays(30));
    watchdog.look();
    stage.clock.forward(Duration.ofDays(-30));
    restarted();
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
    assertThat(Browsed.state(store, Fixtures.UUID_1).excused())
        .as("a deadline in the far future would be none")
        .isBeforeOrEqualTo(stage.clock.instant());
  }

  @Test
  void aClockSetBackDoesNotPutDeadlinesOff() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofSeconds(1));
    watchdog.look();
    stage.clock.forward(Duration.ofDays(-3));
    assertThat(watchdog.look()).isEqualTo(stage.clock.instant().plus(PERIOD_AND_GRACE));
  }

  @Test
  void aShortRestartIsNotWorthANotice() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(24).plusMinutes(30));
    watchdog.look();
    stage.clock.forward(Duration.ofSeconds(5));
    restarted();
    assertThat(alerts()).isEmpty();
    assertThat(Browsed.state(store, Fixtures.UUID_1).excused()).isNull();
  }
}
