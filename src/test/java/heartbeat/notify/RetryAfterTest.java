package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service that asks for a pause gets it from all runs, not only from timers. */
class RetryAfterTest extends OutboxDeliveryBench {
  private static final Delivery SLOW_DOWN =
      new Delivery.Undelivered("429", false, Duration.ofMinutes(10));

  @Test
  void nobodyAsksAgainBeforeTheServerWantsTo() throws IOException {
    answers.put("http://chat/1", SLOW_DOWN);
    outbox.put(Letters.message("slack", "http://chat/1"));
    outbox.put(ping(FAILURE, "http://a/2"));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/2", "http://chat/1");
    answers.clear();
    sent.clear();

    now = now.plus(Duration.ofMinutes(9));
    hireADelivery();
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    outboxDelivery.flush(LONG);
    assertThat(sent).as("neither the next run nor a flush").isEmpty();

    now = now.plus(Duration.ofMinutes(2));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://chat/1");
  }

  @Test
  void aPauseThatAClockMadeTooLongIsNotKept() throws IOException {
    answers.put("http://chat/1", SLOW_DOWN);
    outbox.put(Letters.message("slack", "http://chat/1"));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    answers.clear();
    now = now.minus(Duration.ofDays(1));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).hasSize(2);
  }
}
