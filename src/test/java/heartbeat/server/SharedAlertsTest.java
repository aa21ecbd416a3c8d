package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of two switches on a database sends an alert. */
class SharedAlertsTest {
  private static final Delivery TAKEN = new Delivery.Delivered("250 taken");
  private static final Delivery UNREACHABLE = new Delivery.Undelivered("no route to host", false);
  private static final Routes ROUTES =
      new Routes(List.of(new Channel.Mail("ops", List.of("ops@example.org"))), Map.of(), Map.of());

  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Stage a;
  private Stage b;

  @BeforeEach
  void begin() {
    Database database = StoreKind.POSTGRES.database(folder.resolve("shared"));
    a = new Stage(database, clock, "a", ROUTES);
    b = new Stage(database, clock, "b", ROUTES);
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  @Test
  void aLeaseThatHasEndedIsNotBroughtBackByALateRenewal() {
    Instant now = clock.instant();
    Instant until = now.plus(Duration.ofMinutes(1));
    long token =
        a.store.<Long>write(s -> Objects.requireNonNull(s.leases().claim("ops", "a", now, until)));
    assertThat(a.store.<Boolean>write(s -> s.leases().renew("ops", token, until))).isTrue();
    a.store.write(
        s -> {
          s.leases().end("ops", token);
          return true;
        });
    assertThat(a.store.<Boolean>write(s -> s.leases().renew("ops", token, until))).isFalse();
    assertThat(b.store.<Boolean>write(s -> s.leases().claim("ops", "b", now, until) != null))
        .as("the other switch need not wait")
        .isTrue();
  }

  @Test
  void anAlertIsSentByOneSwitchAndByTheOtherWhenThatOneDiesWhileItSends() throws Exception {
    alert("ops");
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    AtomicInteger byA = new AtomicInteger();
    AtomicInteger byB = new AtomicInteger();
    Map<String, Integer> ids = new ConcurrentHashMap<>();
    AlertDelivery.Sender slow =
        (channel, message, id) -> {
          byA.incrementAndGet();
          ids.merge("alert " + id, 1, Integer::sum);
          sending.countDown();
          await(back);
          return TAKEN;
        };
    AlertDelivery.Sender quick =
        (channel, message, id) -> {
          byB.incrementAndGet();
          ids.merge("alert " + id, 1, Integer::sum);
          return TAKEN;
        };
    // Its lease is so long by its own clock that it does not renew it: it stands still.
    Alerts frozen = new Alerts(a.service, slow, Duration.ofHours(4), System::nanoTime);
    Alerts other = new Alerts(b.service, quick, Duration.ofSeconds(60), System::nanoTime);
    Thread dying = Thread.ofVirtual().start(frozen::sendDue);
    await(sending);
    other.sendDue();
    assertThat(byB).as("sent by one of them only").hasValue(0);
    clock.forward(Duration.ofHours(5));
    other.sendDue();
    assertThat(byB).as("taken over after the lease").hasValue(1);
    assertThat(a.waiting()).isZero();
    alert("ops");
    back.countDown();
    dying.join();
    assertThat(byA).as("it sends nothing more without its lease").hasValue(1);
    assertThat(a.waiting()).as("and marks nothing").isEqualTo(1);
    assertThat(ids.values()).containsExactly(2);
    other.sendDue();
    assertThat(a.waiting()).isZero();
  }

  @Test
  void aChannelThatOneSwitchCantReachIsLeftToTheOther() {
    AtomicInteger byA = new AtomicInteger();
    Alerts cutOff =
        new Alerts(
            a.service,
            (channel, message, id) -> {
              byA.incrementAndGet();
              return UNREACHABLE;
            });
    Alerts other = new Alerts(b.service, (channel, message, id) -> TAKEN);
    alert("ops");
    cutOff.sendDue();
    assertThat(byA).hasValue(1);
    clock.forward(Duration.ofSeconds(6));
    cutOff.sendDue();
    other.sendDue();
    assertThat(byA).as("the other one tries first").hasValue(1);
    assertThat(a.waiting()).isZero();
  }

  @Test
  void aSwitchThatIsAloneRetriesAChannelThatItCouldNotReach() {
    AtomicInteger tries = new AtomicInteger();
    Alerts alone =
        new Alerts(
            a.service,
            (channel, message, id) -> tries.incrementAndGet() == 1 ? UNREACHABLE : TAKEN);
    alert("ops");
    alone.sendDue();
    clock.forward(Duration.ofSeconds(9));
    alone.sendDue();
    assertThat(tries).hasValue(2);
    assertThat(a.waiting()).isZero();
  }

  @Test
  void anAlertForAChannelOfAnotherConfigIsLeftToItFirst() {
    alert("theirs");
    AtomicInteger sent = new AtomicInteger();
    try (Alerts alerts =
        new Alerts(
            a.service,
            (channel, message, id) -> {
              sent.incrementAndGet();
              return TAKEN;
            })) {
      alerts.sendDue();
    }
    assertThat(a.waiting()).isEqualTo(1);
    assertThat(sent).hasValue(0);
  }

  private void alert(String channel) {
    Message note = Message.notice("outage", clock.instant(), null, "A note.");
    a.store.write(
        s -> {
          s.outbox().add(null, channel, note, clock.instant(), clock.instant());
          return true;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
