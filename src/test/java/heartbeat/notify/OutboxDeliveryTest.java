package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.model.PingKind.LOG;
import static heartbeat.model.PingKind.START;
import static heartbeat.model.PingKind.SUCCESS;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxDeliveryTest extends OutboxDeliveryBench {
  @Test
  void allIsDeliveredInOrderAndGone() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    Letters.put(outbox, "mail 2");
    outbox.put(ping(SUCCESS, "http://a/3"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://a/3", "mail 2");
    assertThat(report.delivered()).extracting(o -> o.delivery().detail()).containsOnly("200");
    assertThat(report.waiting()).isZero();
    assertThat(report.problems()).isEmpty();
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void aPingThatFailsForNowHoldsBackThoseToItsServerAndNothingElse() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(FAILURE, "http://a/1"));
    outbox.put(ping(FAILURE, "http://a/2"));
    Letters.put(outbox, "mail");
    outbox.put(ping(FAILURE, "http://b/3"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://b/3", "mail");
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.delivery()).isEqualTo(REFUSED);
              assertThat(o.item().history().attempts()).isEqualTo(1);
            });
    assertThat(report.waiting()).isEqualTo(2);

    answers.clear();
    sent.clear();
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void whatIsRejectedForGoodIsRemovedAndReportedAndHoldsBackNothing() throws IOException {
    answers.put("http://a/1", GONE);
    answers.put("mail", GONE);
    outbox.put(ping(FAILURE, "http://a/1"));
    Letters.put(outbox, "mail");
    outbox.put(ping(FAILURE, "http://a/2"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(report.rejected()).hasSize(2);
    assertThat(report.delivered()).hasSize(1);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void aMessageThatFailsForNowHoldsBackThoseOfItsChannelAndNothingElse() throws IOException {
    answers.put("http://chat/1", REFUSED);
    outbox.put(Letters.message("slack", "http://chat/1"));
    outbox.put(Letters.message("slack", "http://chat/2"));
    outbox.put(Letters.message("teams", "http://chat/3"));
    outbox.put(ping(SUCCESS, "http://a/4"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/4", "http://chat/1", "http://chat/3");
    assertThat(report.failed())
        .singleElement()
        .satisfies(o -> assertThat(o.item().title()).isEqualTo("message to slack"));
    assertThat(report.waiting()).isEqualTo(2);
  }

  @Test
  void aMailThatFailsAgainAndAgainStopsHoldingBackTheOthers() throws IOException {
    answers.put("too big", REFUSED);
    Letters.put(outbox, "too big");
    Letters.put(outbox, "next");
    for (int i = 0; i < 3; i++) {
      outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    }
    assertThat(sent).doesNotContain("next");
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).endsWith("too big", "next");
    assertThat(outbox.waiting(MOODLE)).hasSize(1);
  }

  @Test
  void stalePingsGoWhenALaterOneTellsMoreAndFailuresNever() throws IOException {
    outbox.put(ping(SUCCESS, "http://a/s1"));
    outbox.put(ping(FAILURE, "http://a/f2"));
    outbox.put(ping(START, "http://a/b3"));
    outbox.put(ping(LOG, "http://a/l4"));
    outbox.put(ping(SUCCESS, "http://a/s5"));
    outbox.put(ping(START, "http://a/b6"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/f2", "http://a/s5", "http://a/b6");
    assertThat(report.overtaken()).isEqualTo(3);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void whatIsPutThereDuringADeliveryIsDeliveredToo() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> put(outbox, "http://a/2"));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void ofOtherJobsOnlyWhatIsDueIsTried() throws IOException {
    answers.put("http://a/backup", REFUSED);
    outbox.put(ping(BACKUP, FAILURE, "http://a/backup"));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).as("left to its own process at first").isEmpty();
    for (int minutes : new int[] {2, 3, 5, 9, 17, 33}) {
      int before = sent.size();
      now = now.plus(Duration.ofMinutes(minutes));
      outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
      outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
      outboxDelivery.deliverDue(LONG);
      assertThat(sent).as("after %d minutes", minutes).hasSize(before + 1);
    }
    outboxDelivery.flush(LONG);
    outboxDelivery.deliver(BACKUP, TimeBudget.of(LONG));
    assertThat(sent).as("asked for").hasSize(8);
  }

  @Test
  void whatIsNotDueHoldsBackWhatIsBehindIt() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(BACKUP, FAILURE, "http://a/1"));
    for (int i = 0; i < 3; i++) {
      outboxDelivery.deliver(BACKUP, TimeBudget.of(LONG));
    }
    sent.clear();
    outbox.put(ping(BACKUP, FAILURE, "http://a/2"));
    now = now.plus(Duration.ofMinutes(2));
    outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).isEmpty();
  }

  @Test
  void whatIsTooOldIsTriedOnceMoreAndThenGivenUp() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(FAILURE, "http://a/1"));
    outbox.put(ping(FAILURE, "http://a/2"));
    Letters.put(outbox, "late mail");
    now = now.plus(KEEP).plusSeconds(1);
    outbox.put(ping(FAILURE, "http://a/3"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(LONG));
    assertThat(sent).containsExactly("http://a/1", "late mail");
    assertThat(report.givenUp()).hasSize(2);
    assertThat(report.delivered()).hasSize(1);
    assertThat(outbox.waiting(MOODLE)).hasSize(1);
  }

  @Test
  void whenTheTimeIsUpTheRestWaits() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    OutboxDelivery.Report report = outboxDelivery.deliver(MOODLE, TimeBudget.of(Duration.ZERO));
    assertThat(sent).isEmpty();
    assertThat(report.waiting()).isEqualTo(1);
  }
}
