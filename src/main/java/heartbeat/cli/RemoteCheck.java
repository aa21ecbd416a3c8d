package heartbeat.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.model.Excerpt;
import heartbeat.model.Human;
import heartbeat.model.Uuids;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check of another switch, as the healthchecks API shows it, without its ping URL. Fields that
 * only heartbeat has are null for other switches.
 *
 * @param uuid in lower case; empty for a key that may only read
 * @param uniqueKey its name for a key that may only read; may be empty
 * @param state {@code down}, {@code late}, {@code up}, {@code new}, {@code paused}
 * @param reason why it is down
 * @param missed runs that did not come; 0 when that is not why it is down
 * @param deadline when it goes down if nothing is heard; null when nothing is expected
 * @param lastRun how long it took
 */
record RemoteCheck(
    String name,
    String slug,
    String uuid,
    String uniqueKey,
    String about,
    List<String> tags,
    String state,
    boolean running,
    @Nullable String reason,
    int missed,
    @Nullable Instant since,
    @Nullable Instant lastPing,
    @Nullable Instant deadline,
    @Nullable Duration lastRun,
    String schedule,
    long pings) {
  private static final List<String> ORDER = List.of("down", "late", "new", "up", "paused");

  /** Throws IllegalArgumentException when it is no check. */
  static RemoteCheck of(JsonObject json) {
    String status = text(json, "status");
    if (status == null) {
      throw new IllegalArgumentException("it has no status");
    }
    String state =
        switch (status) {
          case "grace" -> "late";
          case "started" -> "up";
          default -> status;
        };
    Instant next = time(json, "next_ping");
    boolean idle = state.equals("down") || state.equals("paused");
    Instant computed = next == null || idle ? null : next.plusSeconds(number(json, "grace"));
    boolean told = json.has("deadline");
    String tags = orEmpty(text(json, "tags"));
    return new RemoteCheck(
        orEmpty(text(json, "name")),
        orEmpty(text(json, "slug")),
        orEmpty(text(json, "uuid")).toLowerCase(Locale.ROOT),
        orEmpty(text(json, "unique_key")),
        orEmpty(text(json, "desc")),
        Arrays.stream(tags.split("\\s+", -1)).filter(tag -> !tag.isEmpty()).toList(),
        state,
        "true".equals(text(json, "started")) || status.equals("started"),
        "left".equals(text(json, "origin")) ? "not in the config" : text(json, "reason"),
        (int) number(json, "missed"),
        time(json, "since"),
        time(json, "last_ping"),
        told ? time(json, "deadline") : computed,
        json.has("last_duration") ? Duration.ofSeconds(number(json, "last_duration")) : null,
        schedule(json),
        number(json, "n_pings"));
  }

  private static String schedule(JsonObject json) {
    String cron = text(json, "schedule");
    String grace = ", grace " + Human.duration(seconds(json, "grace"));
    return cron == null
        ? "every " + Human.duration(seconds(json, "timeout")) + grace
        : cron + " (" + orEmpty(text(json, "tz")) + ")" + grace;
  }

  private static Duration seconds(JsonObject json, String key) {
    return Duration.ofSeconds(number(json, key));
  }

  /** How bad it is, as a status of {@link NagiosLine}. */
  int severity() {
    return switch (state) {
      case "down" -> NagiosLine.CRITICAL;
      case "late" -> NagiosLine.WARNING;
      case "up", "paused" -> NagiosLine.OK;
      default -> NagiosLine.UNKNOWN;
    };
  }

  /** The most urgent check has the smallest number. */
  int urgency() {
    int place = ORDER.indexOf(state);
    return place < 0 ? ORDER.size() : place;
  }

  /** Whether this is its name, slug, UUID or unique key. */
  boolean isCalled(String word) {
    return name.equals(word) || slug.equals(word) || isNamedBy(word);
  }

  /** By its UUID, also when only its unique key is known, which is a digest of the UUID. */
  private boolean isNamedBy(String word) {
    if (word.equals(uniqueKey) && !word.isEmpty()) {
      return true;
    }
    UUID given = Uuids.any(word);
    if (given == null) {
      return false;
    }
    return given.toString().equals(uuid)
        || Uuids.uniqueKey(given).equals(uniqueKey)
        || Uuids.healthchecksKey(given).equals(uniqueKey);
  }

  /** Its name for people; without name and slug, the beginning of its UUID or key. */
  String title() {
    if (!name.isEmpty() || !slug.isEmpty()) {
      return name.isEmpty() ? slug : name;
    }
    String id = uuid.isEmpty() ? uniqueKey : uuid;
    return id.isEmpty() ? "unnamed" : "unnamed " + id.substring(0, Math.min(8, id.length()));
  }

  /** Why it is down, with the number of missed runs; empty when it is not, or nobody knows. */
  String why() {
    if (reason == null) {
      return "";
    }
    return missed > 1 ? reason + " (" + missed + " runs)" : reason;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Without control characters: they could make a terminal show something else. */
  private static @Nullable String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      return null;
    }
    return Excerpt.oneLine(value.getAsString());
  }

  private static long number(JsonObject json, String key) {
    String text = text(json, key);
    try {
      return text == null ? 0 : (long) Double.parseDouble(text.toLowerCase(Locale.ROOT));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable Instant time(JsonObject json, String key) {
    String text = text(json, key);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
