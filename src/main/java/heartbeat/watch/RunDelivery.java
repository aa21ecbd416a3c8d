package heartbeat.watch;

import heartbeat.model.Delivery;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.TimeBudget;
import heartbeat.process.Invocation;
import heartbeat.process.Version;
import heartbeat.run.Job;
import heartbeat.tell.Answers;
import heartbeat.tell.Context;
import heartbeat.tell.JobState;
import heartbeat.tell.OwnTroubles;
import heartbeat.watch.RunStorage.Committed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Delivers what a run gives to tell: first what the disk could not take, then what waits in the
 * outbox, then what follows from the servers' answers.
 */
final class RunDelivery {
  /** How long servers may take for what is lost unless they take it now. */
  private static final Duration PATIENCE_FOR_WHAT_IS_NOT_KEPT = Duration.ofSeconds(60);

  private final Invocation invocation;
  private final Job job;
  private final RunId id;
  private final LoadedConfig loaded;
  private final RunStorage storage;
  private final JobSenders senders;

  RunDelivery(
      Invocation invocation,
      Job job,
      RunId id,
      LoadedConfig loaded,
      RunStorage storage,
      JobSenders senders) {
    this.invocation = invocation;
    this.job = job;
    this.id = id;
    this.loaded = loaded;
    this.storage = storage;
    this.senders = senders;
  }

  /**
   * Delivers it, and starts a process that retries what could not be delivered.
   *
   * @param budget how long servers may take
   */
  Deliveries deliver(Committed committed, TimeBudget budget) {
    Deliveries deliveries = new Deliveries(job.name(), id);
    send(committed.left(), deliveries, budget);
    followUp(deliveries, budget);
    JournalAndOutbox kept = storage.state();
    if (kept != null && kept.problem() == null && deliveries.undelivered() > 0) {
      RetryLater.start(loaded.file(), kept.directory(), now());
    }
    return deliveries;
  }

  /** Pings go first: a ping is one request, and a mail with its log takes time. */
  private void send(List<Notification> left, Deliveries deliveries, TimeBudget budget) {
    TimeBudget longer = TimeBudget.of(PATIENCE_FOR_WHAT_IS_NOT_KEPT);
    for (Notification notification : left) {
      if (notification instanceof SendPing) {
        sendNow(notification, deliveries, longer);
      }
    }
    for (Notification notification : left) {
      if (!(notification instanceof SendPing)) {
        sendNow(notification, deliveries, longer);
      }
    }
    JournalAndOutbox kept = storage.state();
    if (kept != null) {
      boolean lasting = kept.problem() == null;
      OutboxDelivery.Report report =
          senders.from(kept.outbox()).deliver(job.name(), lasting ? budget : longer);
      storage.attachLogs();
      kept.forgetRefusedAlerts(report, job.name());
      deliveries.add(report, lasting);
    }
  }

  private void sendNow(Notification notification, Deliveries deliveries, TimeBudget budget) {
    Delivery delivery = senders.send(notification, storage.log(), budget);
    deliveries.add(notification, delivery);
    if (notification instanceof SendPing ping && delivery instanceof Delivery.Delivered) {
      storage.overtakenBy(ping);
    }
  }

  /** What follows from the servers' answers; most often nothing. */
  private void followUp(Deliveries deliveries, TimeBudget budget) {
    if (storage.state() == null) {
      deliveries.tellOfRefusal();
      return;
    }
    SendPing taken = deliveries.pingTaken();
    boolean bySwitch = taken != null && senders.readsWhoIsTold(taken.url());
    Answers answers = deliveries.answers(taken != null && bySwitch ? taken.origin() : null);
    JobState last = storage.remembered();
    if (OwnTroubles.after(job, id, answers, last, context()).isNothingBut(last)) {
      return;
    }
    Committed committed =
        storage.commit(now -> OwnTroubles.after(job, id, answers, now, context()), null);
    JobState before = committed.last();
    JobState next = committed.plan().next();
    if (!Objects.equals(before.troubles().pingProblem(), next.troubles().pingProblem())) {
      deliveries.tellOfRefusal();
    }
    if (!Objects.equals(before.troubles().undelivered(), next.troubles().undelivered())) {
      deliveries.tellWhatWaits();
    }
    if (!committed.plan().all().isEmpty()) {
      send(committed.left(), deliveries, budget);
    }
  }

  private Context context() {
    return new Context(invocation.host(), now(), Version.number(), storage.stateDir(), null);
  }

  private Instant now() {
    return invocation.clock().instant();
  }
}
