package heartbeat.notify;

import heartbeat.model.Notification.SendMail;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a mail without its log, for a server that refuses it with its log. */
final class WithoutLog {
  private WithoutLog() {}

  /** The mail with a line in place of its attachment; null when it has none. */
  static @Nullable MimeMessage of(MimeMessage mail, Session session, String why)
      throws MessagingException, IOException {
    if (!(mail.getContent() instanceof MimeMultipart parts)
        || !(parts.getBodyPart(0).getContent() instanceof String text)) {
      return null;
    }
    var small = new OutgoingMessage(session);
    Enumeration<Header> headers = mail.getAllHeaders();
    while (headers.hasMoreElements()) {
      Header header = headers.nextElement();
      if (!header.getName().toLowerCase(Locale.ROOT).startsWith("content-")) {
        small.addHeader(header.getName(), header.getValue());
      }
    }
    OutgoingMessage.plainText(small, text.stripTrailing() + "\n\n" + note(mail, why));
    small.saveChanges();
    return small;
  }

  /** A job's mail says how to read the log; what a switch attaches is only in the mail. */
  private static String note(MimeMessage mail, String why) throws MessagingException, IOException {
    String command = mail.getHeader(SendMail.LOG_COMMAND_HEADER, null);
    String note = "The log is not attached: the mail server did not take it (" + why + ").\n";
    return command == null
        ? note
        : note
            + "Read it on the machine itself:  "
            + MimeUtility.decodeText(MimeUtility.unfold(command))
            + "\n";
  }
}
