package heartbeat.server.alert;

import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.model.Redactor;
import java.util.List;

/** Turns an alert into what channels send: without secrets, with the last 50 lines of the log. */
public final class ChannelMessages {
  private static final int LINES = 50;

  private ChannelMessages() {}

  /**
   * Turns an alert into what channels send.
   *
   * @param id the alert's number, the same at each retry
   * @param host the switch's name in messages
   */
  public static ChannelMessage of(Message message, long id, String host) {
    Redactor redactor = new Redactor(List.of());
    List<String> log = redactor.redact(message.log()).strip().lines().toList();
    Kind kind = kind(message.kind().equals(AlertDigest.KIND) ? message.cause() : message.kind());
    return new ChannelMessage(
        kind,
        Long.toString(id),
        key(message, host),
        message.check(),
        AlertText.subject(message),
        kind == Kind.NOTICE ? message.kind() : message.cause(),
        redactor.redact(AlertText.details(message)),
        message.tags(),
        log.subList(Math.max(0, log.size() - LINES), log.size()),
        message.link(),
        message.at(),
        new ChannelMessage.Facts(
            message.slug(),
            message.about().uuid(),
            message.about().description(),
            message.about().schedule(),
            host,
            message.since(),
            message.lastPing(),
            message.missed(),
            message.exitStatus()));
  }

  /** The kind for a {@link Message#kind}; every word that is not listed here means a notice. */
  public static Kind kind(String word) {
    return switch (word) {
      case "down" -> Kind.DOWN;
      case "recovered", "arrived" -> Kind.UP;
      case "reminder" -> Kind.REMINDER;
      case "late" -> Kind.LATE;
      case "test" -> Kind.TEST;
      default -> Kind.NOTICE;
    };
  }

  /** The key of an incident. Each check has its own, so that its recovery closes its incident. */
  private static String key(Message message, String host) {
    String uuid = message.about().uuid();
    String check = uuid.isEmpty() ? message.check() : uuid;
    return check.isEmpty() ? "heartbeat/" + host + "/" + message.kind() : "heartbeat/" + check;
  }
}
