package heartbeat.config;

import heartbeat.channel.AlertPlaceholder;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
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
import heartbeat.channel.Target;
import heartbeat.channel.Teams;
import heartbeat.channel.Telegram;
import heartbeat.channel.Webhook;
import heartbeat.channel.Zulip;
import heartbeat.check.QuietHours;
import heartbeat.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one channel. No message repeats a secret. */
final class DestinationReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final MapReader map;
  private boolean good = true;

  private DestinationReader(MapReader map) {
    this.map = map;
  }

  static ChannelConfig read(MapReader map) {
    return new DestinationReader(map).read();
  }

  private ChannelConfig read() {
    List<String> kinds = new ArrayList<>();
    for (String kind : ChannelKeys.kinds()) {
      if (map.has(kind)) {
        kinds.add(kind);
      }
    }
    Target target = kinds.size() == 1 ? target(kinds.getFirst()) : null;
    Set<Kind> on = on();
    Duration after = pause("after", Duration.ZERO);
    boolean single = List.of("pagerduty", "opsgenie").containsAll(kinds);
    boolean program = List.of("webhook", "command").containsAll(kinds);
    Duration gather = pause("gather", single || program ? Duration.ZERO : Destination.USUAL_GATHER);
    if (single && gather.isPositive()) {
      problem("gather", "must be 0s: each alert has its own incident there");
    }
    QuietHours quiet = CheckReader.quiet(map, CheckReader.zone(map));
    map.end(SwitchKeys.namesIn(ChannelKeys.ofChannel(), ""));
    if (kinds.size() != 1) {
      map.problem(
          kinds.isEmpty()
              ? "needs one of " + String.join(", ", ChannelKeys.kinds())
              : "is " + String.join(" and ", kinds) + " at once; make a channel of each");
    }
    return new ChannelConfig(
        target == null || !good ? null : new Destination(map.name(), target, on, after, gather),
        quiet);
  }

  private Set<Kind> on() {
    if (!map.has("on")) {
      return EnumSet.of(Kind.DOWN, Kind.UP, Kind.WARNING, Kind.REMINDER);
    }
    Set<Kind> on = EnumSet.noneOf(Kind.class);
    List<String> words = List.of("down", "up", "warning", "late", "reminder");
    for (String written : map.list("on")) {
      for (String word : written.strip().split("\\s*,\\s*", -1)) {
        if (words.contains(word)) {
          on.add(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
        } else {
          problem(
              "on",
              "'"
                  + Values.shown(word)
                  + "' is none of "
                  + String.join(", ", words)
                  + Spelling.hint(word, words));
        }
      }
    }
    return on;
  }

  private Duration pause(String key, Duration usual) {
    return pause(map, key, usual);
  }

  /** A time that may be 0; {@code usual} where the config does not say. */
  static Duration pause(MapReader map, String key, Duration usual) {
    Duration written =
        map.value(key, text -> text.equals("0") ? Duration.ZERO : Quantity.duration(text));
    return written == null ? usual : written;
  }

  private @Nullable Target target(String kind) {
    return switch (kind) {
      case "mail" -> mail();
      case "command" -> command();
      default -> {
        Part part = new Part(kind);
        Service service = service(kind, part);
        part.end();
        yield service == null ? null : new Target.ByService(service);
      }
    };
  }

  private static @Nullable Service of(@Nullable String url, Function<String, Service> service) {
    return url == null ? null : service.apply(url);
  }

  private @Nullable Service service(String kind, Part part) {
    return switch (kind) {
      case "slack" -> of(part.url("url"), Slack::new);
      case "teams" -> of(part.url("url"), Teams::new);
      case "discord" -> of(part.url("url"), Discord::new);
      case "mattermost" -> of(part.url("url"), Mattermost::new);
      case "google-chat" -> of(part.url("url"), GoogleChat::new);
      case "telegram" -> telegram(part);
      case "ntfy" -> ntfy(part);
      case "matrix" -> matrix(part);
      case "zulip" -> zulip(part);
      case "gotify" -> gotify(part);
      case "pushover" -> pushover(part);
      case "pagerduty" -> {
        String key = part.text("key");
        String url = part.base("url");
        yield key == null || url == null ? null : new PagerDuty(url, key);
      }
      case "opsgenie" -> {
        String key = part.text("key");
        String url = part.base("url");
        yield key == null || url == null ? null : new Opsgenie(url, key);
      }
      case "webhook" -> webhook(part);
      default -> throw new IllegalStateException(kind);
    };
  }

  private @Nullable Service telegram(Part part) {
    String token = part.text("token");
    String chat = part.text("chat");
    String url = part.base("url");
    String topic = part.optional("topic");
    return token == null || chat == null || url == null
        ? null
        : new Telegram(url, token, chat, topic);
  }

  private @Nullable Service ntfy(Part part) {
    String url = part.url("url");
    String token = part.optional("token");
    Integer priority = part.number("priority", 1, 5);
    if (url == null) {
      return null;
    }
    if (!url.matches("https?://[^/]+/(.*/)?[-_A-Za-z0-9]{1,64}/?")) {
      part.problem("url", "is not that of a topic; write https://ntfy.sh/mytopic");
      return null;
    }
    return Ntfy.of(url, token, priority);
  }

  private @Nullable Service matrix(Part part) {
    String url = part.base("url");
    String token = part.text("token");
    String room = part.text("room");
    if (room != null && !room.startsWith("!")) {
      part.problem("room", "is not the id of a room, which begins with '!'");
    }
    return url == null || token == null || room == null ? null : new Matrix(url, token, room);
  }

  private @Nullable Service zulip(Part part) {
    String url = part.base("url");
    String email = part.text("email");
    String key = part.text("key");
    String stream = part.text("stream");
    String topic = part.optional("topic");
    return url == null || email == null || key == null || stream == null
        ? null
        : new Zulip(url, email, key, stream, topic);
  }

  private @Nullable Service gotify(Part part) {
    String url = part.base("url");
    String token = part.text("token");
    Integer priority = part.number("priority", 0, 10);
    return url == null || token == null ? null : new Gotify(url, token, priority);
  }

  private @Nullable Service pushover(Part part) {
    String token = part.text("token");
    String user = part.text("user");
    String url = part.base("url");
    String device = part.optional("device");
    Integer priority = part.number("priority", -2, 2);
    return token == null || user == null || url == null
        ? null
        : new Pushover(url, token, user, device, priority);
  }

  private @Nullable Service webhook(Part part) {
    String url = part.url("url");
    String method = part.optional("method");
    if (method != null && !List.of("POST", "PUT", "GET").contains(method)) {
      part.problem("method", "'" + Values.shown(method) + "' is none of POST, PUT, GET");
    }
    Map<String, String> headers = part.texts("headers");
    for (String name : headers.keySet()) {
      try {
        Syntax.headerName(name);
      } catch (IllegalArgumentException e) {
        part.problem("headers", "'" + Values.shown(name) + "' " + e.getMessage());
      }
    }
    String body = part.optional("body");
    if (url == null) {
      return null;
    }
    Webhook webhook = new Webhook(url, method == null ? "POST" : method, headers, body);
    checkPlaceholders(part.reader(), webhook);
    return webhook;
  }

  /** Says what placeholders a webhook has that do not exist, and whether its JSON is none. */
  static void checkPlaceholders(MapReader map, Webhook webhook) {
    unknownPlaceholders(map, "url", webhook.url());
    webhook.headers().values().forEach(value -> unknownPlaceholders(map, "headers", value));
    String body = webhook.body();
    if (body != null) {
      unknownPlaceholders(map, "body", body);
      String wrong = webhook.bodyProblem();
      if (wrong != null) {
        map.problem("body", wrong);
      }
    }
  }

  static void unknownPlaceholders(MapReader map, String key, String template) {
    List<String> names = AlertPlaceholder.names();
    int open = -1;
    while ((open = template.indexOf('{', open + 1)) >= 0) {
      int close = template.indexOf('}', open);
      String name = close < 0 ? "" : template.substring(open + 1, close);
      if (name.matches("[A-Za-z][A-Za-z_-]{0,19}") && !names.contains(name)) {
        map.warning(
            key,
            "'{" + name + "}' is no placeholder, and stays as it is" + Spelling.hint(name, names));
      }
    }
  }

  private @Nullable Target mail() {
    MapReader inner = map.isMap("mail") ? map.map("mail") : null;
    List<String> to =
        ChannelReader.addresses(inner == null ? map : inner, inner == null ? "mail" : "to");
    String subject = inner == null ? null : inner.text("subject");
    String body = inner == null ? null : inner.text("body");
    if (inner != null) {
      if (subject != null) {
        unknownPlaceholders(inner, "subject", subject);
      }
      if (body != null) {
        unknownPlaceholders(inner, "body", body);
      }
      inner.end(SwitchKeys.namesIn(ChannelKeys.ofChannel(), "mail"));
    }
    if (to.isEmpty()) {
      problem("mail", "needs an address");
      return null;
    }
    return new Target.ByMail(to, subject, body);
  }

  private @Nullable Target command() {
    List<String> command = new ArrayList<>();
    if (map.isList("command")) {
      command.addAll(map.list("command"));
    } else {
      String line = map.text("command");
      if (line != null && line.matches(".*[\"'|;&<>$`].*")) {
        problem("command", "is no shell line; write a list: [/bin/sh, -c, '...']");
      } else if (line != null) {
        command.addAll(List.of(line.strip().split("\\s+", -1)));
      }
    }
    Duration timeout = map.duration("timeout");
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      problem("command", "must begin with the absolute path of a program");
      return null;
    }
    command.forEach(word -> unknownPlaceholders(map, "command", word));
    return new Target.ByCommand(command, timeout == null ? TIMEOUT : timeout);
  }

  private void problem(String key, String message) {
    map.problem(key, message);
    good = false;
  }

  /** A service's own keys: a map, or one text that stands for the first of them. */
  private final class Part {
    private final String kind;
    private final @Nullable MapReader inner;
    private final @Nullable String sole;
    private final String first;

    Part(String kind) {
      this.kind = kind;
      boolean isMap = map.isMap(kind);
      inner = isMap ? map.map(kind) : null;
      sole = isMap ? null : map.text(kind);
      first = firstKey(kind);
    }

    private static String firstKey(String kind) {
      for (Key key : ChannelKeys.ofChannel()) {
        if (key.group().equals(kind)) {
          return key.leaf();
        }
      }
      throw new IllegalStateException(kind);
    }

    MapReader reader() {
      return inner == null ? map : inner;
    }

    @Nullable String optional(String key) {
      return inner == null ? (key.equals(first) ? sole : null) : inner.text(key);
    }

    @Nullable String text(String key) {
      String text = optional(key);
      if (text == null || text.isBlank()) {
        problem(key, "needs '" + key + "'");
        return null;
      }
      if (text.chars().anyMatch(Character::isISOControl)) {
        problem(key, "has more than one line");
        return null;
      }
      return text.strip();
    }

    @Nullable String url(String key) {
      String text = text(key);
      return text == null ? null : checked(key, text);
    }

    /** The root of an API, without a slash at its end; the built-in one when none is written. */
    @Nullable String base(String key) {
      String written = optional(key);
      String text = written == null ? ChannelKeys.builtIn(kind + "." + key) : written.strip();
      if (text == null) {
        problem(key, "needs '" + key + "'");
        return null;
      }
      String url = checked(key, text);
      return url == null ? null : url.replaceAll("/+$", "");
    }

    private @Nullable String checked(String key, String text) {
      try {
        return Syntax.url(text);
      } catch (IllegalArgumentException e) {
        problem(key, "needs a URL that begins with https:// or http://");
        return null;
      }
    }

    @Nullable Integer number(String key, int least, int most) {
      String text = optional(key);
      if (text == null) {
        return null;
      }
      if (!text.matches("-?[0-9]{1,3}")
          || Integer.parseInt(text) < least
          || Integer.parseInt(text) > most) {
        problem(key, "'" + Values.shown(text) + "' must be " + least + " to " + most);
        return null;
      }
      return Integer.valueOf(text);
    }

    Map<String, String> texts(String key) {
      return inner == null ? Map.of() : inner.texts(key);
    }

    void problem(String key, String message) {
      good = false;
      if (inner == null) {
        map.problem(kind, message);
      } else {
        inner.problem(key, message);
      }
    }

    void end() {
      if (inner != null) {
        inner.end(SwitchKeys.namesIn(ChannelKeys.ofChannel(), kind));
      }
    }
  }
}
