package heartbeat.notify;

import heartbeat.model.Delivery;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/** What an exception of the mail library says about a mail. */
final class SmtpFailure {
  private final MailTransport.Smtp smtp;
  private final String server;

  SmtpFailure(MailTransport.Smtp smtp) {
    this.smtp = smtp;
    this.server = smtp.server();
  }

  /** The server's words when it took the recipients but not this message; else null. */
  static @Nullable String contentRefusal(Exception failure) {
    return failure instanceof SMTPSendFailedException refused
            && refused.getReturnCode() >= 500
            && ("DATA".equals(refused.getCommand()) || ".".equals(refused.getCommand()))
            && !partlySent(refused)
        ? words(refused)
        : null;
  }

  /** Delivered when at least one recipient was accepted. */
  Delivery judge(Throwable failure) {
    if (failure instanceof AuthenticationFailedException login) {
      return undelivered(login(login), false);
    }
    if (failure instanceof SendFailedException refused) {
      return refused(refused);
    }
    return undelivered(connection(failure), false);
  }

  /** A user is set, and the server offers nobody to log in. */
  Delivery noLogin() {
    return undelivered(
        server
            + " offers no login (AUTH), so '"
            + smtp.user()
            + "' can't log in and nothing was sent: check smtp.security and smtp.port, or remove"
            + " smtp.user and smtp.password",
        false);
  }

  /** An address that only SMTPUTF8 (RFC 6531) can name. */
  Delivery noSuchLetters(InternetAddress[] to) {
    List<String> addresses = new ArrayList<>();
    for (InternetAddress address : to) {
      addresses.add(address.getAddress());
    }
    return undelivered(
        server
            + " takes only ASCII letters before the '@' (it offers no SMTPUTF8), so nothing was"
            + " sent to "
            + String.join(", ", addresses)
            + ": use another address, or a server that offers it",
        true);
  }

  private Delivery refused(SendFailedException failure) {
    List<SMTPAddressFailedException> refusals = refusals(failure);
    if (partlySent(failure)) {
      return new Delivery.Delivered(
          server + " took it, but not for " + listed(refusals), postponed(refusals));
    }
    if (!refusals.isEmpty() && refusals.stream().noneMatch(one -> one.getReturnCode() < 0)) {
      return undelivered(
          server + " refused " + listed(refusals),
          refusals.stream().allMatch(one -> isFinal(one.getReturnCode())));
    }
    if (failure instanceof SMTPSendFailedException refused && refused.getReturnCode() > 0) {
      return undelivered(
          server + " refused the mail: " + words(failure) + hintAtSender(refused),
          contentRefusal(failure) != null && isFinal(refused.getReturnCode()));
    }
    return undelivered(server + " closed the connection before it had the mail", false);
  }

  /** Such a server takes a sender of its own domain. */
  private static String hintAtSender(SMTPSendFailedException refused) {
    String command = String.valueOf(refused.getCommand());
    return command.startsWith("MAIL ") && isFinal(refused.getReturnCode())
        ? " (the sender: set smtp.from to an address that this server takes)"
        : "";
  }

  private String login(AuthenticationFailedException failure) {
    String words = words(failure);
    if (words.startsWith("5")) {
      return words.substring(0, Math.min(3, words.length()))
          + ": login as '"
          + smtp.user()
          + "' refused by "
          + server
          + ": check smtp.user and smtp.password";
    }
    if (words.startsWith("No authentication mechanisms")) {
      return server + " offers neither PLAIN nor LOGIN: check smtp.security and smtp.port";
    }
    return words.startsWith("4")
        ? server + " can't log anybody in now: " + words
        : server + " closed the connection during the login";
  }

  private String connection(Throwable failure) {
    String complaint = Causes.certificateComplaint(failure);
    if (complaint != null) {
      return "the TLS certificate of " + server + " " + complaint;
    }
    if (Causes.find(failure, UnknownHostException.class) != null) {
      return "no address found for " + smtp.host() + " (DNS): check smtp.host";
    }
    if (Causes.find(failure, SocketTimeoutException.class) != null) {
      return server + " did not answer within " + PingAnswer.seconds(smtp.timeout());
    }
    if (Causes.find(failure, MailConnectException.class) != null) {
      return "can't connect to " + server + Causes.socketWords(failure);
    }
    if (Causes.find(failure, SSLException.class) != null) {
      return "no TLS connection to " + server + ": check smtp.security and smtp.port";
    }
    String words = words(failure);
    if (words.startsWith("STARTTLS is required")) {
      return server + " does not offer STARTTLS, nothing was sent: check smtp.security";
    }
    int greeting = words.indexOf("response: ");
    String reply = greeting < 0 ? words : words.substring(greeting + "response: ".length());
    return !reply.isEmpty() && Character.isDigit(reply.charAt(0))
        ? server + " refused: " + reply
        : server + " broke the connection" + Causes.socketWords(failure);
  }

  private static List<SMTPAddressFailedException> refusals(SendFailedException failure) {
    var refusals = new ArrayList<SMTPAddressFailedException>();
    Throwable at = failure;
    for (int count = 0; at != null && count < 1_000; count++) {
      if (at instanceof SMTPAddressFailedException one) {
        refusals.add(one);
      }
      at = at.getCause();
    }
    return refusals;
  }

  /**
   * The recipients that the server did not refuse permanently: a grey list lets them pass later.
   */
  private static List<String> postponed(List<SMTPAddressFailedException> refusals) {
    var later = new ArrayList<String>();
    for (SMTPAddressFailedException one : refusals) {
      if (!isFinal(one.getReturnCode())) {
        later.add(one.getAddress().getAddress());
      }
    }
    return later;
  }

  private static String listed(List<SMTPAddressFailedException> refusals) {
    var list = new StringBuilder();
    for (SMTPAddressFailedException one : refusals) {
      list.append(list.isEmpty() ? "" : ", ").append(one.getAddress().getAddress());
      list.append(" (").append(words(one)).append(')');
    }
    return list.toString();
  }

  private static boolean partlySent(SendFailedException failure) {
    return failure.getValidSentAddresses() != null && failure.getValidSentAddresses().length > 0;
  }

  /** A full mailbox may be emptied, a missing login be set; all other 5xx are final. */
  private static boolean isFinal(int code) {
    return code >= 500 && code != 552 && code != 530;
  }

  private static String words(Throwable failure) {
    return OneLine.first(String.valueOf(failure.getMessage()));
  }

  private static Delivery undelivered(String detail, boolean permanent) {
    return new Delivery.Undelivered(detail, permanent);
  }
}
