package heartbeat.config;

import heartbeat.channel.Discord;
import heartbeat.channel.GoogleChat;
import heartbeat.channel.Gotify;
import heartbeat.channel.Matrix;
import heartbeat.channel.Mattermost;
import heartbeat.channel.Ntfy;
import heartbeat.channel.Opsgenie;
import heartbeat.channel.PagerDuty;
import heartbeat.channel.Pushover;
import heartbeat.channel.Service;
import heartbeat.channel.Slack;
import heartbeat.channel.Teams;
import heartbeat.channel.Telegram;
import heartbeat.channel.Webhook;
import heartbeat.channel.Zulip;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the chat or pager service that a channel leads to: one method a service. */
final class ServiceReader {
  private ServiceReader() {}

  /** Null when a key is wrong or missing: the channel's problems say which. */
  static @Nullable Service read(MapReader channel, String kind) {
    ServiceKeys keys = new ServiceKeys(channel, kind);
    Service service = service(kind, keys);
    keys.end();
    return keys.areGood() ? service : null;
  }

  private static @Nullable Service of(@Nullable String url, Function<String, Service> service) {
    return url == null ? null : service.apply(url);
  }

  private static @Nullable Service service(String kind, ServiceKeys keys) {
    return switch (kind) {
      case "slack" -> of(keys.url("url"), Slack::new);
      case "teams" -> of(keys.url("url"), Teams::new);
      case "discord" -> of(keys.url("url"), Discord::new);
      case "mattermost" -> of(keys.url("url"), Mattermost::new);
      case "google-chat" -> of(keys.url("url"), GoogleChat::new);
      case "telegram" -> telegram(keys);
      case "ntfy" -> ntfy(keys);
      case "matrix" -> matrix(keys);
      case "zulip" -> zulip(keys);
      case "gotify" -> gotify(keys);
      case "pushover" -> pushover(keys);
      case "pagerduty" -> {
        String key = keys.text("key");
        String url = keys.base("url");
        yield key == null || url == null ? null : new PagerDuty(url, key);
      }
      case "opsgenie" -> {
        String key = keys.text("key");
        String url = keys.base("url");
        yield key == null || url == null ? null : new Opsgenie(url, key);
      }
      case "webhook" -> webhook(keys);
      default -> throw new IllegalStateException(kind);
    };
  }

  private static @Nullable Service telegram(ServiceKeys keys) {
    String token = keys.text("token");
    String chat = keys.text("chat");
    String url = keys.base("url");
    String topic = keys.optional("topic");
    return token == null || chat == null || url == null
        ? null
        : new Telegram(url, token, chat, topic);
  }

  private static @Nullable Service ntfy(ServiceKeys keys) {
    String url = keys.url("url");
    String token = keys.optional("token");
    Integer priority = keys.number("priority", 1, 5);
    if (url == null) {
      return null;
    }
    if (!url.matches("https?://[^/]+/(.*/)?[-_A-Za-z0-9]{1,64}/?")) {
      keys.problem("url", "is not that of a topic; write https://ntfy.sh/mytopic");
      return null;
    }
    return Ntfy.of(url, token, priority);
  }

  private static @Nullable Service matrix(ServiceKeys keys) {
    String url = keys.base("url");
    String token = keys.text("token");
    String room = keys.text("room");
    if (room != null && !room.startsWith("!")) {
      keys.problem("room", "is not the id of a room, which begins with '!'");
    }
    return url == null || token == null || room == null ? null : new Matrix(url, token, room);
  }

  private static @Nullable Service zulip(ServiceKeys keys) {
    String url = keys.base("url");
    String email = keys.text("email");
    String key = keys.text("key");
    String stream = keys.text("stream");
    String topic = keys.optional("topic");
    return url == null || email == null || key == null || stream == null
        ? null
        : new Zulip(url, email, key, stream, topic);
  }

  private static @Nullable Service gotify(ServiceKeys keys) {
    String url = keys.base("url");
    String token = keys.text("token");
    Integer priority = keys.number("priority", 0, 10);
    return url == null || token == null ? null : new Gotify(url, token, priority);
  }

  private static @Nullable Service pushover(ServiceKeys keys) {
    String token = keys.text("token");
    String user = keys.text("user");
    String url = keys.base("url");
    String device = keys.optional("device");
    Integer priority = keys.number("priority", -2, 2);
    return token == null || user == null || url == null
        ? null
        : new Pushover(url, token, user, device, priority);
  }

  private static @Nullable Service webhook(ServiceKeys keys) {
    String url = keys.url("url");
    String method = keys.optional("method");
    if (method != null && !List.of("POST", "PUT", "GET").contains(method)) {
      keys.problem("method", "'" + Values.shown(method) + "' is none of POST, PUT, GET");
    }
    Map<String, String> headers = keys.texts("headers");
    for (String name : headers.keySet()) {
      try {
        Syntax.headerName(name);
      } catch (IllegalArgumentException e) {
        keys.problem("headers", "'" + Values.shown(name) + "' " + e.getMessage());
      }
    }
    String body = keys.optional("body");
    if (url == null) {
      return null;
    }
    Webhook webhook = new Webhook(url, method == null ? "POST" : method, headers, body);
    PlaceholderCheck.check(keys.reader(), webhook);
    return webhook;
  }
}
