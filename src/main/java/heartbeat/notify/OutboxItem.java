package heartbeat.notify;

import heartbeat.channel.ToldRecipients;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that waits in the outbox to be delivered. */
public sealed interface OutboxItem {
  /** The envelope: as long as this file is there, the item waits. */
  Path file();

  JobName job();

  RunId run();

  /** When the thing happened that it tells of. */
  Instant happened();

  OutboxHistory history();

  /** What it is, for people, without secrets. */
  String title();

  /**
   * Who has certainly got it, as {@link ToldRecipients} names them, when the server answered so.
   */
  default List<String> reached(Delivery.Delivered answer) {
    return switch (this) {
      case Mail mail ->
          answer.toAll() ? mail.to.stream().map(ToldRecipients::byMail).toList() : List.of();
      case Message message -> List.of(message.message.recipient());
      case Ping ping -> List.of();
    };
  }

  /** The same item with another history. */
  OutboxItem with(OutboxHistory newHistory);

  /** A ping. */
  record Ping(Path file, SendPing ping, OutboxHistory history) implements OutboxItem {
    @Override
    public JobName job() {
      return ping.job();
    }

    @Override
    public RunId run() {
      return ping.run();
    }

    @Override
    public Instant happened() {
      return ping.happened();
    }

    @Override
    public String title() {
      return switch (ping.kind()) {
        case START -> "start ping";
        case SUCCESS -> "success ping";
        case FAILURE -> "failure ping";
        case LOG -> "log ping";
      };
    }

    @Override
    public Ping with(OutboxHistory newHistory) {
      return new Ping(file, ping, newHistory);
    }

    /** Without the URL, which may hold secrets. */
    @Override
    public String toString() {
      return title() + " " + file;
    }
  }

  /** A message to a chat or pager service. */
  record Message(Path file, SendMessage message, OutboxHistory history) implements OutboxItem {
    @Override
    public JobName job() {
      return message.job();
    }

    @Override
    public RunId run() {
      return message.run();
    }

    @Override
    public Instant happened() {
      return message.happened();
    }

    @Override
    public String title() {
      return "message to " + message.channel();
    }

    @Override
    public Message with(OutboxHistory newHistory) {
      return new Message(file, message, newHistory);
    }

    /** Without the URL, which may hold secrets. */
    @Override
    public String toString() {
      return title() + " " + file;
    }
  }

  /**
   * A mail, composed already: the message is in {@link #eml}.
   *
   * @param awaitsLog whether the process that put it there is about to attach the log
   */
  record Mail(
      Path file,
      JobName job,
      RunId run,
      Instant happened,
      String from,
      List<String> to,
      String subject,
      @Nullable MailTransport by,
      boolean awaitsLog,
      OutboxHistory history)
      implements OutboxItem {
    private static final String ENVELOPE = ".json";

    public Mail {
      to = List.copyOf(to);
    }

    /** The whole message, RFC 5322. */
    public Path eml() {
      String name = String.valueOf(file.getFileName());
      return file.resolveSibling(
          name.substring(0, name.length() - ENVELOPE.length()) + Outbox.MESSAGE);
    }

    @Override
    public String title() {
      return "mail \"" + subject + "\"";
    }

    @Override
    public Mail with(OutboxHistory newHistory) {
      return new Mail(file, job, run, happened, from, to, subject, by, awaitsLog, newHistory);
    }

    /** The same mail, for these recipients only. */
    Mail only(List<String> recipients) {
      return new Mail(file, job, run, happened, from, recipients, subject, by, awaitsLog, history);
    }
  }
}
