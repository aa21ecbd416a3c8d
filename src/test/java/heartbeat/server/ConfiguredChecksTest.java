package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.CheckDefinitions;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.Stored;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class ConfiguredChecksTest {
  private static final UUID OTHER = new UUID(0, 9);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Store store;
  private SwitchService service;

  @BeforeEach
  void open() {
    Path file = folder.resolve("switch.db");
    store = kind.open(file);
    service =
        new SwitchService(
            store, clock, Fixtures.settings(kind.database(file), List.of(), Routes.NOWHERE));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aCheckThatGetsAnotherUuidKeepsItsState() {
    take(Fixtures.check("job", Fixtures.UUID_1));
    assertThat(ping(new PingRequest.Target.ByUuid(Fixtures.UUID_1), false)).isEqualTo(PingReply.OK);
    take(Fixtures.check("job", OTHER));
    assertThat(ping(new PingRequest.Target.ByUuid(Fixtures.UUID_1), false))
        .isEqualTo(PingReply.NOT_FOUND);
    assertThat(ping(new PingRequest.Target.ByUuid(OTHER), false)).isEqualTo(PingReply.OK);
    assertThat(Browsed.state(store, OTHER).pings()).isEqualTo(2);
  }

  @Test
  void twoChecksCanExchangeTheirUuids() {
    take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(ping(new PingRequest.Target.ByUuid(OTHER), false)).isEqualTo(PingReply.OK);
    take(Fixtures.check("job", OTHER), Fixtures.check("other", Fixtures.UUID_1));
    assertThat(stored(OTHER).check().name()).isEqualTo("job");
    assertThat(stored(OTHER).state().pings()).isEqualTo(1);
  }

  @Test
  void theSlugThatAPingMadeIsTakenOverAndCanStillBePinged() {
    PingRequest.Target made = new PingRequest.Target.BySlug(Fixtures.KEY, "job");
    assertThat(ping(made, true)).isEqualTo(PingReply.CREATED);
    take(Fixtures.check("job", Fixtures.UUID_1));
    assertThat(ping(made, true)).isEqualTo(PingReply.OK);
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.CONFIG);
    assertThat(stored(Fixtures.UUID_1).state().pings()).isEqualTo(2);
  }

  @Test
  void checksWithoutUuidAndSlugAreNotTakenForEachOther() {
    Check named = Fixtures.check("Nachts", Fixtures.UUID_1).withName("Nachts", "");
    Check one = Fixtures.check("Erste Prüfung", null).withName("Erste Prüfung", "");
    Check two = Fixtures.check("Zweite Prüfung", null).withName("Zweite Prüfung", "");
    take(named, one, two);
    List<CheckDefinitions.Identity> first = store.read(s -> s.definitions().identities());
    assertThat(first)
        .extracting(CheckDefinitions.Identity::name)
        .containsExactly("Nachts", "Erste Prüfung", "Zweite Prüfung");
    take(two, one, named);
    assertThat(store.<List<CheckDefinitions.Identity>>read(s -> s.definitions().identities()))
        .isEqualTo(first);
  }

  @Test
  void aDamagedRowIsMendedAsFarAsTheConfigKnowsIt() {
    take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(ping(new PingRequest.Target.ByUuid(Fixtures.UUID_1), false)).isEqualTo(PingReply.OK);
    store.write(s -> s.update("UPDATE checks SET spec = '{broken' WHERE name = 'job'"));
    store.write(s -> s.update("UPDATE checks SET status = 'WHAT' WHERE name = 'other'"));
    take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    CheckState state = Browsed.state(store, Fixtures.UUID_1);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(state.pings()).isEqualTo(1);
  }

  @Test
  void aCheckThatLeftTheConfigIsKeptForADayAndComesBackWithItsHistory() {
    take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    PingRequest.Target job = new PingRequest.Target.ByUuid(Fixtures.UUID_1);
    assertThat(ping(job, false)).isEqualTo(PingReply.OK);
    take(Fixtures.check("other", OTHER));
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.LEFT);
    assertThat(stored(Fixtures.UUID_1).state().status()).isEqualTo(Status.PAUSED);
    assertThat(ping(job, false)).as("a 404 would be a failure of the job").isEqualTo(PingReply.OK);
    clock.forward(Duration.ofHours(23));
    new Housekeeping(store).hourly(clock.instant());
    take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.CONFIG);
    assertThat(stored(Fixtures.UUID_1).state().status()).isEqualTo(Status.UP);
    assertThat(stored(Fixtures.UUID_1).state().pings()).isEqualTo(2);
    take(Fixtures.check("other", OTHER));
    clock.forward(Duration.ofHours(25));
    new Housekeeping(store).hourly(clock.instant());
    assertThat(ping(job, false)).isEqualTo(PingReply.NOT_FOUND);
  }

  private void take(Check... checks) {
    new ConfiguredChecks(service).take(List.of(checks));
  }

  private PingReply ping(PingRequest.Target target, boolean create) {
    PingRequest call = new PingRequest(target, Signal.SUCCESS, true, null, null, create);
    return service.intake().ping(call, new PingOrigin("http", "GET", "::1", ""), new byte[0]);
  }

  private Stored stored(UUID uuid) {
    return store.read(s -> found(s, uuid));
  }

  private static Stored found(Session session, UUID uuid) throws SQLException {
    return Objects.requireNonNull(session.checks().find(uuid));
  }
}
