package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import heartbeat.server.store.Rows;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(StoreKind.class)
class WatchdogTest {
  private static final UUID OTHER = new UUID(0, 9);
  private static final Duration PERIOD_AND_GRACE = Duration.ofHours(25);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private long nanos;
  private SmallDisk store;
  private Stage stage;
  private Watchdog watchdog;

  @BeforeEach
  void open() {
    store = new SmallDisk(kind.open(folder.resolve("switch.db")));
    stage =
        new Stage(
            kind,
            store,
            folder,
            Fixtures.MAIL,
            Fixtures.check("job", Fixtures.UUID_1),
            Fixtures.check("other", OTHER));
    watchdog = restarted();
  }

  /** The watchdog of a switch that has just been started. */
  private Watchdog restarted() {
    Watchdog fresh = new Watchdog(stage.service, () -> nanos);
    fresh.wakeUp();
    return fresh;
  }

  @AfterEach
  void close() {
    store.close();
  }

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
  void checksWhosePingsAFullDiskRefusedAreNotDown() {
    frequent();
    ping(Fixtures.UUID_1);
    ping(OTHER);
    watchdog.look();
    for (int second = 1; second < 155; second++) {
      freeze(Duration.ofSeconds(1));
      full(() -> ping(Fixtures.UUID_1));
      full(watchdog::look);
    }
    freeze(Duration.ofSeconds(1));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
  }

  @Test
  void aBriefRefusalExcusesThoseWhoPingedAndNobodyElse() {
    frequent();
    ping(Fixtures.UUID_1);
    ping(OTHER);
    goesBy(Duration.ofSeconds(9));
    watchdog.look();
    full(() -> ping(Fixtures.UUID_1));
    goesBy(Duration.ofSeconds(2));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.DOWN);
    goesBy(Duration.ofSeconds(8));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aFailureThatCouldNotBeStoredIsTold() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    full(() -> stage.ping(OTHER, Signal.FAILURE, null, ""));
    freeze(Duration.ofMinutes(3));
    watchdog.look();
    assertThat(alerts().getFirst().note())
        .endsWith("These reported a failure that could not be stored: other.");
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

  @Test
  void stateSurvivesTheDatabaseUnchanged() {
    ping(Fixtures.UUID_1);
    stage.ping(Fixtures.UUID_1, Signal.START, OTHER, "");
    var before = Browsed.state(store, Fixtures.UUID_1);
    assertThat(Objects.requireNonNull(before.run()).rid()).isEqualTo(OTHER);
    assertThat(before.pings()).isEqualTo(2);
    store.close();
    store = new SmallDisk(kind.open(folder.resolve("switch.db")));
    assertThat(Browsed.state(store, Fixtures.UUID_1)).isEqualTo(before);
  }

  /** Checks that expect a ping every five seconds. */
  private void frequent() {
    stage.config(frequent("job", Fixtures.UUID_1), frequent("other", OTHER));
  }

  @Test
  void aFullDiskIsOneLineInTheLogAndAMistakeOfOursSaysWhereItIs() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger("heartbeat");
    logger.addAppender(lines);
    store.full = true;
    Throwable full = catchThrowable(watchdog::look);
    Watchdog.log("look", full);
    Watchdog.log("look", new IllegalStateException("a mistake"));
    logger.detachAppender(lines);
    assertThat(lines.list)
        .anyMatch(
            line ->
                line.getFormattedMessage().equals("look: " + full.getMessage())
                    && line.getThrowableProxy() == null)
        .anyMatch(
            line -> line.getFormattedMessage().equals("look") && line.getThrowableProxy() != null);
  }

  private static Check frequent(String name, UUID uuid) {
    Duration five = Duration.ofSeconds(5);
    return new Check(
        uuid,
        name,
        name,
        List.of(),
        "",
        new Schedule.Period(five),
        five,
        Policy.PLAIN,
        PingFilter.EVERYTHING);
  }

  /** Nothing ran, or nothing could be stored, in this time; no look was planned. */
  private void freeze(Duration time) {
    stage.clock.forward(time);
    nanos += time.toNanos();
  }

  /** Does it while nothing can be stored. */
  private void full(Runnable action) {
    store.full = true;
    assertThatThrownBy(action::run).isInstanceOf(StoreException.class);
    store.full = false;
  }

  /** A database whose disk may be full. */
  private static final class SmallDisk implements Store {
    private final Store store;
    private boolean full;

    SmallDisk(Store store) {
      this.store = store;
    }

    @Override
    public <T> T write(Rows rows, Work<T> work) {
      return store.write(
          rows,
          session -> {
            T result = work.in(session);
            if (full) {
              throw new SQLException("database or disk is full");
            }
            return result;
          });
    }

    @Override
    public <T> T read(Work<T> work) {
      return store.read(work);
    }

    @Override
    public InstantSource clock(InstantSource local) {
      return store.clock(local);
    }

    @Override
    public boolean isShared() {
      return store.isShared();
    }

    @Override
    public void guard(Guard guard) {
      store.guard(guard);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private void ping(UUID uuid) {
    assertThat(stage.ping(uuid)).isEqualTo(PingReply.OK);
  }

  private void goesBy(Duration time) {
    stage.clock.forward(time);
    nanos += time.toNanos();
    watchdog.plan(stage.clock.instant()); // it slept as it meant to
  }

  private List<Message> alerts() {
    return stage.alerts("default/mail");
  }
}
