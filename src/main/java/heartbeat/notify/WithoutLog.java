package heartbeat.notify;

import heartbeat.model.ShellWord;
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

/** A mail that a server does not want with its log, without it. */
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

  private static String note(MimeMessage mail, String why) throws MessagingException, IOException {
    String job = mail.getHeader("X-Heartbeat-Job", null);
    String run = mail.getHeader("X-Heartbeat-Run", null);
    return "The log is not attached: the mail server did not take it ("
        + why
        + ").\nRead it on the machine itself:  heartbeat log "
        + ShellWord.quoted(job == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(job)))
        + " "
        + (run == null ? "" : run)
        + "\n";
  }
}
