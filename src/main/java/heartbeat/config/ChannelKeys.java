package heartbeat.config;

import static heartbeat.config.ValueType.Kind.ADDRESSES;
import static heartbeat.config.ValueType.Kind.LINES;
import static heartbeat.config.ValueType.Kind.MAP;
import static heartbeat.config.ValueType.Kind.PASSWORD;
import static heartbeat.config.ValueType.Kind.TEXT;
import static heartbeat.config.ValueType.Kind.TEXTS;
import static heartbeat.config.ValueType.Kind.URL;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of the keys of a channel, under its name in {@code channels}. The first key of a
 * service may stand for its map: {@code slack: URL} for {@code slack: { url: URL }}.
 */
public final class ChannelKeys {
  private static final List<Key> ALL =
      List.of(
          key(
              "slack.url",
              URL,
              "https://hooks.slack.com/services/...",
              "an incoming webhook of Slack"),
          key(
              "teams.url",
              URL,
              "https://example.com/workflows/...",
              "a workflow of Microsoft Teams"),
          key("discord.url", URL, "https://discord.com/api/webhooks/...", "a webhook of Discord"),
          key("telegram.token", PASSWORD, "${file:/etc/heartbeat/telegram}", "the token of a bot"),
          key("telegram.chat", TEXT, "'-1001234567890'", "the id of a chat, or @channel"),
          key("telegram.topic", TEXT, "'7'", "the id of a topic in the chat"),
          preset("telegram.url", "https://api.telegram.org", "the Bot API"),
          key("ntfy.url", URL, "https://ntfy.sh/mytopic", "a topic of ntfy"),
          key("ntfy.token", PASSWORD, "tk_...", "an access token"),
          number("ntfy.priority", 1, 5, "4", "of what is down"),
          key("matrix.url", URL, "https://matrix.example.org", "a homeserver"),
          key("matrix.token", PASSWORD, "${file:/etc/heartbeat/matrix}", "an access token"),
          key("matrix.room", TEXT, "'!abc:example.org'", "the id of a room, with its '!'"),
          key("mattermost.url", URL, "https://chat.example.org/hooks/...", "an incoming webhook"),
          key(
              "google-chat.url",
              URL,
              "https://chat.googleapis.com/v1/spaces/...",
              "a webhook of a space in Google Chat"),
          key("zulip.url", URL, "https://example.zulipchat.com", "a Zulip organisation"),
          key("zulip.email", TEXT, "bot@example.zulipchat.com", "the bot's address"),
          key("zulip.key", PASSWORD, "${file:/etc/heartbeat/zulip}", "the bot's API key"),
          key("zulip.stream", TEXT, "ops", "the channel to write to"),
          key("zulip.topic", TEXT, "alerts", "the topic; the check's name when left out"),
          key("gotify.url", URL, "https://gotify.example.org", "a Gotify server"),
          key("gotify.token", PASSWORD, "${file:/etc/heartbeat/gotify}", "an application's token"),
          number("gotify.priority", 0, 10, "8", "of what is down"),
          key(
              "pushover.token",
              PASSWORD,
              "${file:/etc/heartbeat/pushover}",
              "an application's token"),
          key(
              "pushover.user",
              PASSWORD,
              "uQiRzpo4DXghDmr9QzzfQu27cmVRsG",
              "the key of a user or group"),
          key("pushover.device", TEXT, "phone", "one of the user's devices; all when left out"),
          number("pushover.priority", -2, 2, "1", "of what is down; 2 repeats until confirmed"),
          preset("pushover.url", "https://api.pushover.net", "the API"),
          key(
              "pagerduty.key",
              PASSWORD,
              "${file:/etc/heartbeat/pagerduty}",
              "an integration key, Events API v2"),
          preset(
              "pagerduty.url",
              "https://events.pagerduty.com",
              "the API; events.eu.pagerduty.com in the EU"),
          key(
              "opsgenie.key",
              PASSWORD,
              "${file:/etc/heartbeat/opsgenie}",
              "the key of an API integration"),
          preset(
              "opsgenie.url", "https://api.opsgenie.com", "the API; api.eu.opsgenie.com in the EU"),
          key("webhook.url", URL, "https://example.org/hook", "what is called, with placeholders"),
          Key.ofTop(
              "webhook.method",
              ValueType.choice("POST", "PUT", "GET"),
              "POST",
              "PUT",
              "the HTTP method"),
          key("webhook.headers", MAP, "{ X-Site: example }", "HTTP headers, with placeholders"),
          key(
              "webhook.body",
              LINES,
              "'{\"text\": \"{text}\"}'",
              "what is sent instead of the whole message as JSON, with placeholders; when it begins with"
                  + " { or [ it is JSON"),
          key("mail.to", ADDRESSES, "[ops@example.org]", "who is mailed"),
          key("mail.subject", TEXT, "'{host}: {subject}'", "the subject, with placeholders"),
          key("mail.body", LINES, "'{details}'", "the text, with placeholders"),
          key(
              "command",
              TEXTS,
              "[/usr/local/bin/page, '{event}']",
              "a program and its arguments, with placeholders; it reads the message as JSON"),
          Key.ofTop("timeout", ValueType.seconds(), "30s", "10s", "how long the command may take"),
          Key.ofTop(
              "on",
              ValueType.choices("down", "up", "warning", "late", "reminder"),
              "[down, up, warning, reminder]",
              "[down, up]",
              "what it is told of; late: a ping of a check of the switch is overdue"),
          Key.ofTop(
              "after",
              ValueType.duration(),
              "0s",
              "30m",
              "the switch tells it only what is still down after this time: a second channel"),
          Key.ofTop(
              "gather",
              ValueType.duration(),
              "30s",
              "2m",
              "the switch sends what comes within this time as one message; 0s is built in for"
                  + " pagerduty, opsgenie, webhook and command"),
          key(
              "quiet-hours",
              TEXT,
              "'22:00-07:00'",
              "the switch holds alerts back until these are over"),
          Key.ofTop("timezone", ValueType.of(TEXT), "UTC", "Europe/Amsterdam", "of quiet-hours"));

  private ChannelKeys() {}

  /** The keys of a channel, in the order in which people read of them. */
  public static List<Key> ofChannel() {
    return ALL;
  }

  private static Key key(String path, ValueType.Kind kind, String example, String help) {
    return Key.ofTop(path, ValueType.of(kind), null, example, help);
  }

  private static Key preset(String path, String builtIn, String help) {
    return Key.ofTop(path, ValueType.of(URL), builtIn, builtIn.replace("://", "://proxy."), help);
  }

  private static Key number(String path, int least, int most, String builtIn, String help) {
    return Key.ofTop(
        path,
        ValueType.whole(least, most),
        builtIn,
        Integer.toString(most),
        "the priority " + help);
  }

  /** The kinds of channels, as they are written: {@code slack}. */
  static List<String> kinds() {
    return List.of(
        "slack",
        "teams",
        "discord",
        "telegram",
        "ntfy",
        "matrix",
        "mattermost",
        "google-chat",
        "zulip",
        "gotify",
        "pushover",
        "pagerduty",
        "opsgenie",
        "webhook",
        "mail",
        "command");
  }

  static @Nullable String builtIn(String path) {
    for (Key key : ALL) {
      if (key.path().equals(path)) {
        return key.builtIn();
      }
    }
    return null;
  }
}
