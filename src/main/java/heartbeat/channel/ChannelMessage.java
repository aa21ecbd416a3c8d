package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.model.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell people on any channel. Secrets are removed before it is made; control
 * characters go when it is made.
 *
 * @param id unique to this message and the same each time it is sent
 * @param key what this is about, the same in the message of its failure and of its recovery
 * @param name of the check or job; empty for a notice of heartbeat itself
 * @param subject one line that says it all
 * @param reason its fixed name, such as {@code missed}; may be empty
 * @param text the details, in lines; neither subject nor log is repeated in it
 * @param log the last lines of the log, oldest first
 * @param link where to look; empty when nobody knows
 * @param facts what placeholders can name beside this
 */
public record ChannelMessage(
    Kind kind,
    String id,
    String key,
    String name,
    String subject,
    String reason,
    String text,
    List<String> tags,
    List<String> log,
    String link,
    Instant at,
    Facts facts) {

  /** What it is about. */
  public enum Kind {
    /** A check is down or a run failed. */
    DOWN,
    /** It is well again. */
    UP,
    /** A run completed, and something in it failed. */
    WARNING,
    /** A ping is late and still within its grace. */
    LATE,
    /** It is still down. */
    REMINDER,
    /** Something about heartbeat itself. */
    NOTICE,
    /** Somebody tests whether the channel works. */
    TEST;

    /** The name for users: {@code down}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** A sign that phones and terminals can show. */
    public String sign() {
      return switch (this) {
        case DOWN, REMINDER -> "🔴";
        case UP -> "🟢";
        case WARNING, LATE -> "🟡";
        case NOTICE, TEST -> "🔵";
      };
    }

    /** Red, green, yellow or blue, as 0xRRGGBB. */
    public int color() {
      return switch (this) {
        case DOWN, REMINDER -> 0xD32F2F;
        case UP -> 0x2E7D32;
        case WARNING, LATE -> 0xF9A825;
        case NOTICE, TEST -> 0x1976D2;
      };
    }
  }

  /**
   * Facts that only webhooks, commands and the user's own mail texts show.
   *
   * @param since since when it is, or was, down
   * @param missed how many runs are missing
   * @param exitStatus of the last run, when it gave one
   */
  public record Facts(
      String slug,
      String uuid,
      String description,
      String schedule,
      String host,
      @Nullable Instant since,
      @Nullable Instant lastPing,
      int missed,
      @Nullable Integer exitStatus) {
    /** Nothing is known. */
    public static final Facts NONE = new Facts("", "", "", "", "", null, null, 0, null);
  }

  public ChannelMessage {
    name = Excerpt.oneLine(name);
    subject = Excerpt.oneLine(subject);
    text = Excerpt.printable(text);
    tags = tags.stream().map(Excerpt::oneLine).toList();
    log = log.stream().map(Excerpt::oneLine).toList();
  }

  /** From what {@link Webhook#json} made of it; what is missing is empty. */
  public static ChannelMessage of(JsonObject json) {
    List<String> tags = new ArrayList<>();
    if (json.get("tags") instanceof JsonArray list) {
      list.forEach(tag -> tags.add(tag.getAsString()));
    }
    String exit = text(json, "exitStatus");
    String missed = text(json, "missed");
    return new ChannelMessage(
        Kind.valueOf(text(json, "event").toUpperCase(Locale.ROOT)),
        text(json, "id"),
        text(json, "key"),
        text(json, "check"),
        text(json, "subject"),
        text(json, "reason"),
        text(json, "note"),
        tags,
        text(json, "log").lines().toList(),
        text(json, "link"),
        Instant.parse(text(json, "at")),
        new Facts(
            text(json, "slug"),
            text(json, "uuid"),
            text(json, "desc"),
            text(json, "schedule"),
            text(json, "host"),
            time(text(json, "since")),
            time(text(json, "lastPing")),
            missed.isEmpty() ? 0 : Integer.parseInt(missed),
            exit.isEmpty() ? null : Integer.valueOf(exit)));
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  private static @Nullable Instant time(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }

  /** The kind by its older names: {@code recovered} for up, the reason of a notice. */
  public String kindWord() {
    return switch (kind) {
      case UP -> "recovered";
      case NOTICE -> reason.isEmpty() ? kind.id() : reason;
      case DOWN, WARNING, LATE, REMINDER, TEST -> kind.id();
    };
  }

  /** Subject, details, and the log last. */
  public String wholeText() {
    StringBuilder whole = new StringBuilder(subject).append(".\n");
    if (!text.isBlank()) {
      whole.append('\n').append(text.strip()).append('\n');
    }
    if (!log.isEmpty()) {
      whole.append("\nThe last lines of the log:\n\n").append(String.join("\n", log)).append('\n');
    }
    return whole.toString();
  }
}
