package heartbeat.server.alert;

import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.model.Redactor;
import java.util.List;

/** The switch's alerts as channels take them: without secrets, with the end of the log. */
public final class ChannelMessages {
  private static final int LINES = 50;

  private ChannelMessages() {}

  /**
   * The message.
   *
   * @param id of the alert, the same each time it is sent
   * @param host this machine's name
   */
  public static ChannelMessage of(Message message, long id, String host) {
    Redactor redactor = new Redactor(List.of());
    List<String> log = redactor.redact(message.log()).strip().lines().toList();
    Kind kind = kind(message.kind().equals(Gathered.KIND) ? message.cause() : message.kind());
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

  /** By the words that are stored. */
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

  /** A check's own, so that its recovery finds what its failure opened. */
  private static String key(Message message, String host) {
    String uuid = message.about().uuid();
    String check = uuid.isEmpty() ? message.check() : uuid;
    return check.isEmpty() ? "heartbeat/" + host + "/" + message.kind() : "heartbeat/" + check;
  }
}
