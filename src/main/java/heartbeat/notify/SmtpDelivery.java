package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.Trace;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One mail to one SMTP server. */
final class SmtpDelivery {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");
  private static final String LOCAL = "@localhost";

  /** Bytes a second that the slowest line is expected to carry. */
  private static final long SLOWEST = 128 * 1024;

  /** It would tell standard error that a server offers no SMTPUTF8; we say that better. */
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.angus.mail.smtp");

  private final MailTransport.Smtp smtp;
  private final String host;
  private final String from;
  private final InternetAddress[] to;
  private final Duration timeout;
  private final Trace trace;
  private volatile @Nullable SSLSocketFactory sockets;

  SmtpDelivery(
      MailTransport.Smtp smtp, String host, String from, List<InternetAddress> to, Trace trace) {
    this.trace = trace;
    this.smtp = smtp;
    this.host = host;
    this.from = from;
    this.to = to.stream().map(this::withDomain).toArray(InternetAddress[]::new);
    boolean usable = smtp.timeout().isPositive();
    boolean tooLong = smtp.timeout().compareTo(LONGEST_TIMEOUT) > 0;
    timeout = !usable ? DEFAULT_TIMEOUT : tooLong ? LONGEST_TIMEOUT : smtp.timeout();
  }

  /**
   * Sends it within four time-outs and the time that its size needs; each single answer of the
   * server has one time-out. Less where the budget allows less.
   */
  Delivery send(ComposedMail composed, TimeBudget budget) throws InterruptedException {
    // A virtual thread: interrupting one closes the socket that it is blocked on.
    var thread = Thread.ofVirtual().name("heartbeat-mail");
    try {
      if (smtp.caFile() != null && smtp.security() != MailTransport.Security.NONE) {
        sockets = TrustedCa.read(smtp.caFile()).sockets();
      }
    } catch (IOException unusable) {
      return new Delivery.Undelivered(String.valueOf(unusable.getMessage()), false);
    }
    try {
      long size = composed.size();
      Duration limit = budget.atMost(timeout.multipliedBy(4).plusSeconds(size / SLOWEST));
      return TimeLimit.within(limit, thread, () -> converse(composed));
    } catch (IOException unreadable) {
      return new Delivery.Undelivered("the composed mail can't be read", false);
    } catch (TimeoutException late) {
      return new Delivery.Undelivered(smtp.server() + " took too long: gave up", false);
    } catch (ExecutionException failed) {
      return judge(failed.getCause() == null ? failed : failed.getCause());
    }
  }

  private Delivery converse(ComposedMail composed) throws IOException {
    try {
      return attempt(composed, null);
    } catch (MessagingException failed) {
      String refusal = SmtpFailure.contentRefusal(failed);
      if (refusal == null) {
        return judge(failed);
      }
      try {
        return attempt(composed, refusal);
      } catch (MessagingException again) {
        return judge(again);
      }
    }
  }

  /**
   * One conversation.
   *
   * @param refusal why the server refused the mail with its log, so that it goes without; null at
   *     first
   */
  private Delivery attempt(ComposedMail composed, @Nullable String refusal)
      throws MessagingException, IOException {
    ScheduledExecutorService writeTimer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    try (var file = composed.open()) {
      Session session = Session.getInstance(properties(writeTimer));
      if (trace.isOn()) {
        trace.tell("smtp: connects to " + smtp.server() + ", security " + smtp.security());
        session.setDebugOut(SmtpDialogue.to(trace));
        session.setDebug(true);
      }
      var mail = new MimeMessage(session, file);
      nameDomains(mail);
      // Made here: asking the session for it would look its class up by name.
      var transport = new SMTPTransport(session, new URLName("smtp://"));
      try {
        transport.connect(smtp.host(), smtp.port(), smtp.user(), smtp.password());
        if (smtp.user() != null && !offersLogin(transport)) {
          return new SmtpFailure(smtp).noLogin();
        }
        if (isBeyondAscii() && !transport.supportsExtension("SMTPUTF8")) {
          return new SmtpFailure(smtp).noSuchLetters(to);
        }
        String why = refusal == null ? tooLarge(transport, composed.size()) : refusal;
        MimeMessage small = why == null ? null : WithoutLog.of(mail, session, why);
        transport.sendMessage(small == null ? mail : small, to);
        return new Delivery.Delivered(taken(transport, small == null ? null : why));
      } finally {
        hangUp(transport);
      }
    } finally {
      writeTimer.shutdownNow();
    }
  }

  /**
   * {@code root}, which sendmail takes, is refused by many servers: on this machine we know whose.
   */
  private InternetAddress withDomain(InternetAddress address) {
    if (address.getAddress().indexOf('@') >= 0 || !THIS_MACHINE.contains(smtp.host())) {
      return address;
    }
    var complete = (InternetAddress) address.clone();
    complete.setAddress(address.getAddress() + LOCAL);
    return complete;
  }

  /** The same in the header: exim looks there as well. */
  private void nameDomains(MimeMessage mail) throws MessagingException {
    String[] lines = mail.getHeader("To");
    if (lines == null || Arrays.stream(to).noneMatch(one -> one.getAddress().endsWith(LOCAL))) {
      return;
    }
    InternetAddress[] named =
        MailAddresses.of(List.of(lines)).usable().stream()
            .map(this::withDomain)
            .toArray(InternetAddress[]::new);
    mail.setHeader("To", InternetAddress.toString(named, "To: ".length()));
  }

  private boolean isBeyondAscii() {
    return Arrays.stream(to).anyMatch(MailAddresses::isBeyondAscii);
  }

  /** The library would send without a login when the server offers none. */
  private static boolean offersLogin(SMTPTransport transport) {
    return transport.supportsExtension("AUTH") || transport.supportsExtension("AUTH=LOGIN");
  }

  private String taken(SMTPTransport transport, @Nullable String withoutLogBecause) {
    String taken = smtp.server() + " took it: " + OneLine.first(transport.getLastServerResponse());
    return withoutLogBecause == null
        ? taken
        : taken + ", without the log (" + withoutLogBecause + ")";
  }

  /** What to say when the server has announced that it takes no mail of this size (RFC 1870). */
  private static @Nullable String tooLarge(SMTPTransport transport, long size) {
    String announced = transport.getExtensionParameter("SIZE");
    if (announced == null || announced.isBlank() || announced.strip().length() > 18) {
      return null;
    }
    try {
      long most = Long.parseLong(announced.strip());
      return most > 0 && size > most ? "it takes " + most + " bytes, it has " + size : null;
    } catch (NumberFormatException notASize) {
      return null;
    }
  }

  private static void hangUp(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      // The server has taken or refused the mail already; a broken QUIT changes nothing.
    }
  }

  private Properties properties(ScheduledExecutorService writeTimer) {
    var all = new Properties();
    String millis = Long.toString(timeout.toMillis());
    all.setProperty("mail.smtp.connectiontimeout", millis);
    all.setProperty("mail.smtp.timeout", millis);
    all.setProperty("mail.smtp.writetimeout", millis);
    all.put("mail.smtp.executor.writetimeout", writeTimer);
    // Set here, because the library would ask the name service, which may hang.
    all.setProperty("mail.smtp.localhost", smtp.hello() == null ? host : smtp.hello());
    all.setProperty("mail.smtp.from", from);
    if (isBeyondAscii()) {
      // Not for others: who asks for it needs it of every server on the way.
      all.setProperty("mail.mime.allowutf8", "true");
      LIBRARY.setLevel(Level.WARNING);
    }
    all.setProperty("mail.smtp.sendpartial", "true");
    all.setProperty("mail.smtp.quitwait", "false");
    all.setProperty("mail.smtp.auth", Boolean.toString(smtp.user() != null));
    all.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    switch (smtp.security()) {
      case NONE -> {}
      case STARTTLS -> {
        all.setProperty("mail.smtp.starttls.enable", "true");
        all.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> all.setProperty("mail.smtp.ssl.enable", "true");
    }
    all.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    if (sockets != null) {
      all.put("mail.smtp.ssl.socketFactory", sockets);
    }
    return all;
  }

  private Delivery judge(Throwable failure) {
    return new SmtpFailure(smtp).judge(failure);
  }
}
