package heartbeat.notify;

import heartbeat.model.Letter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The Message-IDs of mails, made from what the mail says. So a mail that heartbeat sends twice,
 * because it does not know whether the first arrived, has one id, and mail programs show it once.
 *
 * @param host this machine's name, if it can be part of an id
 */
record MailIds(String host) {

  /** Replaces a host name that can't be part of an id or a greeting by {@code localhost}. */
  MailIds {
    boolean fit =
        !host.isEmpty()
            && host.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || isJoin(c)))
            && !isJoin(host.charAt(0));
    host = fit ? host : "localhost";
  }

  /** Of this mail. */
  String of(Letter letter) {
    String what = hash(letter.date() + "\n" + letter.subject()).substring(0, 8);
    return "<" + letter.id() + "." + what + "@" + host + ">";
  }

  /**
   * Of the mail that all mails on this topic answer. It was never sent: mail programs gather its
   * answers in one thread all the same.
   */
  String thread(String topic) {
    return "<heartbeat-" + hash(topic) + "@" + host + ">";
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static boolean isJoin(int c) {
    return c == '.' || c == '-';
  }
}
