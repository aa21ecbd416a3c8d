package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.Flip;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Message;
import heartbeat.server.page.Browsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The watchdog looks at the deadlines of the checks. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class WatchdogTest extends WatchedSwitch {
  @Test
  void itSleepsUntilTheEarliestDeadlineAndFlipsThere() {
    ping(Fixtures.UUID_1);
    Instant deadline = stage.clock.instant().plus(PERIOD_AND_GRACE);
    assertThat(watchdog.look()).isEqualTo(deadline);
    goesBy(PERIOD_AND_GRACE.plusMinutes(3));
    assertThat(watchdog.look()).isNull();
    assertThat(Browsed.flips(store, Fixtures.UUID_1).getFirst())
        .isEqualTo(new Flip(deadline, Status.UP, Status.DOWN, Cause.MISSED));
    Message told = Objects.requireNonNull(alerts().getFirst());
    assertThat(AlertText.subject(told)).isEqualTo("DOWN: job missed its run");
    assertThat(told.link()).startsWith("https://hb.example.org/checks/");
  }

  @Test
  void afterAQuietTimeTheSecondDeadlineIsNotLateEither() {
    assumeFalse(store.isShared(), "there each second says that the switch is alive");
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofSeconds(1));
    ping(OTHER);
    watchdog.plan(stage.clock.instant().plus(PERIOD_AND_GRACE));
    goesBy(PERIOD_AND_GRACE.minusSeconds(1));
    watchdog.watch();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
    goesBy(Duration.ofSeconds(1));
    watchdog.watch();
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aRecoveryNamesThePingThatBroughtIt() {
    ping(Fixtures.UUID_1);
    goesBy(PERIOD_AND_GRACE);
    watchdog.look();
    goesBy(Duration.ofMinutes(5));
    ping(Fixtures.UUID_1);
    store.write(s -> s.update("UPDATE alerts SET done_at = 1 WHERE id = 1"));
    assertThat(alerts())
        .extracting(Message::note)
        .containsExactly("It is back with ping number 2 at 2026-03-02 13:05:00 UTC, from ::1.");
  }

  @Test
  void aDamagedCheckDoesNotKeepTheOthersFromBeingWatched() {
    ping(Fixtures.UUID_1);
    ping(OTHER);
    store.write(s -> s.update("UPDATE checks SET spec = '{broken' WHERE name = 'job'"));
    goesBy(PERIOD_AND_GRACE);
    Instant next = watchdog.look();
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.DOWN);
    assertThat(next)
        .as("the damaged one, later")
        .isEqualTo(stage.clock.instant().plusSeconds(3600));
  }

  @Test
  void thatNobodyWatchesADamagedCheckIsToldOnce() {
    ping(Fixtures.UUID_1);
    store.write(s -> s.update("UPDATE checks SET status = 'rubbish' WHERE name = 'job'"));
    goesBy(PERIOD_AND_GRACE);
    watchdog.look();
    goesBy(Duration.ofHours(1));
    watchdog.look();
    assertThat(alerts())
        .extracting(Message::note)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("Check \"job\" can't be read from the database: nobody watches it.");
  }

  @Test
  void aDeadlineThatTheConfigMovesIntoThePastIsSeenToAtOnce() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(20));
    watchdog.look();
    Check changed =
        new Check(
            Fixtures.UUID_1,
            "job",
            "job",
            List.of(),
            "",
            new Schedule.Period(Duration.ofHours(1)),
            Duration.ofHours(1),
            Policy.PLAIN,
            PingFilter.EVERYTHING);
    stage.config(changed);
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aDamagedNoteDoesNotKeepItFromStarting() {
    ping(Fixtures.UUID_1);
    store.write(s -> s.update("UPDATE notes SET value = 'rubbish' WHERE name = 'alive'"));
    goesBy(PERIOD_AND_GRACE);
    restarted();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void stateSurvivesTheDatabaseUnchanged() {
    ping(Fixtures.UUID_1);
    stage.ping(Fixtures.UUID_1, Signal.START, OTHER, "");
    var before = Browsed.state(store, Fixtures.UUID_1);
    assertThat(Objects.requireNonNull(before.run()).rid()).isEqualTo(OTHER);
    assertThat(before.pings()).isEqualTo(2);
    store.close();
    store = new StoreOnSmallDisk(kind.open(folder.resolve("switch.db")));
    assertThat(Browsed.state(store, Fixtures.UUID_1)).isEqualTo(before);
  }
}
