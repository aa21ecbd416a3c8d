package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.model.PingKind.SUCCESS;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damage, and several deliveries at once. */
class OutboxDeliveryTroubleTest extends OutboxDeliveryBench {
  @Test
  void whatIsDamagedGoesOutOfTheWay() throws IOException {
    OutboxItem broken = outbox.put(ping(FAILURE, "http://a/1"));
    Files.writeString(broken.file(), "{\"job\":");
    Files.delete(Letters.put(outbox, "lost message").eml());
    OutboxItem.Mail headless = Letters.put(outbox, "lost envelope");
    Files.write(headless.file(), new byte[0]);
    outbox.put(ping(FAILURE, "http://a/2"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/2");
    assertThat(report.problems()).hasSize(3).allMatch(p -> p.contains("damaged"));
    assertThat(files()).containsExactly("bad", "lock");
    try (Stream<Path> bad = Files.list(state.resolve("moodle/bad"))) {
      assertThat(bad).hasSize(4);
    }
  }

  @Test
  void whatCanNotBeReadNowStaysAndIsSaid() throws IOException {
    Path folder = state.resolve("moodle");
    outbox.put(ping(FAILURE, "http://a/1"));
    Files.createDirectory(folder.resolve("000000000000-0-failure.json"));
    Files.createDirectory(folder.resolve("000000000002-0-failure.json"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1");
    assertThat(report.problems()).hasSize(1).allMatch(p -> p.contains("can't read"));
    assertThat(report.waiting()).isEqualTo(1);
  }

  @Test
  void aSenderThatThrowsIsAFailedAttemptAndPrintsNoSecret() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put(
        "http://a/1",
        () -> {
          throw new IllegalStateException("http://secret");
        });
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(report.failed())
        .singleElement()
        .satisfies(o -> assertThat(o.delivery().detail()).doesNotContain("secret"));
  }

  @Test
  void anItemThatVanishesWhileItIsSentIsNoProblem() throws IOException {
    OutboxItem item = outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> assertThat(item.file().toFile().delete()).isTrue());
    assertThat(outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG)).problems()).isEmpty();
  }

  @Test
  void anItemThatWasOvertakenWhileItFailedDoesNotRiseAgain() throws IOException {
    answers.put("http://a/1", REFUSED);
    OutboxItem item = outbox.put(ping(SUCCESS, "http://a/1"));
    meanwhile.put("http://a/1", () -> assertThat(item.file().toFile().delete()).isTrue());
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void anotherDeliveryInTheSameProcessDoesNotSendItTwice() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> outboxDelivery.deliverDue(LONG));
    now = now.plus(Duration.ofHours(1));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1");
  }

  @Test
  void whoFindsAnotherDeliveryAtItsJobWaitsForItOnlySoLong() throws IOException {
    Outbox mine = new Outbox(state, () -> now);
    OutboxDelivery other = new OutboxDelivery(mine, world, job -> KEEP, () -> now, new Random(5));
    List<OutboxDelivery.Report> reports = new ArrayList<>();
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put(
        "http://a/1",
        () -> {
          put(mine, "http://a/2");
          reports.add(other.deliver(MOODLE, TimeBudget.of(Duration.ofMillis(50))));
        });
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(reports).singleElement().extracting(OutboxDelivery.Report::waiting).isEqualTo(2);
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void whoFindsAnotherDeliveryAtItsJobGoesWhenThatHasDoneItsWork() throws Exception {
    Outbox mine = new Outbox(state, () -> now);
    OutboxDelivery other = new OutboxDelivery(mine, world, job -> KEEP, () -> now, new Random(5));
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      List<Future<OutboxDelivery.Report>> later = new ArrayList<>();
      outbox.put(ping(FAILURE, "http://a/1"));
      meanwhile.put(
          "http://a/1",
          () -> {
            put(mine, "http://a/2");
            later.add(pool.submit(() -> other.deliver(MOODLE, TimeBudget.of(LONG))));
          });
      outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
      assertThat(later.getFirst().get().waiting()).isZero();
    }
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void messagesWithoutAnEnvelopeAreRemovedAfterADay() throws IOException {
    OutboxItem.Mail mail = Letters.put(outbox, "sent");
    Path orphan = state.resolve("moodle/000000000009-0-mail.eml");
    Files.createFile(orphan);
    now = Files.getLastModifiedTime(orphan).toInstant().plus(Duration.ofHours(20));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(orphan).exists();
    assertThat(mail.eml()).doesNotExist();
    outbox.put(ping(FAILURE, "http://a/1"));
    now = now.plus(Duration.ofHours(8));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(orphan).doesNotExist();
  }
}
