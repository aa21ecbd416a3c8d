package heartbeat.channel;

import heartbeat.model.Braces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders of webhooks, commands' arguments and the administrator's own mail text, such as
 * {@code {check}}. Other braces stay as they are.
 */
public enum AlertPlaceholder {
  CHECK("the name of the check or job"),
  SLUG("its name in ping URLs"),
  UUID("its UUID"),
  DESC("its description"),
  TAGS("its tags, with commas"),
  SCHEDULE("when it is expected, in words"),
  EVENT("down, up, warning, late, reminder, notice or test: the words of 'on'"),
  KIND("as event; recovered instead of up, outage or damaged instead of notice"),
  REASON("why: missed, too-slow, failed, ..."),
  SUBJECT("one line that says it all"),
  TEXT("the whole text, the log included"),
  DETAILS("the text without subject and log"),
  LOG("the last lines of the log"),
  AT("when it happened, ISO 8601 in UTC"),
  SINCE("since when it is, or was, down"),
  LAST("when the last ping came"),
  MISSED("how many runs are missing"),
  EXIT("the exit status of the last run"),
  LINK("where to look"),
  HOST("the machine that says it"),
  ID("the number of this message, the same when it is sent again"),
  KEY("what it is about, the same for failure and recovery");

  private final String help;

  AlertPlaceholder(String help) {
    this.help = help;
  }

  /** Its name between the braces. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line of help. */
  public String help() {
    return help;
  }

  /** The names of all of them, in the order of the table. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (AlertPlaceholder one : values()) {
      names.add(one.id());
    }
    return names;
  }

  /** The one with this name; null: there is none. */
  public static @Nullable AlertPlaceholder named(String name) {
    for (AlertPlaceholder one : values()) {
      if (one.id().equals(name)) {
        return one;
      }
    }
    return null;
  }

  /** Its value for this message; empty when that is not known. */
  public String of(ChannelMessage message) {
    ChannelMessage.Facts facts = message.facts();
    return switch (this) {
      case CHECK -> message.name();
      case SLUG -> facts.slug();
      case UUID -> facts.uuid();
      case DESC -> facts.description();
      case TAGS -> String.join(", ", message.tags());
      case SCHEDULE -> facts.schedule();
      case EVENT -> message.kind().id();
      case KIND -> message.kindWord();
      case REASON -> message.reason();
      case SUBJECT -> message.subject();
      case TEXT -> message.wholeText();
      case DETAILS -> message.text();
      case LOG -> String.join("\n", message.log());
      case AT -> message.at().toString();
      case SINCE -> time(facts.since());
      case LAST -> time(facts.lastPing());
      case MISSED -> Integer.toString(facts.missed());
      case EXIT -> facts.exitStatus() == null ? "" : facts.exitStatus().toString();
      case LINK -> message.link();
      case HOST -> facts.host();
      case ID -> message.id();
      case KEY -> message.key();
    };
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "" : time.toString();
  }

  /** Fills in everything in one pass: braces within a value stay as they are. */
  public static String fill(String template, ChannelMessage message, UnaryOperator<String> escape) {
    return fill(template, message, escape, Map.of());
  }

  /** Likewise, with more names of the caller's own. */
  public static String fill(
      String template,
      ChannelMessage message,
      UnaryOperator<String> escape,
      Map<String, String> more) {
    return Braces.fill(
        template,
        name -> {
          AlertPlaceholder one = named(name);
          String value = one == null ? more.get(name) : one.of(message);
          return value == null ? null : escape.apply(value);
        });
  }
}
