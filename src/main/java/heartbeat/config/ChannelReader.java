package heartbeat.config;

import heartbeat.channel.Destination;
import heartbeat.channel.Webhook;
import heartbeat.server.alert.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code alerts:}: mail, and one webhook or a list of them. */
final class ChannelReader {
  private static final ValueType METHOD = ValueType.choice("POST", "PUT", "GET");

  private ChannelReader() {}

  /** The channels; {@code owner} makes their keys unique. */
  static List<Channel> read(MapReader alerts, String owner) {
    List<Channel> channels = new ArrayList<>();
    MapReader mail = alerts.map("mail");
    if (mail != null) {
      mail(mail, owner, channels);
    }
    int number = 1;
    for (MapReader webhook : alerts.maps("webhook")) {
      String key = owner + "/webhook" + (number == 1 ? "" : "-" + number);
      webhook(webhook, key, channels);
      number++;
    }
    alerts.end(SwitchKeys.namesIn(SwitchKeys.ofServe(), "alerts"));
    return channels;
  }

  private static void mail(MapReader mail, String owner, List<Channel> channels) {
    List<String> to = addresses(mail, "to");
    Duration gather = DestinationReader.pause(mail, "gather", Destination.USUAL_GATHER);
    mail.end(SwitchKeys.namesIn(SwitchKeys.ofServe(), "alerts.mail"));
    if (to.isEmpty()) {
      mail.problem("needs 'to' with an address");
    } else {
      channels.add(new Channel.Mail(owner + "/mail", to, gather));
    }
  }

  /** The addresses behind a key: one, several with commas, or a list. */
  static List<String> addresses(MapReader map, String key) {
    List<String> to = new ArrayList<>();
    for (String written : map.list(key)) {
      for (String address : written.split("\\s*,\\s*", -1)) {
        try {
          to.add(Syntax.address(address.strip()));
        } catch (IllegalArgumentException e) {
          map.problem(key, "'" + Values.shown(address) + "' " + e.getMessage());
        }
      }
    }
    return to;
  }

  private static void webhook(MapReader webhook, String key, List<Channel> channels) {
    // A URL is a secret here: no message repeats it.
    String url = webhook.text("url");
    String method = webhook.value("method", text -> (String) Parsers.parse(METHOD, text));
    Map<String, String> headers = webhook.texts("headers");
    headers.forEach(
        (name, value) -> {
          try {
            Syntax.headerName(name);
          } catch (IllegalArgumentException e) {
            webhook.problem("headers", "'" + Values.shown(name) + "' " + e.getMessage());
          }
        });
    String body = webhook.text("body");
    webhook.end(SwitchKeys.namesIn(SwitchKeys.ofServe(), "alerts.webhook"));
    if (url == null || !(url.startsWith("https://") || url.startsWith("http://"))) {
      webhook.problem("url", "needs a URL that begins with https:// or http://");
    } else {
      String verb = method == null ? "POST" : method;
      PlaceholderCheck.check(webhook, new Webhook(url, verb, headers, body));
      channels.add(new Channel.Webhook(key, url, verb, headers, body));
    }
  }
}
