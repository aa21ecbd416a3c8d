package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.Flip;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.SqliteStore;
import heartbeat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
  private static final UUID OTHER = new UUID(0, 9);
  private static final Duration PERIOD_AND_GRACE = Duration.ofHours(25);

  @TempDir Path folder;
  private final Clock clock = new Clock();
  private long nanos;
  private Store store;
  private SwitchService service;
  private Watchdog watchdog;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder.resolve("switch.db"));
    Routes routes =
        new Routes(List.of(new Channel.Mail("default/mail", List.of())), Map.of(), Map.of());
    service =
        new SwitchService(
            store, clock, Fixtures.settings(folder.resolve("switch.db"), List.of(), routes));
    new ConfiguredChecks(service)
        .take(List.of(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER)));
    watchdog = new Watchdog(service, () -> nanos);
    watchdog.wakeUp();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void itSleepsUntilTheEarliestDeadlineAndFlipsThere() {
    ping(Fixtures.UUID_1);
    Instant deadline = clock.instant().plus(PERIOD_AND_GRACE);
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
  void aDamagedCheckDoesNotKeepTheOthersFromBeingWatched() {
    ping(Fixtures.UUID_1);
    ping(OTHER);
    store.write(s -> s.update("UPDATE checks SET spec = '{broken' WHERE name = 'job'"));
    goesBy(PERIOD_AND_GRACE);
    Instant next = watchdog.look();
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.DOWN);
    assertThat(next).as("the damaged one, later").isEqualTo(clock.instant().plusSeconds(3600));
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
    clock.forward(Duration.ofHours(10));
    Watchdog next = new Watchdog(service, () -> nanos);
    next.wakeUp();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().getFirst().kind()).isEqualTo("outage");
    assertThat(alerts().getFirst().note())
        .contains("from 2026-03-02 08:00:00 UTC to 2026-03-02 18:00:00 UTC", "job")
        .doesNotContain("other");
    goesBy(PERIOD_AND_GRACE);
    next.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aCheckThatWasChangedDuringTheDowntimeIsNoReasonToCryWolf() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(20));
    watchdog.look();
    clock.forward(Duration.ofHours(10));
    Check changed = Check.named(Fixtures.UUID_1, "renamed meanwhile");
    new ConfiguredChecks(service).take(List.of(changed));
    new Watchdog(service, () -> nanos).wakeUp();
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
    new ConfiguredChecks(service).take(List.of(changed));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aDamagedNoteDoesNotKeepItFromStarting() {
    ping(Fixtures.UUID_1);
    store.write(s -> s.update("UPDATE notes SET value = 'rubbish' WHERE name = 'alive'"));
    goesBy(PERIOD_AND_GRACE);
    new Watchdog(service, () -> nanos).wakeUp();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aSuspendedMachineIsADowntimeToo() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    clock.forward(PERIOD_AND_GRACE); // and the clock that can't be set stands still
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
  }

  @Test
  void aClockSetBackDoesNotPutDeadlinesOff() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofSeconds(1));
    watchdog.look();
    clock.forward(Duration.ofDays(-3));
    assertThat(watchdog.look()).isEqualTo(clock.instant().plus(PERIOD_AND_GRACE));
  }

  @Test
  void aShortRestartIsNotWorthANotice() {
    ping(Fixtures.UUID_1);
    goesBy(Duration.ofHours(24).plusMinutes(30));
    watchdog.look();
    clock.forward(Duration.ofSeconds(5));
    new Watchdog(service, () -> nanos).wakeUp();
    assertThat(alerts()).isEmpty();
    assertThat(Browsed.state(store, Fixtures.UUID_1).excused()).isNull();
  }

  @Test
  void stateSurvivesTheDatabaseUnchanged() {
    PingRequest start =
        new PingRequest(
            new PingRequest.Target.ByUuid(Fixtures.UUID_1),
            Signal.START,
            false,
            null,
            OTHER,
            false);
    ping(Fixtures.UUID_1);
    service.ping(start, new PingOrigin("http", "GET", "::1", ""), new byte[0]);
    var before = Browsed.state(store, Fixtures.UUID_1);
    assertThat(Objects.requireNonNull(before.run()).rid()).isEqualTo(OTHER);
    assertThat(before.pings()).isEqualTo(2);
    store.close();
    store = SqliteStore.open(folder.resolve("switch.db"));
    assertThat(Browsed.state(store, Fixtures.UUID_1)).isEqualTo(before);
  }

  private void ping(UUID uuid) {
    PingRequest call =
        new PingRequest(
            new PingRequest.Target.ByUuid(uuid), Signal.SUCCESS, true, null, null, false);
    assertThat(service.ping(call, new PingOrigin("http", "GET", "::1", ""), new byte[0]))
        .isEqualTo(PingReply.OK);
  }

  private void goesBy(Duration time) {
    clock.forward(time);
    nanos += time.toNanos();
  }

  private List<Message> alerts() {
    return store.read(s -> s.outbox().heads(clock.instant().plusSeconds(1))).stream()
        .map(AlertTable.Open::message)
        .toList();
  }
}
