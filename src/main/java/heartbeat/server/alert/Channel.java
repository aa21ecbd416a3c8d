package heartbeat.server.alert;

import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.check.QuietHours;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way to reach people. */
public sealed interface Channel {
  /** Who it is for, unique and the same after a restart: {@code default/mail}. */
  String key();

  /** By what it reaches people, in a word: a URL may hold secrets, and addresses are private. */
  default String way() {
    return switch (this) {
      case Mail mail -> "mail";
      case Webhook hook -> "webhook";
      case Named named ->
          switch (named.destination().target()) {
            case Target.ByMail mail -> "mail";
            case Target.ByCommand command -> "a program";
            case Target.ByService by -> by.service().id();
          };
    };
  }

  /** How long its alerts wait for others, to be one message with them; zero: each goes at once. */
  default Duration gather() {
    return switch (this) {
      case Mail mail -> mail.gather;
      case Webhook hook -> Duration.ZERO;
      case Named named -> named.destination().gather();
    };
  }

  /** Mail to all addresses at once. */
  record Mail(String key, List<String> to, Duration gather) implements Channel {
    /** Each at once. */
    public Mail(String key, List<String> to) {
      this(key, to, Duration.ZERO);
    }

    public Mail {
      to = List.copyOf(to);
    }
  }

  /**
   * One of those under {@code channels} in the config; its name is its key.
   *
   * @param quiet when its alerts wait; null: never
   */
  record Named(Destination destination, @Nullable QuietHours quiet) implements Channel {
    @Override
    public String key() {
      return destination.name();
    }
  }

  /**
   * An HTTP request.
   *
   * @param url may hold secrets: never shown
   * @param body with placeholders; null: the whole alert as JSON
   */
  record Webhook(
      String key, String url, String method, Map<String, String> headers, @Nullable String body)
      implements Channel {
    public Webhook {
      headers = Map.copyOf(headers);
    }
  }
}
