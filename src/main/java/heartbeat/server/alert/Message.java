package heartbeat.server.alert;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.check.Alert;
import heartbeat.check.Cause;
import heartbeat.check.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert with everything that people need to know, so that the switch can send it much later.
 *
 * @param kind {@code down}, {@code recovered}, {@code reminder}, {@code late}, {@code arrived},
 *     {@code gathered}, {@code report}, {@code outage}, {@code damaged}, {@code test}
 * @param check the check's name; empty for an alert that is not about one check
 * @param since since when the check is down, or was down; for {@code late} and {@code arrived}:
 *     when its ping was expected
 * @param missed how many runs are missing; 0 when the alert is about something else
 * @param exitStatus the last run's exit status; null when its ping had none
 * @param log the body of the last ping that had one
 * @param says the line that best explains why the last run failed; for {@code gathered} and {@code
 *     report}: the subject; may be empty
 * @param note a further text for people; may be empty
 * @param link the address of the page about it; empty when the switch does not know its address
 */
public record Message(
    String kind,
    String check,
    String slug,
    List<String> tags,
    String cause,
    Instant at,
    @Nullable Instant since,
    int missed,
    @Nullable Instant lastPing,
    @Nullable Integer exitStatus,
    String log,
    String says,
    String note,
    String link,
    About about) {
  /**
   * More facts about the check.
   *
   * @param schedule when the check's pings are expected, in words
   * @param expected when the missing ping was expected, or when the run that is too slow began;
   *     null when the alert is about neither
   * @param told the mail addresses that the client has told already: the switch sends them no mail
   */
  public record About(
      String uuid,
      String description,
      String schedule,
      @Nullable Instant expected,
      List<String> told) {
    /** No more facts: for alerts that are not about one check. */
    public static final About NOTHING = new About("", "", "");

    /** Only the facts that are the same in each alert of a check. */
    public About(String uuid, String description, String schedule) {
      this(uuid, description, schedule, null, List.of());
    }

    public About {
      told = List.copyOf(told);
    }
  }

  public Message {
    tags = List.copyOf(tags);
  }

  /** The message for an alert about one check. */
  public static Message of(
      Check check,
      Alert alert,
      @Nullable Instant lastPing,
      @Nullable Integer exitStatus,
      String log,
      String says,
      String link) {
    Cause cause = alert.cause();
    return new Message(
        alert.kind().id(),
        check.name(),
        check.slug(),
        check.tags(),
        cause.id(),
        alert.at(),
        alert.since(),
        alert.missed(),
        lastPing,
        exitStatus,
        log,
        says,
        "",
        link,
        new About(check.uuid().toString(), check.description(), AlertText.schedule(check)));
  }

  /** This message with this text as its note. */
  public Message withNote(String text) {
    return with(text, about);
  }

  /** This message, but the switch does not mail it to these addresses. */
  public Message without(List<String> addresses) {
    return with(
        note, new About(about.uuid, about.description, about.schedule, about.expected, addresses));
  }

  /**
   * This message with the time when the ping was expected, or when the run that is too slow began.
   */
  public Message expectedAt(@Nullable Instant time) {
    return with(note, new About(about.uuid, about.description, about.schedule, time, about.told));
  }

  private Message with(String text, About other) {
    return new Message(
        kind,
        check,
        slug,
        tags,
        cause,
        at,
        since,
        missed,
        lastPing,
        exitStatus,
        log,
        says,
        text,
        link,
        other);
  }

  /** A message that is not about one check. */
  public static Message notice(String kind, Instant at, @Nullable Instant since, String note) {
    return new Message(
        kind, "", "", List.of(), "", at, since, 0, null, null, "", "", note, "", About.NOTHING);
  }

  /** The message as the outbox stores it; {@link #of(JsonObject)} reads it. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", kind);
    json.addProperty("check", check);
    json.addProperty("slug", slug);
    JsonArray list = new JsonArray();
    tags.forEach(list::add);
    json.add("tags", list);
    json.addProperty("reason", cause);
    json.addProperty("at", at.toString());
    json.addProperty("since", text(since));
    json.addProperty("missed", missed);
    json.addProperty("lastPing", text(lastPing));
    json.addProperty("exitStatus", exitStatus);
    json.addProperty("log", log);
    json.addProperty("says", says);
    json.addProperty("note", note);
    json.addProperty("link", link);
    json.addProperty("uuid", about.uuid());
    json.addProperty("desc", about.description());
    json.addProperty("schedule", about.schedule());
    if (about.expected() != null) {
      json.addProperty("expected", text(about.expected()));
    }
    if (!about.told().isEmpty()) {
      JsonArray addresses = new JsonArray();
      about.told().forEach(addresses::add);
      json.add("told", addresses);
    }
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** Reads what {@link #json} wrote, also when an older version wrote it. */
  public static Message of(JsonObject json) {
    List<String> tags =
        json.getAsJsonArray("tags").asList().stream().map(tag -> tag.getAsString()).toList();
    return new Message(
        string(json, "kind"),
        string(json, "check"),
        string(json, "slug"),
        tags,
        string(json, "reason"),
        Instant.parse(string(json, "at")),
        instant(json, "since"),
        json.get("missed").getAsInt(),
        instant(json, "lastPing"),
        present(json, "exitStatus") ? json.get("exitStatus").getAsInt() : null,
        string(json, "log"),
        present(json, "says") ? string(json, "says") : "",
        string(json, "note"),
        string(json, "link"),
        // Alerts that an older version stored have none of these.
        new About(
            stringOrEmpty(json, "uuid"),
            stringOrEmpty(json, "desc"),
            stringOrEmpty(json, "schedule"),
            instant(json, "expected"),
            present(json, "told")
                ? json.getAsJsonArray("told").asList().stream()
                    .map(one -> one.getAsString())
                    .toList()
                : List.of()));
  }

  private static String stringOrEmpty(JsonObject json, String key) {
    return present(json, key) ? string(json, key) : "";
  }

  private static String string(JsonObject json, String key) {
    return json.get(key).getAsString();
  }

  private static @Nullable Instant instant(JsonObject json, String key) {
    return present(json, key) ? Instant.parse(string(json, key)) : null;
  }

  private static boolean present(JsonObject json, String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }
}
