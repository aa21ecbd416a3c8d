package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.Trace;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands complete messages to a mail server or to the local mail system. Failed deliveries are
 * values, never exceptions.
 */
public final class MailSender {
  private static final Duration SENDMAIL_LIMIT = Duration.ofSeconds(60);

  private final String host;
  private final Duration sendmailLimit;
  private final Trace trace;

  /**
   * @param host this machine's name, for the greeting
   */
  public MailSender(String host) {
    this(host, SENDMAIL_LIMIT, Trace.OFF);
  }

  /** The same; it also traces each conversation. */
  public MailSender(String host, Trace trace) {
    this(host, SENDMAIL_LIMIT, trace);
  }

  /** For tests: with a time limit of their own for the sendmail command. */
  MailSender(String host, Duration sendmailLimit, Trace trace) {
    this.host = MailName.of(new MailIds(host).host());
    this.sendmailLimit = sendmailLimit;
    this.trace = trace;
  }

  /** Sends the message in this file, as the other method does. */
  public Delivery send(Path eml, String from, List<String> to, MailTransport transport) {
    return send(new ComposedMail.InFile(eml), from, to, transport, TimeBudget.unlimited());
  }

  /**
   * Sends the message to all recipients at once, within a bounded time whatever hangs. A server
   * that refuses it for its attachment gets it without. Delivered as soon as one recipient was
   * accepted; the detail then names the others.
   *
   * @param from the sender; bounces go there
   * @param budget it takes no longer than this allows
   */
  public Delivery send(
      ComposedMail mail, String from, List<String> to, MailTransport transport, TimeBudget budget) {
    try {
      MailAddresses recipients = MailAddresses.of(to);
      if (recipients.usable().isEmpty()) {
        return new Delivery.Undelivered(
            "no recipient that can be used" + unusable(recipients) + ": check \"to\" of \"mail\"",
            true);
      }
      var sender = MailAddresses.sender(from, host).getAddress();
      Delivery delivery = by(transport, mail, sender, recipients.usable(), budget);
      return delivery instanceof Delivery.Delivered taken && !recipients.unusable().isEmpty()
          ? new Delivery.Delivered(
              taken.detail() + "; not sent to" + unusable(recipients), taken.postponed())
          : delivery;
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      return new Delivery.Undelivered("not sent: heartbeat was told to end", false);
    } catch (RuntimeException | Error broken) {
      // Whatever goes wrong, also a lack of memory: the mail has failed, not the run.
      return new Delivery.Undelivered(
          "not sent (" + broken.getClass().getSimpleName() + ")", false);
    }
  }

  private Delivery by(
      MailTransport transport,
      ComposedMail mail,
      String sender,
      List<InternetAddress> to,
      TimeBudget budget)
      throws InterruptedException {
    return switch (transport) {
      case MailTransport.Smtp smtp -> bySmtp(smtp, mail, sender, to, budget);
      case MailTransport.Sendmail sendmail ->
          new SendmailDelivery(sendmail.program(), sendmailLimit, budget, trace)
              .send(mail, sender, to);
      case MailTransport.FirstOf several -> byFirst(several.ways(), mail, sender, to, budget);
    };
  }

  /**
   * Who needs SMTPUTF8 gets it in a conversation of its own: a server on the way that does not know
   * it must not cost the others the mail.
   */
  private Delivery bySmtp(
      MailTransport.Smtp smtp,
      ComposedMail mail,
      String sender,
      List<InternetAddress> to,
      TimeBudget budget)
      throws InterruptedException {
    List<InternetAddress> beyond = to.stream().filter(MailAddresses::isBeyondAscii).toList();
    if (beyond.isEmpty() || beyond.size() == to.size()) {
      return new SmtpDelivery(smtp, host, sender, to, trace).send(mail, budget);
    }
    List<InternetAddress> plain =
        to.stream().filter(one -> !MailAddresses.isBeyondAscii(one)).toList();
    Delivery first = new SmtpDelivery(smtp, host, sender, plain, trace).send(mail, budget.half());
    Delivery second = new SmtpDelivery(smtp, host, sender, beyond, trace).send(mail, budget);
    return both(first, plain, second, beyond);
  }

  private static Delivery both(
      Delivery first, List<InternetAddress> to, Delivery second, List<InternetAddress> others) {
    if (first instanceof Delivery.Undelivered one && second instanceof Delivery.Undelivered two) {
      String detail = one.detail() + "; " + two.detail();
      return new Delivery.Undelivered(detail, one.permanent() && two.permanent());
    }
    if (first instanceof Delivery.Undelivered) {
      return both(second, others, first, to);
    }
    Delivery.Delivered taken = (Delivery.Delivered) first;
    List<String> postponed = new ArrayList<>(taken.postponed());
    return switch (second) {
      case Delivery.Delivered too -> {
        postponed.addAll(too.postponed());
        String detail = taken.detail() + "; " + too.detail();
        yield new Delivery.Delivered(detail, taken.toAll() && too.toAll(), postponed);
      }
      case Delivery.Undelivered failed -> {
        if (!failed.permanent()) {
          others.forEach(one -> postponed.add(one.getAddress()));
        }
        String detail = taken.detail() + "; not for all: " + failed.detail();
        yield new Delivery.Delivered(detail, postponed);
      }
    };
  }

  /** A permanent refusal holds for all ways: it is the mail or its recipients that are refused. */
  private Delivery byFirst(
      List<MailTransport> ways,
      ComposedMail mail,
      String sender,
      List<InternetAddress> to,
      TimeBudget budget)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      boolean last = i == ways.size() - 1;
      Delivery delivery = by(ways.get(i), mail, sender, to, last ? budget : budget.half());
      switch (delivery) {
        case Delivery.Delivered taken -> {
          return failures.isEmpty() ? taken : taken.after(String.join("; ", failures));
        }
        case Delivery.Undelivered failed -> {
          if (failed.permanent()) {
            return failed;
          }
          failures.add(failed.detail());
        }
      }
    }
    return new Delivery.Undelivered(String.join("; ", failures), false);
  }

  private static String unusable(MailAddresses recipients) {
    return recipients.unusable().isEmpty()
        ? ""
        : " '" + String.join("', '", recipients.unusable()) + "'";
  }
}
