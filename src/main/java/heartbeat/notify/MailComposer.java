package heartbeat.notify;

import heartbeat.model.Letter;
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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
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
   * @param log what is attached; null for nothing. An empty or missing file is no attachment
   * @param redactor removes the secrets from one line, decoded as ISO-8859-1, without its newline;
   *     it gets a line beyond 64 KiB in pieces
   * @param target is replaced; readable by its owner only. Throws IOException when it can't be
   *     written, and it may then hold a part
   */
  public void compose(
      Letter letter, @Nullable Path log, UnaryOperator<String> redactor, Path target)
      throws IOException {
    long size = log == null ? 0 : sizeOf(log);
    if (log == null || size == 0) {
      write(letter, null, target);
      return;
    }
    try {
      String name = letter.topic() + "-" + letter.id();
      write(letter, LogPart.of(log, size, name, redactor), target);
    } catch (IOException | MessagingException failed) {
      String why = failed.getClass().getSimpleName();
      write(letter.withMore("\n\nThe log could not be attached (" + why + ").\n"), null, target);
    }
  }

  /**
   * The letter alone, in memory: for when no file can be written. Throws IOException when it can't
   * be composed.
   */
  public ComposedMail composeInMemory(Letter letter) throws IOException {
    var out = new ByteArrayOutputStream();
    write(letter, null, out);
    return new ComposedMail.InMemory(out.toByteArray());
  }

  private static long sizeOf(Path log) {
    try {
      return Files.size(log);
    } catch (IOException missing) {
      return 0;
    }
  }

  private void write(Letter letter, @Nullable MimeBodyPart log, Path target) throws IOException {
    try (OutputStream out = create(target)) {
      write(letter, log, out);
    }
  }

  private void write(Letter letter, @Nullable MimeBodyPart log, OutputStream out)
      throws IOException {
    try {
      OutgoingMessage message = message(letter);
      if (log == null) {
        OutgoingMessage.plainText(message, letter.text());
      } else {
        var body = new MimeBodyPart();
        OutgoingMessage.plainText(body, letter.text());
        message.setContent(new MimeMultipart(body, log));
      }
      message.writeTo(out);
    } catch (MessagingException broken) {
      throw new IOException("the mail could not be composed: " + broken.getMessage(), broken);
    }
  }

  private OutgoingMessage message(Letter letter)
      throws MessagingException, UnsupportedEncodingException {
    var message = new OutgoingMessage(Session.getInstance(new Properties()));
    message.setFrom(MailAddresses.sender(letter.from(), MailName.of(ids.host())));
    // A header with such an address would bar the mail from most servers, and so from the others.
    var recipients =
        MailAddresses.of(letter.to()).usable().stream()
            .filter(one -> !MailAddresses.isBeyondAscii(one))
            .toList();
    if (recipients.isEmpty()) {
      message.setHeader("To", "undisclosed-recipients:;");
    } else {
      message.setRecipients(Message.RecipientType.TO, recipients.toArray(InternetAddress[]::new));
    }
    message.setSubject(OneLine.of(letter.subject()), "UTF-8");
    message.setSentDate(Date.from(letter.date()));
    message.setHeader("Message-ID", ids.of(letter));
    message.setHeader("In-Reply-To", ids.thread(letter.topic()));
    message.setHeader("References", ids.thread(letter.topic()));
    // RFC 3834: no vacation replies to an alert; Exchange obeys the second header.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    for (Map.Entry<String, String> header : new TreeMap<>(letter.headers()).entrySet()) {
      message.setHeader(header.getKey(), encoded(header));
    }
    return message;
  }

  private static String encoded(Map.Entry<String, String> header)
      throws UnsupportedEncodingException {
    int used = header.getKey().length() + ": ".length();
    return MimeUtility.fold(used, MimeUtility.encodeText(header.getValue(), "UTF-8", null));
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
