package heartbeat.notify;

import heartbeat.model.JobName;
import heartbeat.model.Notification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The Message-IDs of mails. They follow from what the mail says: a mail that is sent twice because
 * nobody knows whether the first arrived has the same id, and mail programs show it once.
 *
 * @param host this machine's name, as far as it can stand in an id
 */
record MailIds(String host) {

  /** A host name that is fit for ids and greetings; {@code localhost} when it is not. */
  MailIds {
    boolean fit =
        !host.isEmpty()
            && host.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || isJoin(c)))
            && !isJoin(host.charAt(0));
    host = fit ? host : "localhost";
  }

  /** Of this mail. */
  String of(Notification.SendMail mail) {
    String what = hash(mail.happened() + "\n" + mail.subject()).substring(0, 8);
    return "<" + mail.run() + "." + what + "@" + host + ">";
  }

  /**
   * Of the mail that all mails of this job answer. It was never sent: mail programs gather its
   * answers in one thread all the same.
   */
  String thread(JobName job) {
    return "<heartbeat-" + hash(job.value()) + "@" + host + ">";
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static boolean isJoin(int c) {
    return c == '.' || c == '-';
  }
}
