package heartbeat.server.alert;

import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.check.QuietHours;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel: a way in which the switch alerts certain people, such as mail to two addresses. */
public sealed interface Channel {
  /** The channel's unique name, the same after a restart: {@code default/mail}. */
  String key();

  /** The kind of channel, for pages. They show no URL, which may hold secrets, and no address. */
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

  /** How long an alert waits for others that the same message can tell; zero: it does not wait. */
  default Duration gather() {
    return switch (this) {
      case Mail mail -> mail.gather;
      case Webhook hook -> Duration.ZERO;
      case Named named -> named.destination().gather();
    };
  }

  /** One mail for each alert, to all these addresses. */
  record Mail(String key, List<String> to, Duration gather) implements Channel {
    /** A mail channel whose alerts do not wait for others. */
    public Mail(String key, List<String> to) {
      this(key, to, Duration.ZERO);
    }

    public Mail {
      to = List.copyOf(to);
    }
  }

  /**
   * A channel that the config names under {@code channels}; this name is its key.
   *
   * @param quiet the hours in which its alerts wait; null: they never wait
   */
  record Named(Destination destination, @Nullable QuietHours quiet) implements Channel {
    @Override
    public String key() {
      return destination.name();
    }
  }

  /**
   * One HTTP request for each alert.
   *
   * @param url may hold secrets: do not show it
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
