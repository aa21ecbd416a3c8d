package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.model.PingKind.START;
import static heartbeat.model.PingKind.SUCCESS;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ToldRecipients;
import heartbeat.model.Delivery;
import heartbeat.model.Notification.SendPing;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PingSaysWhoIsToldTest extends OutboxDeliveryBench {
  private static final String PING = "http://a/ping/fail?rid=" + Letters.mail("any").run();

  @Test
  void theFailurePingSaysWhoGotTheMailOfItsRun() throws IOException {
    Letters.put(outbox, "mail");
    outbox.put(Letters.message("ops", "http://chat/1"));
    outbox.put(forASwitch());
    deliver();
    assertThat(sent).endsWith(PING);
    assertThat(isTold(ToldRecipients.byMail("a@example.org"))).isTrue();
    assertThat(isTold(ToldRecipients.byMail("B@Example.org"))).as("case does not matter").isTrue();
    assertThat(isTold("recipient of ops")).isTrue();
    assertThat(isTold(ToldRecipients.byMail("c@example.org"))).isFalse();
  }

  @Test
  void whoGotNothingIsNotNamed() throws IOException {
    answers.put("mail", REFUSED);
    answers.put("http://chat/1", GONE);
    Letters.put(outbox, "mail");
    outbox.put(Letters.message("ops", "http://chat/1"));
    outbox.put(forASwitch());
    deliver();
    assertThat(isTold(ToldRecipients.byMail("a@example.org"))).isFalse();
    assertThat(isTold("recipient of ops")).isFalse();
  }

  @Test
  void aMailThatSomeDidNotGetNamesNobody() throws IOException {
    answers.put("mail", new Delivery.Delivered("not for b", false, List.of()));
    Letters.put(outbox, "mail");
    outbox.put(forASwitch());
    deliver();
    assertThat(isTold(ToldRecipients.byMail("a@example.org"))).isFalse();
  }

  @Test
  void aPingThatWaitsRemembersWhoWasToldBefore() throws IOException {
    answers.put(PING, REFUSED);
    Letters.put(outbox, "mail");
    outbox.put(forASwitch());
    deliver();
    answers.clear();
    told.clear();
    outbox = new Outbox(state, () -> now);
    hireADelivery();
    deliver();
    assertThat(isTold(ToldRecipients.byMail("a@example.org"))).isTrue();
  }

  @Test
  void aPingThatDoesNotNameItsRunSaysNothing() throws IOException {
    Letters.put(outbox, "mail");
    outbox.put(ping(FAILURE, "http://a/ping/fail"));
    outbox.put(ping(START, PING));
    deliver();
    assertThat(told.values()).allMatch(one -> !one.has(ToldRecipients.byMail("a@example.org")));
  }

  @Test
  void theHeaderHoldsNoAddress() {
    String header =
        ToldRecipients.header(
            null,
            new java.util.UUID(1, 2),
            List.of(ToldRecipients.byMail("a@example.org"), "recipient"));
    assertThat(header).matches("[0-9a-f]{16},[0-9a-f]{16}");
    assertThat(ToldRecipients.parse(header, new java.util.UUID(1, 3)).has("recipient"))
        .as("it is for one run")
        .isFalse();
  }

  @Test
  void whereNobodyReadsItThePingWaitsForNoMail() throws IOException {
    answers.put("mail", REFUSED);
    Letters.put(outbox, "mail");
    outbox.put(Letters.message("ops", "http://chat/1"));
    outbox.put(ping(FAILURE, PING));
    deliver();
    assertThat(sent).containsExactly(PING, "mail", "http://chat/1");
    sent.clear();
    outbox.put(ping(FAILURE, PING));
    deliver();
    assertThat(sent).as("the mail of an earlier run").containsExactly(PING, "mail");
  }

  @Test
  void aPingDoesNotPassOneOfItsServerThatWaits() throws IOException {
    answers.put("http://chat/1", REFUSED);
    outbox.put(Letters.message("ops", "http://chat/1"));
    outbox.put(forASwitch());
    outbox.put(ping(SUCCESS, "http://a/ping/later"));
    deliver();
    assertThat(sent).containsExactly("http://chat/1", PING, "http://a/ping/later");
  }

  /** A ping whose server is known to read who was told. */
  private static SendPing forASwitch() {
    return ping(FAILURE, PING).withHeader(ToldRecipients.HEADER, "");
  }

  private void deliver() {
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
  }

  private boolean isTold(String recipient) {
    return Objects.requireNonNull(told.get(PING)).has(recipient);
  }
}
