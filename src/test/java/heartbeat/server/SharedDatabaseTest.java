package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.check.Check;
import heartbeat.check.Maintenance;
import heartbeat.check.Status;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.Origin;
import heartbeat.server.store.PlannedMaintenance;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two switches on one database. */
class SharedDatabaseTest {
  private static final Channel OPS = new Channel.Mail("ops", List.of("ops@example.org"));
  private static final Routes ROUTES = new Routes(List.of(OPS), Map.of(), Map.of());
  private static final UUID OTHER = new UUID(0, 9);

  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Database.Postgres database;
  private Node a;
  private Node b;

  /** One of the switches, with its watchdog. */
  private static final class Node implements AutoCloseable {
    final Stage stage;
    final Store store;
    final SwitchService service;
    final Watchdog watchdog;
    long nanos;

    Node(Database database, Clock clock, String name) {
      stage = new Stage(database, clock, name, ROUTES);
      store = stage.store;
      service = stage.service;
      watchdog = new Watchdog(service, () -> nanos);
      watchdog.guard();
    }

    void take(Check... checks) {
      stage.config(checks);
    }

    PingReply ping(UUID uuid) {
      return stage.ping(uuid);
    }

    void look() {
      watchdog.look();
      watchdog.plan(stage.clock.instant());
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @BeforeEach
  void begin() {
    database = (Database.Postgres) StoreKind.POSTGRES.database(folder.resolve("shared"));
    a = new Node(database, clock, "a");
    b = new Node(database, clock, "b");
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  @Test
  void pingsOfACheckAreNumberedWithoutGapsWhicheverSwitchHearsThem() throws Exception {
    Check[] checks = new Check[10];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = Fixtures.check("check " + i, new UUID(1, i));
    }
    a.take(checks);
    b.take(checks);
    int senders = 32;
    int each = 40;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        Node node = i % 2 == 0 ? a : b;
        int first = i;
        all.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    assertThat(node.ping(new UUID(1, (first + n) % 10))).isEqualTo(PingReply.OK);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    }
    for (int i = 0; i < checks.length; i++) {
      UUID uuid = new UUID(1, i);
      assertThat(Browsed.state(a.store, uuid).pings()).isEqualTo(senders * each / 10);
    }
    assertThat(number("SELECT count(*) FROM pings WHERE n > 40")).as("of each 88").isEqualTo(880);
    assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
  }

  @Test
  void aCheckThatIsMadeByTwoPingsAtOnceIsOne() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PingReply>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String slug = "job-" + i;
        all.add(threads.submit(() -> a.stage.pingOrMake(slug)));
        all.add(threads.submit(() -> b.stage.pingOrMake(slug)));
      }
      int created = 0;
      for (Future<PingReply> one : all) {
        created += one.get(60, TimeUnit.SECONDS) == PingReply.CREATED ? 1 : 0;
      }
      assertThat(created).isEqualTo(20);
      assertThat(number("SELECT count(*) FROM checks")).isEqualTo(20);
    }
  }

  @Test
  void aUniqueCheckThatTwoProgramsMakeAtOnceIsOne() throws Exception {
    ServeSettings settings = Fixtures.settings(database, List.of(), ROUTES);
    try (SwitchServer one = SwitchServer.start(settings, InstantSource.system(), "a", Map.of());
        SwitchServer two = SwitchServer.start(settings, InstantSource.system(), "b", Map.of());
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String check = "{\"name\":\"job " + i + "\",\"unique\":[\"name\"]}";
        for (SwitchServer node : List.of(one, two)) {
          HttpRequest create =
              HttpRequest.newBuilder(URI.create(node.uri() + "/api/v3/checks/"))
                  .POST(BodyPublishers.ofString(check))
                  .build();
          all.add(
              threads.submit(() -> client.send(create, BodyHandlers.discarding()).statusCode()));
        }
      }
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : all) {
        answers.add(answer.get(60, TimeUnit.SECONDS));
      }
      assertThat(number("SELECT count(*) FROM checks")).isEqualTo(20);
      assertThat(answers).containsOnly(200, 201);
      assertThat(Collections.frequency(answers, 201)).isEqualTo(20);
    }
  }

  @Test
  void maintenanceThatTwoSwitchesPlanAtOnceIsAllKept() throws Exception {
    Maintenance.Times hour =
        new Maintenance.Once(clock.instant(), clock.instant().plus(Duration.ofHours(1)));
    Maintenance one = new Maintenance(new Maintenance.Scope(List.of(), List.of()), hour, "");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Node node = i % 2 == 0 ? a : b;
        all.add(
            threads.submit(
                () ->
                    node.store.write(
                        s -> {
                          PlannedMaintenance.add(s, one, clock.instant());
                          return true;
                        })));
      }
      for (Future<?> planned : all) {
        planned.get(120, TimeUnit.SECONDS);
      }
    }
    assertThat(b.store.<Integer>read(s -> PlannedMaintenance.all(s).size())).isEqualTo(40);
  }

  @Test
  void silenceIsNoticedOnceByWhicheverSwitchLooks() throws Exception {
    a.take(Fixtures.check("job", Fixtures.UUID_1));
    b.take(Fixtures.check("job", Fixtures.UUID_1));
    a.look();
    b.look();
    a.ping(Fixtures.UUID_1);
    for (int hour = 0; hour < 26; hour++) {
      forward(Duration.ofHours(1));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> one = threads.submit(a::look);
        b.look();
        one.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(Browsed.state(b.store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
    assertThat(kinds()).containsExactly("down");
  }

  @Test
  void anOutageOfAllIsToldOnceAndNothingIsMissed() {
    a.take(Fixtures.check("job", Fixtures.UUID_1));
    b.take(Fixtures.check("job", Fixtures.UUID_1));
    a.look();
    b.look();
    a.ping(Fixtures.UUID_1);
    clock.forward(Duration.ofDays(2));
    a.nanos += Duration.ofDays(2).toNanos();
    b.nanos += Duration.ofDays(2).toNanos();
    a.look();
    b.look();
    assertThat(kinds()).containsExactly("outage");
    assertThat(Browsed.state(a.store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
  }

  @Test
  void aSwitchThatWasFrozenWhileAnotherServedIsNoOutage() {
    a.take(Fixtures.check("job", Fixtures.UUID_1));
    b.take(Fixtures.check("job", Fixtures.UUID_1));
    a.look();
    for (int i = 0; i < 30; i++) {
      forward(Duration.ofSeconds(10));
      b.look();
    }
    a.look();
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aSwitchThatStartsWhileAnotherServesIsNoOutage() {
    a.take(Fixtures.check("job", Fixtures.UUID_1));
    a.look();
    forward(Duration.ofSeconds(5));
    b.take(Fixtures.check("job", Fixtures.UUID_1));
    b.look();
    assertThat(kinds()).isEmpty();
  }

  @Test
  void switchesOnMachinesOfOneNameAreToldApart() {
    try (Node twin = new Node(database, clock, "a")) {
      for (Node one : List.of(a, twin, a, twin)) {
        forward(Duration.ofSeconds(1));
        one.look();
      }
      assertThat(a.service.nodes().name()).isNotEqualTo(twin.service.nodes().name());
      assertThat(twin.service.nodes().alive()).hasSize(2);
    }
  }

  @Test
  void differentConfigsRemoveNothingUntilTheyAgree() throws Exception {
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    Check more = Fixtures.check("more", OTHER);
    a.take(job, more);
    a.look();
    b.take(job);
    b.look();
    a.look();
    assertThat(origin(OTHER)).isEqualTo(Origin.CONFIG);
    assertThat(a.service.nodes().differ()).isTrue();
    assertThat(b.service.nodes().differ()).isTrue();
    assertThat(a.service.nodes().alive()).hasSize(2);
    a.take(job);
    assertThat(origin(OTHER)).isEqualTo(Origin.LEFT);
    a.look();
    assertThat(a.service.nodes().differ()).isFalse();
  }

  @Test
  void aSwitchThatIsGoneHasNoSayInWhatIsRemoved() throws Exception {
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    a.take(job, Fixtures.check("more", OTHER));
    forward(Duration.ofMinutes(1));
    b.take(job);
    assertThat(origin(OTHER)).isEqualTo(Origin.LEFT);
  }

  @Test
  void aSwitchThatStandsStillInTheMiddleOfItsWorkKeepsNoCheckFromTheOther() throws Exception {
    a.take(Fixtures.check("job", Fixtures.UUID_1));
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    Store.Work<Boolean> work =
        session -> {
          session.checks().find(Fixtures.UUID_1);
          locked.countDown();
          await(back);
          return true;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> frozen = threads.submit(() -> a.store.write(Rows.UNKNOWN, work));
      await(locked);
      assertThat(b.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
      back.countDown();
      assertThatThrownBy(frozen::get).hasCauseInstanceOf(StoreException.class);
    }
    assertThat(a.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    assertThat(Browsed.state(a.store, Fixtures.UUID_1).pings()).isEqualTo(2);
  }

  @Test
  void anOlderHeartbeatGoesOnWithExtendedTablesAsLongAsItMay() {
    a.store.write(s -> noted(s, "schema", "99"));
    Node old = new Node(database, clock, "old");
    old.take(Fixtures.check("job", Fixtures.UUID_1));
    assertThat(old.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    old.close();
    a.store.write(s -> noted(s, "compat", "99"));
    Node tooOld = new Node(database, clock, "too old");
    assertThatThrownBy(() -> tooOld.ping(Fixtures.UUID_1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer heartbeat");
    tooOld.close();
  }

  @Test
  void everythingIsMovedFromSqliteOnceAndOnlyOnce() throws Exception {
    Path file = folder.resolve("old.db");
    try (Node old = new Node(new Database.Sqlite(file), clock, "old")) {
      old.take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("more", OTHER));
      old.look();
      old.ping(Fixtures.UUID_1);
      old.ping(Fixtures.UUID_1);
    }
    Map<String, Long> rows = SwitchServer.copy(file, database);
    assertThat(rows).containsEntry("checks", 2L).containsEntry("pings", 2L);
    a.take(Fixtures.check("job", Fixtures.UUID_1), Fixtures.check("more", OTHER));
    assertThat(a.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
    assertThat(Browsed.state(b.store, Fixtures.UUID_1).pings()).isEqualTo(3);
    assertThat(a.stage.pingOrMake("new"))
        .as("numbers go on after those that were copied")
        .isEqualTo(PingReply.CREATED);
    assertThatThrownBy(() -> SwitchServer.copy(file, database))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has checks already");
  }

  @Test
  void aNameWithACharacterThatPostgresDoesNotTakeIsStored() {
    a.take(Fixtures.check("nul \0 in it", Fixtures.UUID_1));
    assertThat(a.ping(Fixtures.UUID_1)).isEqualTo(PingReply.OK);
  }

  private static boolean noted(heartbeat.server.store.Session session, String name, String value)
      throws java.sql.SQLException {
    session.note(name, value);
    return true;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void forward(Duration time) {
    clock.forward(time);
    a.nanos += time.toNanos();
    b.nanos += time.toNanos();
    b.watchdog.plan(clock.instant());
    if (time.compareTo(Duration.ofMinutes(1)) > 0) {
      a.watchdog.plan(clock.instant());
    }
  }

  private List<String> kinds() {
    return a.stage.told("ops");
  }

  private @Nullable Origin origin(UUID uuid) {
    return a.store.read(
        s ->
            s.definitions().identities().stream()
                .filter(one -> one.uuid().equals(uuid.toString()))
                .findFirst()
                .orElseThrow()
                .origin());
  }

  private long number(String sql) throws Exception {
    try (Connection connection = PostgresCluster.shared().connect(database.name());
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
