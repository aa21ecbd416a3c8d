package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.check.Check;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.server.alert.Message;
import heartbeat.server.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A switch with two checks, whose watchdog looks when a test says so. */
abstract class WatchedSwitch {
  static final UUID OTHER = new UUID(0, 9);
  static final Duration PERIOD_AND_GRACE = Duration.ofHours(25);
  @Parameter StoreKind kind;
  @TempDir Path folder;
  long nanos;
  StoreOnSmallDisk store;
  Stage stage;
  Watchdog watchdog;

  @BeforeEach
  void open() {
    store = new StoreOnSmallDisk(kind.open(folder.resolve("switch.db")));
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
  Watchdog restarted() {
    Watchdog fresh = new Watchdog(stage.service, () -> nanos);
    fresh.wakeUp();
    return fresh;
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Checks that expect a ping every five seconds. */
  void frequent() {
    stage.config(frequent("job", Fixtures.UUID_1), frequent("other", OTHER));
  }

  static Check frequent(String name, UUID uuid) {
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
  void freeze(Duration time) {
    stage.clock.forward(time);
    nanos += time.toNanos();
  }

  /** Does it while nothing can be stored. */
  void full(Runnable action) {
    store.full = true;
    assertThatThrownBy(action::run).isInstanceOf(StoreException.class);
    store.full = false;
  }

  void ping(UUID uuid) {
    assertThat(stage.ping(uuid)).isEqualTo(PingReply.OK);
  }

  void goesBy(Duration time) {
    stage.clock.forward(time);
    nanos += time.toNanos();
    watchdog.plan(stage.clock.instant()); // it slept as it meant to
  }

  List<Message> alerts() {
    return stage.alerts("default/mail");
  }
}
