package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.RunId;
import heartbeat.notify.MailTransport.Security;
import heartbeat.notify.MailTransport.Smtp;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mails to compose and send, and what is read back of them. */
final class Mails {
  static final Instant HAPPENED = Instant.parse("2026-11-20T03:04:05Z");
  static final RunId RUN = new RunId(UUID.fromString("0193a1b2-0000-7000-8000-000000000001"));
  static final String FROM = "heartbeat@example.org";
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longer than a line of a header, and not of ASCII alone. */
  static final String LOG_COMMAND =
      "heartbeat log 'moodle é' " + RUN + " --state-dir '/srv/the  state/of heartbeat/é'";

  static final String[] THREE = {"a@example.org", "b@example.org", "c@example.org"};

  private Mails() {}

  /** Asserts that it did not arrive. */
  static Undelivered undelivered(Delivery delivery) {
    assertThat(delivery).isInstanceOf(Undelivered.class);
    return (Undelivered) delivery;
  }

  static SendMail mail(String job, String subject, String text, boolean attachLog) {
    return mail(job, List.of("a@example.org"), subject, text, attachLog);
  }

  static SendMail mail(
      String job, List<String> to, String subject, String text, boolean attachLog) {
    return new SendMail(
        new JobName(job), RUN, HAPPENED, FROM, to, subject, text, attachLog ? LOG_COMMAND : null);
  }

  /** Composed, with a log of these bytes. */
  static Path composed(Path folder, SendMail mail, byte @Nullable [] log) throws IOException {
    Path file = null;
    if (log != null) {
      file = Files.write(folder.resolve("run.log"), log);
    }
    Path target = folder.resolve("mail.eml");
    new MailComposer("cron1.example.org")
        .compose(mail.letter(), mail.attachLog() ? file : null, UnaryOperator.identity(), target);
    return target;
  }

  static Path simple(Path folder) throws IOException {
    return composed(folder, mail("moodle", "failure: moodle", "It died.\n", false), null);
  }

  static MimeMessage parsed(Path eml) throws IOException, MessagingException {
    try (InputStream in = Files.newInputStream(eml)) {
      return new MimeMessage(Session.getInstance(new Properties()), in);
    }
  }

  static MimeMessage parsed(String text) throws MessagingException {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static Smtp plain(int port) {
    return smtp(port, Security.NONE, null, null, PATIENCE, null);
  }

  static Smtp smtp(
      int port,
      Security security,
      @Nullable String user,
      @Nullable String password,
      Duration timeout,
      @Nullable Path caFile) {
    return new Smtp("localhost", port, security, user, password, timeout, caFile);
  }
}
