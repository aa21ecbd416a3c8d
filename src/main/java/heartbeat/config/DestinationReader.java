package heartbeat.config;

import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Service;
import heartbeat.channel.Target;
import heartbeat.check.QuietHours;
import heartbeat.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one channel: where it leads, and what it wants to hear when. No message repeats a secret.
 */
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
    map.end();
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
        Service service = ServiceReader.read(map, kind);
        yield service == null ? null : new Target.ByService(service);
      }
    };
  }

  private @Nullable Target mail() {
    MapReader inner = map.isMap("mail") ? map.map("mail") : null;
    List<String> to =
        ChannelReader.addresses(inner == null ? map : inner, inner == null ? "mail" : "to");
    String subject = inner == null ? null : inner.text("subject");
    String body = inner == null ? null : inner.text("body");
    if (inner != null) {
      if (subject != null) {
        PlaceholderCheck.check(inner, "subject", subject);
      }
      if (body != null) {
        PlaceholderCheck.check(inner, "body", body);
      }
      inner.end();
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
    command.forEach(word -> PlaceholderCheck.check(map, "command", word));
    return new Target.ByCommand(command, timeout == null ? TIMEOUT : timeout);
  }

  private void problem(String key, String message) {
    map.problem(key, message);
    good = false;
  }
}
