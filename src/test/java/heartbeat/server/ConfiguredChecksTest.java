package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Status;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.CheckDefinitions;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
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
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(kind, folder, Routes.NOWHERE);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aCheckThatGetsAnotherUuidKeepsItsState() {
    stage.config(Fixtures.check("job", Fixtures.UUID_1));
    assertThat(stage.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    stage.config(Fixtures.check("job", OTHER));
    assertThat(stage.ping(Fixtures.UUID_1)).isEqualTo(PingReply.NOT_FOUND);
    assertThat(stage.ping(OTHER)).isEqualTo(PingReply.OK);
    assertThat(Browsed.state(stage.store, OTHER).pings()).isEqualTo(2);
  }

  @Test
  void twoChecksCanExchangeTheirUuids() {
    stage.config(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(stage.ping(OTHER)).isEqualTo(PingReply.OK);
    stage.config(Fixtures.check("job", OTHER), Fixtures.check("other", Fixtures.UUID_1));
    assertThat(stored(OTHER).check().name()).isEqualTo("job");
    assertThat(stored(OTHER).state().pings()).isEqualTo(1);
  }

  @Test
  void theSlugThatAPingMadeIsTakenOverAndCanStillBePinged() {
    assertThat(stage.pingOrMake("job")).isEqualTo(PingReply.CREATED);
    stage.config(Fixtures.check("job", Fixtures.UUID_1));
    assertThat(stage.pingOrMake("job")).isEqualTo(PingReply.OK);
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.CONFIG);
    assertThat(stored(Fixtures.UUID_1).state().pings()).isEqualTo(2);
  }

  @Test
  void checksWithoutUuidAndSlugAreNotTakenForEachOther() {
    Check named = Fixtures.check("Nachts", Fixtures.UUID_1).withName("Nachts", "");
    Check one = Fixtures.check("Erste Prüfung", null).withName("Erste Prüfung", "");
    Check two = Fixtures.check("Zweite Prüfung", null).withName("Zweite Prüfung", "");
    stage.config(named, one, two);
    List<CheckDefinitions.Identity> first = stage.store.read(s -> s.definitions().identities());
    assertThat(first)
        .extracting(CheckDefinitions.Identity::name)
        .containsExactly("Nachts", "Erste Prüfung", "Zweite Prüfung");
    stage.config(two, one, named);
    assertThat(stage.store.<List<CheckDefinitions.Identity>>read(s -> s.definitions().identities()))
        .isEqualTo(first);
  }

  @Test
  void aDamagedRowIsMendedAsFarAsTheConfigKnowsIt() {
    stage.config(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(stage.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    stage.store.write(s -> s.update("UPDATE checks SET spec = '{broken' WHERE name = 'job'"));
    stage.store.write(s -> s.update("UPDATE checks SET status = 'WHAT' WHERE name = 'other'"));
    stage.config(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    CheckState state = Browsed.state(stage.store, Fixtures.UUID_1);
    assertThat(state.status()).isEqualTo(Status.UP);
    assertThat(state.pings()).isEqualTo(1);
  }

  @Test
  void aCheckThatLeftTheConfigIsKeptForADayAndComesBackWithItsHistory() {
    stage.config(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(stage.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    stage.config(Fixtures.check("other", OTHER));
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.LEFT);
    assertThat(stored(Fixtures.UUID_1).state().status()).isEqualTo(Status.PAUSED);
    assertThat(stage.ping(Fixtures.UUID_1))
        .as("a 404 would be a failure of the job")
        .isEqualTo(PingReply.OK);
    stage.clock.forward(Duration.ofHours(23));
    new Housekeeping(stage.store).hourly(stage.clock.instant());
    stage.config(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("other", OTHER));
    assertThat(stored(Fixtures.UUID_1).origin()).isEqualTo(Origin.CONFIG);
    assertThat(stored(Fixtures.UUID_1).state().status()).isEqualTo(Status.UP);
    assertThat(stored(Fixtures.UUID_1).state().pings()).isEqualTo(2);
    stage.config(Fixtures.check("other", OTHER));
    stage.clock.forward(Duration.ofHours(25));
    new Housekeeping(stage.store).hourly(stage.clock.instant());
    assertThat(stage.ping(Fixtures.UUID_1)).isEqualTo(PingReply.NOT_FOUND);
  }

  private StoredCheck stored(UUID uuid) {
    return stage.store.read(s -> found(s, uuid));
  }

  private static StoredCheck found(Session session, UUID uuid) throws SQLException {
    return Objects.requireNonNull(session.checks().find(uuid));
  }
}
