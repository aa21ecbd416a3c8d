package heartbeat.watch;

import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.OutboxItem;
import heartbeat.tell.Answers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which notifications of a run arrived and which did not, and those that had waited before it. */
final class Deliveries {
  private final JobName job;
  private final RunId run;
  private final List<String> lines = new ArrayList<>();
  private final List<String> waitingLines = new ArrayList<>();
  private final List<String> linesOfOthers = new ArrayList<>();
  private final List<String> reached = new ArrayList<>();
  private boolean waitingIsNews;
  private int waiting;
  private int lost;
  private boolean alertHeard;
  private @Nullable SendPing pingTaken;
  private boolean mailRefused;
  private boolean messageRefused;
  private @Nullable String pingRefusal;

  Deliveries(JobName job, RunId run) {
    this.job = job;
    this.run = run;
  }

  /**
   * Adds what a delivery pass over the outbox did.
   *
   * @param kept whether heartbeat will retry what is left
   */
  void add(OutboxDelivery.Report report, boolean kept) {
    for (OutboxDelivery.Outcome outcome : report.delivered()) {
      delivered(outcome.item(), outcome.delivery());
    }
    for (OutboxDelivery.Outcome outcome : report.rejected()) {
      rejected(outcome.item(), outcome.delivery());
    }
    for (OutboxDelivery.Outcome outcome : report.givenUp()) {
      lines.add(title(outcome.item()) + " given up: " + outcome.delivery().detail());
    }
    for (OutboxDelivery.Outcome outcome : report.failed()) {
      failed(outcome.item(), outcome.delivery(), kept);
    }
    lines.addAll(report.problems());
    waiting = report.waiting();
  }

  private void delivered(OutboxItem item, Delivery delivery) {
    if (item.run().equals(run) && delivery instanceof Delivery.Delivered answer) {
      reached.addAll(item.reached(answer));
    }
    switch (item) {
      case OutboxItem.Ping ping -> pingDelivered(ping.ping());
      case OutboxItem.Mail mail -> {
        alertHeard |= mail.run().equals(run);
        notForAll(mail, delivery);
      }
      case OutboxItem.Message message -> alertHeard |= message.run().equals(run);
    }
  }

  private void rejected(OutboxItem item, Delivery delivery) {
    if (!item.job().equals(job)) {
      lines.add(title(item) + " refused: " + delivery.detail());
      return;
    }
    switch (item) {
      case OutboxItem.Ping ping -> pingRefusal = delivery.detail();
      case OutboxItem.Mail mail -> mailRefused(title(item), delivery);
      case OutboxItem.Message message -> messageRefused(title(item), delivery);
    }
  }

  private void failed(OutboxItem item, Delivery delivery, boolean kept) {
    String line = title(item) + " not delivered: " + delivery.detail();
    if (!kept) {
      lines.add(line + "; it is lost");
    } else if (item.job().equals(job)) {
      waitingLines.add(line + "; it waits and heartbeat retries");
    } else {
      linesOfOthers.add(line + "; it waits and heartbeat retries");
    }
  }

  /** A pass also delivers what waits of other jobs: the title then names the job. */
  private String title(OutboxItem item) {
    return item.job().equals(job) ? item.title() : "job " + item.job() + ": " + item.title();
  }

  /** Adds a notification that was sent without the outbox. */
  void add(Notification notification, Delivery delivery) {
    String title =
        switch (notification) {
          case SendPing ping -> "ping";
          case SendMail mail -> "mail";
          case SendMessage message -> "message to " + message.channel();
        };
    switch (delivery) {
      case Delivery.Delivered taken -> {
        if (notification instanceof SendPing ping) {
          pingDelivered(ping);
        } else {
          alertHeard = true;
          postponed(taken);
        }
      }
      case Delivery.Undelivered failed -> {
        if (failed.permanent()) {
          switch (notification) {
            case SendPing ping -> pingRefusal = failed.detail();
            case SendMail mail -> mailRefused(title, failed);
            case SendMessage message -> messageRefused(title, failed);
          }
        } else {
          lines.add(title + " not delivered and lost, as nothing is kept: " + failed.detail());
          lost++;
        }
      }
    }
  }

  /** Names who did not get it: else nobody would see a typing error in an address. */
  private void notForAll(OutboxItem mail, Delivery delivery) {
    if (delivery instanceof Delivery.Delivered taken && !taken.toAll()) {
      lines.add(title(mail) + ": " + taken.detail());
    }
  }

  private void postponed(Delivery.Delivered taken) {
    if (!taken.postponed().isEmpty()) {
      lines.add("mail not delivered to all and lost to them: " + taken.detail());
      lost++;
    }
  }

  private void pingDelivered(SendPing ping) {
    if (ping.run().equals(run)) {
      pingTaken = ping;
      alertHeard |= ping.kind() == PingKind.FAILURE;
    }
  }

  private void mailRefused(String title, Delivery delivery) {
    mailRefused = true;
    lines.add(title + " refused: " + delivery.detail());
  }

  private void messageRefused(String title, Delivery delivery) {
    messageRefused = true;
    lines.add(title + " refused: " + delivery.detail());
  }

  /** From now on {@link #lines} has the refusal of the ping, if there is one. */
  void tellOfRefusal() {
    if (pingRefusal != null) {
      lines.add("ping refused: " + pingRefusal);
    }
  }

  /** From now on {@link #lines} has what waits as well. */
  void tellWhatWaits() {
    waitingIsNews = true;
  }

  /**
   * Lines for people: what was refused, given up or lost, and why. Cron mails each of them, and a
   * server that is down concerns every run: so a run is silent about what only waits.
   *
   * @param watched whether a person is watching: then the lines have what waits, also of other jobs
   */
  List<String> lines(boolean watched) {
    List<String> all = new ArrayList<>(lines);
    if (watched || waitingIsNews) {
      all.addAll(waitingLines);
    }
    if (watched) {
      all.addAll(linesOfOthers);
    }
    return all;
  }

  /** The ping of this run that a server took; null when none did. */
  @Nullable SendPing pingTaken() {
    return pingTaken;
  }

  /**
   * What {@link heartbeat.tell.OwnTroubles#after} needs to know.
   *
   * @param switchAt the server that took the ping, if it is a switch that reads whom we told
   */
  Answers answers(@Nullable String switchAt) {
    boolean alertRefused = mailRefused || (messageRefused && !alertHeard);
    boolean waits = !waitingLines.isEmpty();
    return new Answers(alertRefused, pingTaken != null, pingRefusal, waits, reached, switchAt);
  }

  /** How many notifications of the job still wait, or are lost. */
  int undelivered() {
    return waiting + lost;
  }

  /** Whether a mail or message of this run, or its failure ping, has arrived. */
  boolean isAlertHeard() {
    return alertHeard;
  }
}
