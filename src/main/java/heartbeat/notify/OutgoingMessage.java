package heartbeat.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;

/** A message that keeps the Message-ID it was given. */
final class OutgoingMessage extends MimeMessage {
  OutgoingMessage(Session session) {
    super(session);
  }

  @Override
  protected void updateMessageID() {
    // The one that is there is stable; the library's is new each time, and asks for the host name.
  }

  /** Makes the part plain text; any characters of a log can be in it. */
  static void plainText(MimePart part, String text) throws MessagingException {
    part.setText(text, "UTF-8");
    // Not left to a guess: long lines, NUL and lone carriage returns pass no server as they are.
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
  }
}
