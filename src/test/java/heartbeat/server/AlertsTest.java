package heartbeat.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heartbeat.model.Delivery;
import heartbeat.notify.MailTransport;
import heartbeat.notify.PingSender;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelSender;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.api.Health;
import heartbeat.server.store.AlertOverview;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.Store;
import jakarta.mail.Multipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class AlertsTest {
  private static final Message DOWN =
      new Message(
          "down",
          "backup \"ä\"",
          "backup",
          List.of("db"),
          "missed",
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T12:00:00Z"),
          3,
          null,
          null,
          "line 1\nline 2",
          "",
          "",
          "https://hb.example.org/checks/1",
          Message.About.NOTHING);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Store store;
  private SwitchService service;

  @BeforeEach
  void open() {
    store = kind.open(folder.resolve("switch.db"));
    Channel one = new Channel.Mail("one", List.of("ops@example.org"));
    Channel two = new Channel.Mail("two", List.of("dba@example.org"));
    Routes routes = new Routes(List.of(one, two), Map.of(), Map.of());
    service =
        new SwitchService(
            store,
            clock,
            Fixtures.settings(kind.database(folder.resolve("switch.db")), List.of(), routes));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void eachChannelGetsItsAlertsInOrderWhateverAnotherDoes() throws Exception {
    for (int i = 1; i <= 3; i++) {
      add("one", i);
      add("two", i);
    }
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(3);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          if (channel.key().equals("one")) {
            return new Delivery.Undelivered("refused", false);
          }
          sent.add(channel.key() + message.missed());
          done.countDown();
          return new Delivery.Delivered("ok");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sent).containsExactly("two1", "two2", "two3");
    assertThat(store.<Integer>read(s -> s.alertOverview().waiting())).isEqualTo(3);
  }

  @Test
  void whatIsRefusedForAMomentIsNotLost() throws Exception {
    add("one", 1);
    CountDownLatch tried = new CountDownLatch(3);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          tried.countDown();
          return tried.getCount() > 0
              ? new Delivery.Undelivered("404", true)
              : new Delivery.Delivered("ok");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      minutesGoByUntil(tried);
    }
    assertThat(store.<List<AlertOverview.Done>>read(s -> s.alertOverview().done(1, 10)))
        .extracting(AlertOverview.Done::outcome)
        .containsExactly("");
  }

  @Test
  void aReloadWhileAnAttemptHangsIsFollowedByAnotherAttemptAtOnce() throws Exception {
    add("one", 1);
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch reloaded = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(2);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          hangs.countDown();
          tried.countDown();
          if (tried.getCount() == 0) {
            return new Delivery.Delivered("ok");
          }
          await(reloaded);
          return new Delivery.Undelivered("the old server did not answer", false);
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      await(hangs);
      alerts.tryAllNow();
      reloaded.countDown();
      // The clock stands still: no retry is due.
      await(tried);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void healthzLooksAtTheThreadThatSendsAlerts() {
    AtomicLong nanos = new AtomicLong();
    Watchdog watchdog = new Watchdog(service, nanos::get);
    watchdog.wakeUp();
    watchdog.look();
    // Never started: as one that an Error has ended.
    Alerts dead =
        new Alerts(
            service,
            (channel, message, id) -> new Delivery.Delivered("ok"),
            Leases.LENGTH,
            nanos::get);
    Health health = new Health(service, watchdog, dead);
    assertThat(health.isWell()).isTrue();
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    watchdog.look();
    assertThat(health.isWell()).isFalse();
  }

  private void minutesGoByUntil(CountDownLatch done) throws InterruptedException {
    for (int i = 0; i < 2_000 && !done.await(5, TimeUnit.MILLISECONDS); i++) {
      clock.forward(Duration.ofMinutes(1));
      service.alertBell().ring();
    }
    assertThat(done.getCount()).isZero();
  }

  @Test
  void whatCanNeverBeSentIsGivenUpAndTheNextOneGoes() throws Exception {
    add("one", 1);
    add("one", 2);
    CountDownLatch done = new CountDownLatch(7);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          done.countDown();
          return message.missed() == 1
              ? new Delivery.Undelivered("404", true)
              : new Delivery.Delivered("ok");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      minutesGoByUntil(done);
    }
    assertThat(store.<List<AlertOverview.Done>>read(s -> s.alertOverview().done(1, 10)))
        .extracting(AlertOverview.Done::outcome)
        .containsExactlyInAnyOrder("", "404");
  }

  @Test
  void aDamagedAlertIsToldOfAndHoldsUpNobody() throws Exception {
    add("one", 1);
    store.write(s -> s.update("UPDATE alerts SET message = '{broken'"));
    add("one", 2);
    add("two", 3);
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(3);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          sent.add(channel.key() + " " + AlertText.subject(message));
          done.countDown();
          return new Delivery.Delivered("ok");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sent)
        .containsExactlyInAnyOrder(
            "one The dead man's switch can't read all of its database",
            "one DOWN: job missed 2 runs",
            "two DOWN: job missed 3 runs");
    assertThat(store.<List<AlertOverview.Done>>read(s -> s.alertOverview().done(1, 10))).hasSize(3);
  }

  @Test
  void anAlertWhoseChannelIsGoneGoesToTheDefaultOne() throws Exception {
    add("gone from the config", 1);
    // In a database that several switches share, it might be another one's channel for so long.
    clock.forward(Duration.ofMinutes(11));
    CountDownLatch done = new CountDownLatch(1);
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          sent.add(channel.key() + message.missed());
          done.countDown();
          return new Delivery.Delivered("ok");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sent).containsExactly("one1");
  }

  @Test
  void anErrorOfASenderIsAFailureLikeAnyOtherAndSeenInHealth() throws Exception {
    add("one", 1);
    CountDownLatch done = new CountDownLatch(1);
    AlertDelivery.Sender sender =
        (channel, message, id) -> {
          done.countDown();
          throw new NoClassDefFoundError("x");
        };
    try (Alerts alerts = new Alerts(service, sender)) {
      alerts.start();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    List<AlertOverview.Stuck> stuck = store.read(s -> s.alertOverview().stuck(clock.instant()));
    assertThat(stuck)
        .containsExactly(new AlertOverview.Stuck("one", 1, 1, "not sent (NoClassDefFoundError)"));
  }

  @Test
  void anAlertThatIsNotDueYetWaits() {
    store.write(
        s -> {
          s.outbox().add(1L, "one", DOWN, clock.instant(), clock.instant().plusSeconds(60));
          return true;
        });
    assertThat(store.<List<AlertTable.Open>>read(s -> s.outbox().heads(clock.instant()))).isEmpty();
    assertThat(store.<Optional<Instant>>read(s -> s.outbox().next(clock.instant())))
        .hasValue(clock.instant().plusSeconds(60));
    clock.forward(Duration.ofSeconds(60));
    assertThat(store.<List<AlertTable.Open>>read(s -> s.outbox().heads(clock.instant())))
        .hasSize(1);
  }

  @Test
  void webhooksGetTheAlertAsJsonOrInTheirOwnWords() {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    try (ChannelSender sender = sender(null)) {
      hook.stubFor(post(urlPathEqualTo("/slack")).willReturn(aResponse().withStatus(200)));
      hook.stubFor(post(urlPathEqualTo("/ntfy/db")).willReturn(aResponse().withStatus(200)));
      Channel slack = new Channel.Webhook("a", hook.url("/slack"), "POST", Map.of(), null);
      Channel ntfy =
          new Channel.Webhook(
              "b",
              hook.url("/ntfy/{tags}"),
              "POST",
              Map.of("Title", "{subject}", "Content-Type", "application/json"),
              "{\"message\": \"{check}: {reason}, {missed} missed\", \"x\": {y}}");
      assertThat(sender.send(slack, DOWN, 1)).isInstanceOf(Delivery.Delivered.class);
      assertThat(sender.send(ntfy, DOWN, 2)).isInstanceOf(Delivery.Delivered.class);
      List<LoggedRequest> seen =
          hook.getAllServeEvents().stream().map(e -> e.getRequest()).toList();
      assertThat(seen.get(1).getBodyAsString())
          .contains("\"kind\":\"down\"", "\"text\":\"DOWN: backup", "\"missed\":3");
      assertThat(seen.get(0).getBodyAsString())
          .isEqualTo("{\"message\": \"backup \\\"ä\\\": missed, 3 missed\", \"x\": {y}}");
      assertThat(seen.get(0).getHeader("Title")).startsWith("=?UTF-8?B?RE9XTjog");
      Channel wrong = new Channel.Webhook("c", hook.url("/nowhere"), "POST", Map.of(), null);
      assertThat(((Delivery.Undelivered) sender.send(wrong, DOWN, 3)).permanent()).isTrue();
    } finally {
      hook.stop();
    }
  }

  @Test
  void mailSaysWhatWhySinceWhenAndShowsTheLog() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    MailTransport smtp =
        new MailTransport.Smtp(
            "127.0.0.1",
            mail.getSmtp().getPort(),
            MailTransport.Security.NONE,
            null,
            null,
            Duration.ofSeconds(5),
            null);
    try (ChannelSender sender = sender(smtp)) {
      Channel channel = new Channel.Mail("m", List.of("ops@example.org"));
      assertThat(sender.send(channel, DOWN, 1)).isInstanceOf(Delivery.Delivered.class);
      var message = mail.getReceivedMessages()[0];
      assertThat(message.getSubject())
          .isEqualTo("DOWN: backup \"ä\" missed 3 runs (hb.example.org)");
      assertThat(message.getContent().toString())
          .contains("Reason: missed", "Down since: 2026-03-01 12:00:00 UTC", "Missed runs: 3")
          .contains("line 1", "https://hb.example.org/checks/1");
    } finally {
      mail.stop();
    }
  }

  @Test
  void aMailHasTheEndOfTheLogFirstAndTheWholeOfItAttachedWithoutSecrets() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    MailTransport smtp =
        new MailTransport.Smtp(
            "127.0.0.1",
            mail.getSmtp().getPort(),
            MailTransport.Security.NONE,
            null,
            null,
            Duration.ofSeconds(5),
            null);
    StringBuilder log = new StringBuilder("password=hunter2\n");
    for (int line = 1; line <= 30; line++) {
      log.append("line ").append(line).append('\n');
    }
    Message.About about =
        new Message.About(
            "u", "nightly", "every 1d, grace 1h", DOWN.at().minusSeconds(60), List.of());
    Message down =
        new Message(
            "down",
            "backup",
            "",
            List.of(),
            "missed",
            DOWN.at(),
            DOWN.at(),
            1,
            null,
            null,
            log.toString(),
            "",
            "",
            "",
            about);
    try (ChannelSender sender = sender(smtp)) {
      Channel channel = new Channel.Mail("m", List.of("ops@example.org"));
      assertThat(sender.send(channel, down, 1)).isInstanceOf(Delivery.Delivered.class);
      Multipart parts = (Multipart) mail.getReceivedMessages()[0].getContent();
      assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
          .containsSubsequence(
              "DOWN: backup missed its run.\n",
              "The last lines of its log, which is attached:\n\n  line 21\n",
              "  line 30\n",
              "Description: nightly\n",
              "Schedule: every 1d, grace 1h\n",
              "Expected: 2026-03-01 11:59:00 UTC\n")
          .doesNotContain("line 20\n");
      assertThat(parts.getBodyPart(1).getFileName()).endsWith(".log");
      assertThat(parts.getBodyPart(1).getContent().toString())
          .startsWith("password=***\nline 1\n")
          .contains("line 30");
      try (var left = Files.list(folder)) {
        assertThat(left.filter(file -> file.toString().contains("alert"))).isEmpty();
      }
    } finally {
      mail.stop();
    }
  }

  private ChannelSender sender(@Nullable MailTransport transport) {
    ServeSettings plain =
        Fixtures.settings(kind.database(folder.resolve("switch.db")), List.of(), Routes.NOWHERE);
    ServeSettings settings = Fixtures.mailing(plain, transport);
    return new ChannelSender(
        "test", "test", new PingSender(clock, new Random(1), time -> {}, Map.of()), () -> settings);
  }

  private void add(String channel, int number) {
    Message message =
        new Message(
            "down",
            "job",
            "job",
            List.of(),
            "missed",
            DOWN.at(),
            DOWN.at(),
            number,
            null,
            null,
            "",
            "",
            "",
            "",
            Message.About.NOTHING);
    store.write(
        s -> {
          s.outbox().add(1L, channel, message, clock.instant(), clock.instant());
          return true;
        });
  }
}
