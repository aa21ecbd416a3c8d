package heartbeat.watch;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.OutboxItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
  private static final JobName MOODLE = new JobName("moodle");
  private static final JobName BACKUP = new JobName("backup");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final RunId RUN = RunId.of(NOON, 1, 2);

  @TempDir Path folder;

  @Test
  void whatIsRefusedOfAnotherJobIsSaidOfThatJobAndIsNoRefusalOfThisOne() throws IOException {
    Deliveries deliveries = new Deliveries(MOODLE, RUN);
    deliveries.add(report(List.of(refused(BACKUP)), 0), true);
    assertThat(deliveries.answers(null).pingRefusal()).isNull();
    assertThat(deliveries.lines(false)).singleElement().asString().contains("backup", "404");
  }

  @Test
  void whatIsRefusedOfThisJobIsItsRefusal() throws IOException {
    Deliveries deliveries = new Deliveries(MOODLE, RUN);
    deliveries.add(report(List.of(refused(MOODLE)), 0), true);
    assertThat(deliveries.answers(null).pingRefusal()).isEqualTo("404 not found");
  }

  @Test
  void whatStillWaitsAfterASecondRoundIsCountedOnce() {
    Deliveries deliveries = new Deliveries(MOODLE, RUN);
    deliveries.add(report(List.of(), 2), true);
    deliveries.add(report(List.of(), 2), true);
    assertThat(deliveries.undelivered()).isEqualTo(2);
  }

  private OutboxDelivery.Outcome refused(JobName job) throws IOException {
    SendPing ping =
        new SendPing(job, RUN, NOON, PingKind.SUCCESS, "http://a/x", "POST", Map.of(), "");
    OutboxItem item = new Outbox(folder, InstantSource.fixed(NOON)).put(ping);
    return new OutboxDelivery.Outcome(item, new Delivery.Undelivered("404 not found", true));
  }

  private static OutboxDelivery.Report report(List<OutboxDelivery.Outcome> rejected, int waiting) {
    return new OutboxDelivery.Report(
        List.of(), rejected, List.of(), List.of(), 0, waiting, List.of());
  }
}
