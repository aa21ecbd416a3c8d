package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.check.Signal;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The primary dies under load, and its standby takes over. */
class PostgresFailoverTest {
  private static final int CHECKS = 10;
  private final AtomicInteger[] acknowledged = new AtomicInteger[CHECKS];

  @Test
  void withASynchronousStandbyNoAcknowledgedPingIsLost() throws Exception {
    assertThat(lost(true)).isZero();
  }

  @Test
  void withoutOnePingsMayBeLostWhichShowsThatTheTestAboveWouldSeeIt() throws Exception {
    assertThat(lost(false)).isPositive();
  }

  private int lost(boolean synchronous) throws Exception {
    for (int i = 0; i < CHECKS; i++) {
      acknowledged[i] = new AtomicInteger();
    }
    try (PostgresCluster primary =
            PostgresCluster.begin("wal_level=replica", "max_wal_senders=4", "hot_standby=on");
        PostgresCluster standby = PostgresCluster.standbyOf(primary, "two")) {
      if (synchronous) {
        primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'two'");
        primary.sql("postgres", "SELECT pg_reload_conf()");
      }
      primary.create("switch");
      Database.Postgres both =
          new Database.Postgres(
              "heartbeat",
              null,
              List.of("127.0.0.1:" + primary.port(), "127.0.0.1:" + standby.port()),
              "switch",
              Map.of());
      try (Store store = StoreKind.open(both)) {
        SwitchService service = service(store, both);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<?>> all = new ArrayList<>();
          AtomicInteger left = new AtomicInteger(1);
          for (int i = 0; i < CHECKS; i++) {
            int check = i;
            all.add(senders.submit(() -> hammer(service, check, left)));
          }
          Await.until(() -> total() > 300);
          if (!synchronous) {
            standby.kill();
            int before = total();
            Await.until(() -> total() > before + 300);
          }
          primary.kill();
          int before = total();
          if (!synchronous) {
            standby.start();
          }
          standby.promote();
          Await.until(() -> total() > before + 300);
          left.set(0);
          for (Future<?> one : all) {
            one.get(120, TimeUnit.SECONDS);
          }
        }
        int lost = 0;
        for (int i = 0; i < CHECKS; i++) {
          long stored = Browsed.state(store, uuid(i)).pings();
          lost += (int) Math.max(0, acknowledged[i].get() - stored);
        }
        return lost;
      }
    }
  }

  private static SwitchService service(Store store, Database database) {
    List<heartbeat.check.Check> checks = new ArrayList<>();
    for (int i = 0; i < CHECKS; i++) {
      checks.add(Fixtures.check("check " + i, uuid(i)));
    }
    SwitchService service =
        new SwitchService(
            store, InstantSource.system(), Fixtures.settings(database, checks, Routes.NOWHERE));
    new ConfiguredChecks(service).take(checks);
    return service;
  }

  private void hammer(SwitchService service, int check, AtomicInteger left) {
    PingRequest call =
        new PingRequest(
            new PingRequest.Target.ByUuid(uuid(check)), Signal.SUCCESS, true, null, null, false);
    while (left.get() > 0) {
      try {
        service.intake().ping(call, new PingOrigin("http", "GET", "::1", ""), new byte[0]);
        acknowledged[check].incrementAndGet();
      } catch (StoreException refused) {
        pause();
      }
    }
  }

  private int total() {
    int total = 0;
    for (AtomicInteger one : acknowledged) {
      total += one.get();
    }
    return total;
  }

  private static UUID uuid(int check) {
    return new UUID(7, check);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
