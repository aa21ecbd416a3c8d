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
 * An alert with everything in it that is needed to tell people: it can be sent long after.
 *
 * @param kind {@code down}, {@code recovered}, {@code reminder}, {@code outage}, {@code damaged},
 *     {@code test}
 * @param check its name; empty for a notice of the switch itself
 * @param since since when it is, or was, down
 * @param missed runs that are missing; 0 when that is not what it is about
 * @param exitStatus of the last run, when it gave one
 * @param log what the last ping that brought a body said
 * @param says the line that tells most of why the last run failed; empty where nobody knows
 * @param note for people, beside all this; may be empty
 * @param link where to look; empty when the switch does not know its address
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
   * What is known beside what happened.
   *
   * @param schedule when the check is expected, in words
   * @param expected when the ping that is missing was expected, or the run that is too slow began
   * @param told the addresses that know of it already: no mail of this goes to them
   */
  public record About(
      String uuid,
      String description,
      String schedule,
      @Nullable Instant expected,
      List<String> told) {
    /** Of a check of which nothing more is known. */
    public static final About NOTHING = new About("", "", "");

    /** What does not change from alert to alert. */
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

  /** What an alert says about a check. */
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

  /** The same with something more to say. */
  public Message withNote(String text) {
    return with(text, about);
  }

  /** The same, not for these addresses. */
  public Message without(List<String> addresses) {
    return with(
        note, new About(about.uuid, about.description, about.schedule, about.expected, addresses));
  }

  /** The same; a ping was expected then, or the run that did not end began then. */
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

  /** What is not about one check. */
  public static Message notice(String kind, Instant at, @Nullable Instant since, String note) {
    return new Message(
        kind, "", "", List.of(), "", at, since, 0, null, null, "", "", note, "", About.NOTHING);
  }

  /** As webhooks send it and the outbox keeps it. */
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
        // Alerts of older versions have none of these.
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
