package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class ManyChecksTest {
  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Test
  void ofManyChecksThoseThatAreDueGoDown() {
    int many = kind == StoreKind.SQLITE ? 100_000 : 10_000;
    Clock clock = new Clock();
    try (Store store = kind.open(folder.resolve("switch.db"))) {
      SwitchService service =
          new SwitchService(
              store,
              clock,
              Fixtures.settings(
                  kind.database(folder.resolve("switch.db")), List.of(), Routes.NOWHERE));
      List<Check> checks = new ArrayList<>(many);
      for (int i = 0; i < many; i++) {
        checks.add(Check.named(new UUID(1, i), "check " + i));
      }
      new ConfiguredChecks(service).take(checks);
      long nanos = Duration.ofHours(24).plusMinutes(61).toNanos();
      long[] ticks = {0};
      Watchdog watchdog = new Watchdog(service, () -> ticks[0]);
      watchdog.wakeUp();
      long now = clock.instant().toEpochMilli();
      Instant deadline = clock.instant().plus(Duration.ofHours(25));
      store.write(
          s -> {
            String sql = "UPDATE checks SET status = 'UP', last_ping = ?, wake = ?";
            s.update(sql, now + 3_600_000, deadline.toEpochMilli() + 3_600_000);
            return s.update(sql + " WHERE id % 100 = 7", now, deadline.toEpochMilli());
          });
      ticks[0] = nanos;
      clock.forward(Duration.ofNanos(nanos));
      watchdog.plan(clock.instant()); // it slept as it meant to
      assertThat(watchdog.look()).isEqualTo(deadline.plusSeconds(3600));
      int down =
          store.read(
              s -> {
                try (var row = s.query("SELECT count(*) FROM checks WHERE status = 'DOWN'")) {
                  row.next();
                  return row.getInt(1);
                }
              });
      assertThat(down).isEqualTo(many / 100);
      store.write(s -> s.update("UPDATE checks SET spec = '{broken' WHERE id % 10000 = 0"));
      assertThat(new AllChecks(store)).as("those that can be read").hasSize(many - many / 10_000);
    }
  }
}
