package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.notify.Letters.NOON;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ToldRecipients;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A outboxDelivery, an outbox, and a world that answers as it is told. */
abstract class OutboxDeliveryBench {
  static final Duration LONG = Duration.ofMinutes(1);
  static final Duration KEEP = Duration.ofDays(3);
  static final Delivery REFUSED = new Delivery.Undelivered("refused", false);
  static final Delivery GONE = new Delivery.Undelivered("404", true);
  static final JobName BACKUP = new JobName("backup");

  @TempDir Path state;
  Instant now = NOON;
  Outbox outbox;
  OutboxDelivery outboxDelivery;
  final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  /** What the world answers, by URL or subject; what is not here it takes. */
  final Map<String, Delivery> answers = new HashMap<>();

  /** Whom a ping said to have been told, by URL. */
  final Map<String, ToldRecipients> told = new HashMap<>();

  /** What happens while something is sent, by URL. */
  final Map<String, Runnable> meanwhile = new HashMap<>();

  @BeforeEach
  void hireADelivery() {
    outbox = new Outbox(state, () -> now);
    outboxDelivery = new OutboxDelivery(outbox, world, job -> KEEP, () -> now, new Random(5));
  }

  /** The ways out into that world. */
  final Senders world =
      new Senders() {
        @Override
        public Delivery ping(SendPing ping, TimeBudget budget) {
          told.put(
              ping.url(),
              ToldRecipients.parse(
                  ping.request().headers().getOrDefault(ToldRecipients.HEADER, ""),
                  UUID.fromString(ping.run().toString())));
          return answer(ping.url());
        }

        @Override
        public Delivery mail(OutboxItem.Mail mail, TimeBudget budget) {
          assertThat(mail.from()).isEqualTo("heartbeat@example.org");
          assertThat(mail.to()).containsExactly("a@example.org", "b@example.org");
          try {
            return answer(Files.readString(mail.eml()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public Delivery message(SendMessage message, TimeBudget budget) {
          return answer(message.request().url());
        }
      };

  Delivery answer(String what) {
    sent.add(what);
    meanwhile.getOrDefault(what, () -> {}).run();
    return answers.getOrDefault(what, new Delivery.Delivered("200"));
  }

  static void put(Outbox outbox, String url) {
    try {
      outbox.put(ping(FAILURE, url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("moodle"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
