package heartbeat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.check.CheckState;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.http.Rejected;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every database does. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class StoreTest {
  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    Path file = folder.resolve("switch.db");
    try (Store store = kind.open(file)) {
      store.write(session -> note(session, "a", "1"));
    }
    try (Store store = kind.open(file)) {
      assertThat(store.<String>read(session -> "" + session.note("a"))).isEqualTo("1");
    }
  }

  @Test
  void workThatFailsUndoesItselfAndNothingElse() throws Exception {
    try (Store store = kind.open(folder.resolve("switch.db"));
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch gate = new CountDownLatch(1);
      Future<?> blocker = senders.submit(() -> store.write(session -> awaited(gate)));
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int n = i;
        all.add(
            senders.submit(
                () ->
                    store.write(
                        session -> {
                          note(session, "n" + n, "x");
                          if (n % 10 == 3) {
                            throw new IllegalStateException("poison " + n);
                          }
                          return true;
                        })));
      }
      gate.countDown();
      blocker.get();
      for (int i = 0; i < 50; i++) {
        Future<Boolean> one = all.get(i);
        String name = "n" + i;
        if (i % 10 == 3) {
          assertThatThrownBy(one::get).hasMessageContaining("poison " + i);
        } else {
          assertThat(one.get()).isTrue();
        }
        assertThat(store.<String>read(session -> "" + session.note(name)))
            .isEqualTo(i % 10 == 3 ? "null" : "x");
      }
    }
  }

  @Test
  void brokenSqlIsAStoreException() {
    try (Store store = kind.open(folder.resolve("switch.db"))) {
      assertThatThrownBy(() -> store.write(session -> session.update("DELETE FROM nowhere")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void onlyTheNewestPingsAndBodiesOfACheckAreKept() {
    try (Store store = kind.open(folder.resolve("switch.db"))) {
      for (long n = 1; n <= 140; n++) {
        PingRow ping =
            new PingRow(
                n, Instant.EPOCH, Signal.LOG, "http", "GET", "::1", "", null, null, null, 1);
        store.write(
            session -> {
              session.pings().add(7, ping, new byte[] {'x'}, 100);
              return true;
            });
      }
      List<PingRow> kept = store.read(session -> session.pings().newest(7, 1000));
      assertThat(kept).hasSize(100);
      assertThat(kept.getLast().n()).isEqualTo(41);
      assertThat(store.<Boolean>read(session -> session.pings().body(7, 40) == null)).isTrue();
      assertThat(store.<Boolean>read(session -> session.pings().body(7, 41) == null)).isFalse();
    }
  }

  @Test
  void aStateThatWasRolledBackIsNotRemembered() {
    try (Store store = kind.open(folder.resolve("switch.db"))) {
      store.write(s -> s.definitions().add(Origin.API, Fixtures.check("job", Fixtures.UUID_1)));
      assertThatThrownBy(
              () ->
                  store.write(
                      s -> {
                        count(s);
                        throw new Rejected(500, "after it was saved");
                      }))
          .isInstanceOf(Rejected.class);
      assertThat(store.<Long>write(StoreTest::count)).isEqualTo(1);
      assertThat(store.<Long>write(StoreTest::count)).isEqualTo(2);
    }
  }

  private static boolean note(Session session, String name, String value) throws SQLException {
    session.note(name, value);
    return true;
  }

  private static boolean awaited(CountDownLatch gate) {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One more ping; returns how many there were. */
  private static long count(Session session) throws SQLException {
    StoredCheck stored = Objects.requireNonNull(session.checks().find(Fixtures.UUID_1));
    Instant now = Instant.EPOCH;
    CheckState after =
        Evaluator.apply(stored.check(), stored.state(), new Event.Ping(Signal.SUCCESS, null), now)
            .state();
    session.checks().save(stored, after, null, now);
    return after.pings();
  }
}
