package heartbeat.notify;

import heartbeat.model.Notification;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes a complete MIME message to a file, streaming the log: memory does not grow with it. */
public final class MailComposer {
  private final MailIds ids;

  /**
   * @param host this machine's name
   */
  public MailComposer(String host) {
    ids = new MailIds(host);
  }

  /**
   * Writes the mail. A log that can't be read is left out, and the mail says so: the alert is worth
   * more than its evidence.
   *
   * @param log the run's captured log; null when there is none. An empty or missing file is no
   *     attachment
   * @param redactor takes the secrets out of one line, decoded as ISO-8859-1, without its newline;
   *     of lines beyond 64 KiB it is given pieces
   * @param target is replaced; readable by its owner only. Throws IOException when it can't be
   *     written, and it may then hold a part
   */
  public void compose(
      Notification.SendMail mail, @Nullable Path log, UnaryOperator<String> redactor, Path target)
      throws IOException {
    long size = mail.attachLog() && log != null ? sizeOf(log) : 0;
    if (log == null || size == 0) {
      write(mail, mail.text(), null, target);
      return;
    }
    try {
      write(mail, mail.text(), LogPart.of(log, size, nameOf(mail), redactor), target);
    } catch (IOException | MessagingException failed) {
      String why = failed.getClass().getSimpleName();
      write(mail, mail.text() + "\n\nThe log could not be attached (" + why + ").\n", null, target);
    }
  }

  /**
   * The mail without its log, in memory: for when no file can be written. Throws IOException when
   * it can't be composed.
   */
  public ComposedMail composeInMemory(Notification.SendMail mail) throws IOException {
    String why = "\n\nThe log could not be attached: no file can be written.\n";
    var out = new ByteArrayOutputStream();
    write(mail, mail.attachLog() ? mail.text() + why : mail.text(), null, out);
    return new ComposedMail.InMemory(out.toByteArray());
  }

  private static String nameOf(Notification.SendMail mail) {
    return mail.job() + "-" + mail.run();
  }

  private static long sizeOf(Path log) {
    try {
      return Files.size(log);
    } catch (IOException missing) {
      return 0;
    }
  }

  private void write(
      Notification.SendMail mail, String text, @Nullable MimeBodyPart log, Path target)
      throws IOException {
    try (OutputStream out = create(target)) {
      write(mail, text, log, out);
    }
  }

  private void write(
      Notification.SendMail mail, String text, @Nullable MimeBodyPart log, OutputStream out)
      throws IOException {
    try {
      OutgoingMessage message = message(mail);
      if (log == null) {
        OutgoingMessage.plainText(message, text);
      } else {
        var body = new MimeBodyPart();
        OutgoingMessage.plainText(body, text);
        message.setContent(new MimeMultipart(body, log));
      }
      message.writeTo(out);
    } catch (MessagingException broken) {
      throw new IOException("the mail could not be composed: " + broken.getMessage(), broken);
    }
  }

  private OutgoingMessage message(Notification.SendMail mail)
      throws MessagingException, UnsupportedEncodingException {
    var message = new OutgoingMessage(Session.getInstance(new Properties()));
    message.setFrom(MailAddresses.sender(mail.from(), MailName.of(ids.host())));
    // A header with such an address would bar the mail from most servers, and so from the others.
    var recipients =
        MailAddresses.of(mail.to()).usable().stream()
            .filter(one -> !MailAddresses.isBeyondAscii(one))
            .toList();
    if (recipients.isEmpty()) {
      message.setHeader("To", "undisclosed-recipients:;");
    } else {
      message.setRecipients(Message.RecipientType.TO, recipients.toArray(InternetAddress[]::new));
    }
    message.setSubject(OneLine.of(mail.subject()), "UTF-8");
    message.setSentDate(Date.from(mail.happened()));
    message.setHeader("Message-ID", ids.of(mail));
    message.setHeader("In-Reply-To", ids.thread(mail.job()));
    message.setHeader("References", ids.thread(mail.job()));
    // RFC 3834: no vacation replies to an alert; the second is what Exchange listens to.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    message.setHeader("X-Heartbeat-Job", encoded(mail.job().value()));
    message.setHeader("X-Heartbeat-Run", mail.run().toString());
    return message;
  }

  private static String encoded(String name) throws UnsupportedEncodingException {
    String used = "X-Heartbeat-Job: ";
    return MimeUtility.fold(used.length(), MimeUtility.encodeText(name, "UTF-8", null));
  }

  private static OutputStream create(Path target) throws IOException {
    Files.deleteIfExists(target);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var channel = Files.newByteChannel(target, options, ownerOnly);
    return new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
  }
}
