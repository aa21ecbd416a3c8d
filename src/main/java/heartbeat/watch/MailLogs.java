package heartbeat.watch;

import heartbeat.model.Notification.SendMail;
import heartbeat.notify.ComposedMail;
import heartbeat.notify.MailTransport;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxItem;
import heartbeat.notify.TimeBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a run's mails in the outbox. A mail is put there with its text alone, and gets its
 * log when it is sent, after the run is on record: removing the secrets from a large log and
 * packing it takes time. If this process is killed before that, another one sends the mail without
 * its log.
 */
final class MailLogs {
  /** How long attaching a log may take when this process sends nothing more. */
  private static final Duration AT_THE_END = Duration.ofSeconds(2);

  private final Composer composer;
  private final @Nullable MailTransport transport;

  /** The mails that have no log yet, by the file of their item. */
  private final Map<Path, Pending> pending = new ConcurrentHashMap<>();

  private record Pending(Outbox outbox, OutboxItem.Mail item, SendMail mail, Path log) {}

  MailLogs(Composer composer, @Nullable MailTransport transport) {
    this.composer = composer;
    this.transport = transport;
  }

  /**
   * Puts a mail into the outbox.
   *
   * @param log the run's log; null when there is none
   */
  void put(Outbox outbox, SendMail mail, @Nullable Path log) throws IOException {
    Path draft = outbox.draft(mail.job());
    try {
      composer.compose(mail, null, draft);
      boolean awaitsLog = mail.attachLog() && log != null && isThere(log);
      OutboxItem.Mail item = outbox.put(mail, draft, transport, awaitsLog);
      if (awaitsLog && log != null) {
        pending.put(item.file(), new Pending(outbox, item, mail, log));
      }
    } catch (IOException e) {
      Composer.delete(draft);
      throw e;
    }
  }

  private static boolean isThere(Path log) throws IOException {
    return Files.exists(log) && Files.size(log) > 0;
  }

  /**
   * The mail with its log, or without it when attaching takes more than half of this time. Where
   * the disk of the outbox is full, it is in a temporary file.
   */
  ComposedMail toSend(OutboxItem.Mail item, TimeBudget budget) {
    Pending one = pending.remove(item.file());
    if (one != null) {
      ComposedMail elsewhere = attach(one, budget.left().dividedBy(2));
      if (elsewhere != null) {
        return elsewhere;
      }
    }
    return new ComposedMail.InFile(item.eml());
  }

  /**
   * Attaches the logs to the mails that could not be sent now. Throws IOException when these may
   * not survive a power cut.
   */
  void attachAll() throws IOException {
    for (Pending one : List.copyOf(pending.values())) {
      pending.remove(one.item().file());
      if (Files.exists(one.item().file())) {
        ComposedMail elsewhere = attach(one, AT_THE_END);
        Composer.delete(elsewhere instanceof ComposedMail.InFile file ? file.eml() : null);
        one.outbox().settle();
      }
    }
  }

  /**
   * Attaches the log in the outbox and returns null; where its disk is full, returns the whole
   * mail.
   */
  private @Nullable ComposedMail attach(Pending one, Duration patience) {
    AtomicBoolean over = new AtomicBoolean();
    ComposedMail[] elsewhere = new ComposedMail[1];
    boolean ended =
        Background.ends(
            () -> {
              try {
                attach(one, over);
              } catch (IOException noRoom) {
                elsewhere[0] = temporary(one);
              }
            },
            patience);
    return ended || !over.compareAndSet(false, true) ? elsewhere[0] : null;
  }

  private void attach(Pending one, AtomicBoolean over) throws IOException {
    Path draft = one.outbox().draft(one.mail().job());
    try {
      composer.compose(one.mail(), one.log(), draft);
      if (over.compareAndSet(false, true)) {
        one.outbox().replace(one.item(), draft);
      }
    } finally {
      Composer.delete(draft);
    }
  }

  private @Nullable ComposedMail temporary(Pending one) {
    try {
      return composer.compose(one.mail(), one.log());
    } catch (IOException e) {
      return null;
    }
  }
}
