package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Alert;
import heartbeat.check.Cause;
import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.api.Health;
import heartbeat.server.store.AlertOverview;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Alerts wait in the database; two channels, whose receivers the test plays, get them. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class AlertsTest {
  private static final Delivery TAKEN = new Delivery.Delivered("ok");
  private static final Delivery REFUSED = new Delivery.Undelivered("refused", false);
  private static final Delivery REJECTED = new Delivery.Undelivered("404", true);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private Stage stage;
  private Alerts alerts;

  /** What the receivers saw, as {@code CHANNEL NUMBER}. */
  private final List<String> attempts = Collections.synchronizedList(new ArrayList<>());

  private BiFunction<String, Message, Delivery> receiver = (channel, message) -> TAKEN;

  @BeforeEach
  void open() {
    Channel one = new Channel.Mail("one", List.of("ops@example.org"));
    Channel two = new Channel.Mail("two", List.of("dba@example.org"));
    stage = new Stage(kind, folder, new Routes(List.of(one, two), Map.of(), Map.of()));
    alerts = new Alerts(stage.service, this::attempt);
  }

  private Delivery attempt(Channel channel, Message message, long id) {
    attempts.add(channel.key() + " " + message.missed());
    return receiver.apply(channel.key(), message);
  }

  @AfterEach
  void close() {
    alerts.close();
    stage.close();
  }

  @Test
  void eachChannelGetsItsAlertsInOrderWhateverAnotherDoes() {
    add("one", 1, 2, 3);
    add("two", 1, 2, 3);
    receiver = (channel, message) -> channel.equals("one") ? REFUSED : TAKEN;
    alerts.sendDue();
    assertThat(attempts).containsExactly("one 1", "two 1", "two 2", "two 3");
    assertThat(stage.waiting()).isEqualTo(3);
  }

  @Test
  void aChannelThatHangsKeepsNoOtherWaiting() {
    add("one", 1);
    add("two", 1);
    CountDownLatch other = new CountDownLatch(1);
    receiver =
        (channel, message) -> {
          if (channel.equals("two")) {
            other.countDown();
          } else {
            await(other);
          }
          return TAKEN;
        };
    alerts.start();
    await(other);
  }

  @Test
  void whatIsRefusedForAMomentIsNotLost() {
    add("one", 1);
    receiver = (channel, message) -> attempts.size() < 3 ? REJECTED : TAKEN;
    minutesGoBy(10);
    assertThat(attempts).containsExactly("one 1", "one 1", "one 1");
    assertThat(outcomes()).containsExactly("");
  }

  @Test
  void whatCanNeverBeSentIsGivenUpAndTheNextOneGoes() {
    add("one", 1, 2);
    receiver = (channel, message) -> message.missed() == 1 ? REJECTED : TAKEN;
    minutesGoBy(20);
    assertThat(attempts).hasSize(7).endsWith("one 1", "one 2");
    assertThat(outcomes()).containsExactly("", "404");
  }

  @Test
  void aReloadWhileAnAttemptHangsIsFollowedByAnotherAttemptAtOnce() {
    add("one", 1);
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch reloaded = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(2);
    receiver =
        (channel, message) -> {
          hangs.countDown();
          tried.countDown();
          if (tried.getCount() == 0) {
            return TAKEN;
          }
          await(reloaded);
          return REFUSED;
        };
    alerts.start();
    await(hangs);
    alerts.tryAllNow();
    reloaded.countDown();
    // The clock stands still: no retry is due.
    await(tried);
  }

  @Test
  void healthzLooksAtTheThreadThatSendsAlerts() {
    AtomicLong nanos = new AtomicLong();
    Watchdog watchdog = new Watchdog(stage.service, nanos::get);
    watchdog.wakeUp();
    watchdog.look();
    // Never started: as one that an Error has ended.
    Alerts dead = new Alerts(stage.service, this::attempt, Leases.LENGTH, nanos::get);
    Health health = new Health(stage.service, watchdog, dead);
    assertThat(health.isWell()).isTrue();
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    watchdog.look();
    assertThat(health.isWell()).isFalse();
  }

  @Test
  void aDamagedAlertIsToldOfAndHoldsUpNobody() {
    add("one", 1);
    stage.store.write(s -> s.update("UPDATE alerts SET message = '{broken'"));
    add("one", 2);
    add("two", 3);
    List<String> subjects = new ArrayList<>();
    receiver =
        (channel, message) -> {
          subjects.add(channel + " " + AlertText.subject(message));
          return TAKEN;
        };
    alerts.sendDue();
    assertThat(subjects)
        .containsExactly(
            "one The dead man's switch can't read all of its database",
            "one DOWN: job missed 2 runs",
            "two DOWN: job missed 3 runs");
    assertThat(outcomes()).containsExactly("", "", "");
  }

  @Test
  void anAlertWhoseChannelIsGoneGoesToTheDefaultOne() {
    add("gone from the config", 1);
    // In a database that several switches share, it might be another one's channel for so long.
    stage.clock.forward(Duration.ofMinutes(11));
    alerts.sendDue();
    assertThat(attempts).containsExactly("one 1");
  }

  @Test
  void anErrorOfASenderIsAFailureLikeAnyOtherAndSeenInHealth() {
    add("one", 1);
    receiver =
        (channel, message) -> {
          throw new NoClassDefFoundError("x");
        };
    alerts.sendDue();
    List<AlertOverview.Stuck> stuck =
        stage.store.read(s -> s.alertOverview().stuck(stage.clock.instant()));
    assertThat(stuck)
        .containsExactly(new AlertOverview.Stuck("one", 1, 1, "not sent (NoClassDefFoundError)"));
  }

  @Test
  void anAlertThatIsNotDueYetWaits() {
    Instant due = stage.clock.instant().plusSeconds(60);
    stage.store.write(
        s -> {
          s.outbox().add(1L, "one", down(1), stage.clock.instant(), due);
          return true;
        });
    alerts.sendDue();
    assertThat(attempts).isEmpty();
    assertThat(stage.store.<Optional<Instant>>read(s -> s.outbox().next(stage.clock.instant())))
        .hasValue(due);
    stage.clock.forward(Duration.ofSeconds(60));
    alerts.sendDue();
    assertThat(attempts).containsExactly("one 1");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(String channel, int... numbers) {
    Instant now = stage.clock.instant();
    stage.store.write(
        s -> {
          for (int number : numbers) {
            s.outbox().add(1L, channel, down(number), now, now);
          }
          return true;
        });
  }

  /** An alert that tells its number as that of the missed runs. */
  private Message down(int number) {
    Instant now = stage.clock.instant();
    Alert alert = new Alert(Alert.Kind.DOWN, now, now, Cause.MISSED, now, number);
    return Message.of(Fixtures.check("job", null), alert, null, null, "", "", "");
  }

  private void minutesGoBy(int minutes) {
    for (int i = 0; i < minutes; i++) {
      alerts.sendDue();
      stage.clock.forward(Duration.ofMinutes(1));
    }
  }

  /** How the alerts ended, the newest first; empty: it was sent. */
  private List<String> outcomes() {
    return stage.store.read(s -> s.alertOverview().done(1, 10)).stream()
        .map(AlertOverview.Done::outcome)
        .toList();
  }
}
