package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Items that their server never takes, and recipients that it takes later. */
class OutboxDeliveryPoisonTest extends OutboxDeliveryBench {
  private static final int ENOUGH = 3;

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    }
    sent.clear();
  }

  private void poison(String url) throws IOException {
    answers.put(url, REFUSED);
    outbox.put(ping(FAILURE, url));
  }

  @Test
  void aPingThatFailsAgainAndAgainStopsHoldingBackTheOthers() throws IOException {
    poison("http://a/1");
    outbox.put(ping(FAILURE, "http://a/2"));
    rounds(ENOUGH);
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
    assertThat(outbox.waiting(MOODLE)).hasSize(1);
  }

  @Test
  void twoOfThemDoNotEither() throws IOException {
    poison("http://a/1");
    poison("http://a/2");
    rounds(2 * ENOUGH);
    outbox.put(ping(FAILURE, "http://a/3"));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://a/3", "http://a/2");
    assertThat(outbox.waiting(MOODLE)).hasSize(2);
  }

  @Test
  void aServerThatIsDownIsAskedTwiceAtMostHoweverMuchWaits() throws IOException {
    for (int i = 1; i <= 5; i++) {
      poison("http://a/" + i);
    }
    rounds(4 * ENOUGH);
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).hasSize(2);
    answers.clear();
    sent.clear();
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent)
        .containsExactly("http://a/1", "http://a/2", "http://a/3", "http://a/4", "http://a/5");
  }

  @Test
  void oneThatIsOnlyNotDueIsNotOvertaken() throws IOException {
    poison("http://a/1");
    rounds(ENOUGH);
    outbox.put(ping(FAILURE, "http://a/2"));
    now = now.plus(Duration.ofMinutes(2));
    outboxDelivery.deliverDue(LONG);
    assertThat(sent).isEmpty();
  }

  @Test
  void aRecipientWhoIsRefusedForNowGetsTheMailLaterAndTheOthersDoNot() throws IOException {
    List<List<String>> recipients = new ArrayList<>();
    OutboxDelivery picky =
        new OutboxDelivery(
            outbox,
            new Senders() {
              @Override
              public Delivery ping(SendPing ping, TimeBudget budget) {
                return world.ping(ping, budget);
              }

              @Override
              public Delivery mail(OutboxItem.Mail mail, TimeBudget budget) {
                recipients.add(mail.to());
                return new Delivery.Delivered(
                    "250", mail.to().size() == 2 ? List.of("b@example.org") : List.of());
              }

              @Override
              public Delivery message(SendMessage message, TimeBudget budget) {
                return world.message(message, budget);
              }
            },
            job -> KEEP,
            () -> now,
            new Random(5));
    Letters.put(outbox, "mail");
    OutboxDelivery.Report first = picky.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(first.delivered()).hasSize(1);
    assertThat(first.failed()).hasSize(1);
    assertThat(first.waiting()).isEqualTo(1);
    assertThat(picky.deliver(MOODLE, TimeBudget.of(LONG)).waiting()).isZero();
    assertThat(recipients)
        .containsExactly(List.of("a@example.org", "b@example.org"), List.of("b@example.org"));
  }
}
