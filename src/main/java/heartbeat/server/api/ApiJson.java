package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Extras;
import heartbeat.check.Flip;
import heartbeat.check.PingFilter;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.check.TimeZones;
import heartbeat.model.Uuids;
import heartbeat.server.SwitchService;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes checks, pings and flips as JSON, as the healthchecks API does. */
final class ApiJson {
  private final SwitchService service;
  private final int version;
  private final boolean full;

  /** {@code full} is false for clients who may only look: the JSON then has no ping URLs. */
  ApiJson(SwitchService service, int version, boolean full) {
    this.service = service;
    this.version = version;
    this.full = full;
  }

  int version() {
    return version;
  }

  JsonObject check(StoredCheck stored) {
    Check check = stored.check();
    Instant now = service.now();
    JsonObject json = new JsonObject();
    json.addProperty("name", check.name());
    json.addProperty("slug", check.slug());
    json.addProperty("tags", written(check, "tags", check.tags(), " ", "\\s+"));
    json.addProperty("desc", check.description());
    json.addProperty("grace", check.grace().toSeconds());
    json.addProperty("n_pings", stored.state().pings());
    boolean started = stored.state().run() != null;
    String status = Deadline.exactStatus(check, stored.state(), now).id();
    json.addProperty(
        "status", version == 1 && started && !status.equals("down") ? "started" : status);
    json.addProperty("started", started);
    json.addProperty("last_ping", time(stored.state().lastPing()));
    json.addProperty("next_ping", next(stored));
    json.addProperty("manual_resume", check.policy().manualResume());
    json.addProperty("methods", check.intake().postOnly() ? "POST" : "");
    filters(json, check);
    json.addProperty("badge_url", base() + "/badge/" + Uuids.uniqueKey(check.uuid()) + ".svg");
    if (stored.state().lastDuration() != null) {
      json.addProperty("last_duration", stored.state().lastDuration().toSeconds());
    }
    addresses(json, check);
    switch (check.schedule()) {
      case Schedule.Period period -> json.addProperty("timeout", period.length().toSeconds());
      case Schedule.Cron cron -> {
        json.addProperty("schedule", cron.expression().toString());
        json.addProperty("tz", zone(check, cron.zone()));
      }
      case Schedule.Calendar calendar -> {
        json.addProperty("schedule", calendar.text());
        json.addProperty("tz", zone(check, calendar.zone()));
      }
    }
    beyond(json, stored, now);
    json.add("depends_on", parents(check));
    return json;
  }

  private static void filters(JsonObject json, Check check) {
    PingFilter intake = check.intake();
    Extras extras = check.extras();
    String success = written(check, "success_kw", intake.success(), ",", ",");
    String failure = written(check, "failure_kw", intake.failure(), ",", ",");
    json.addProperty("subject", extras.filterSubject() ? success : "");
    json.addProperty("subject_fail", extras.filterSubject() ? failure : "");
    json.addProperty("start_kw", written(check, "start_kw", intake.start(), ",", ","));
    json.addProperty("success_kw", success);
    json.addProperty("failure_kw", failure);
    json.addProperty("filter_subject", extras.filterSubject());
    json.addProperty("filter_body", extras.filterBody());
    json.addProperty("filter_http_body", intake.reads());
    json.addProperty("filter_default_fail", intake.otherwise() == Signal.FAILURE);
  }

  /** The text as the client wrote it, if it still has the same words; else the words joined. */
  private static String written(
      Check check, String key, List<String> words, String joint, String separator) {
    String text = check.extras().written().get(key);
    if (text != null && ApiCheck.words(text, "\\s*" + separator + "\\s*").equals(words)) {
      return text;
    }
    return String.join(joint, words);
  }

  private static String zone(Check check, ZoneId zone) {
    String text = check.extras().written().get("tz");
    if (text != null && TimeZones.of(text).equals(zone)) {
      return text;
    }
    return zone.getId();
  }

  /** Adds the keys that healthchecks does not have. */
  private static void beyond(JsonObject json, StoredCheck stored, Instant now) {
    Check check = stored.check();
    CheckState state = stored.state();
    boolean down = Deadline.exactStatus(check, state, now) == DisplayStatus.DOWN;
    Deadline deadline = Deadline.of(check, state);
    Cause cause = deadline == null ? state.cause() : deadline.cause();
    json.addProperty("origin", stored.origin().id());
    json.addProperty("deadline", down || deadline == null ? null : time(deadline.at()));
    json.addProperty("since", time(down && deadline != null ? deadline.at() : state.since()));
    json.addProperty("reason", down && cause != null ? cause.id() : null);
    boolean missed = down && cause == Cause.MISSED;
    json.addProperty("acknowledged", time(state.hold().acknowledged()));
    json.addProperty("missed", missed ? Math.max(1, Deadline.missed(check, state, now)) : 0);
  }

  /** The parents: their UUIDs, or their unique keys for a client who may only look. */
  private JsonArray parents(Check check) {
    JsonArray parents = new JsonArray();
    for (UUID uuid : check.extras().dependsOn()) {
      parents.add(full ? uuid.toString() : Uuids.uniqueKey(uuid));
    }
    return parents;
  }

  private void addresses(JsonObject json, Check check) {
    if (!full) {
      json.addProperty("unique_key", Uuids.uniqueKey(check.uuid()));
      return;
    }
    String self = base() + "/api/v" + version + "/checks/" + check.uuid();
    json.addProperty("uuid", check.uuid().toString());
    json.addProperty("ping_url", base() + "/ping/" + check.uuid());
    json.addProperty("update_url", self);
    json.addProperty("pause_url", self + "/pause");
    json.addProperty("resume_url", self + "/resume");
    json.addProperty("channels", ApiChannels.ids(service.settings().alerting().routes().of(check)));
  }

  private @Nullable String next(StoredCheck stored) {
    CheckState state = stored.state();
    Instant last = state.lastPing();
    Instant next =
        state.status() == Status.UP && last != null ? stored.check().schedule().next(last) : null;
    CheckState.Run run = state.run();
    if (run != null
        && state.status() != Status.DOWN
        && (next == null || run.started().isBefore(next))) {
      next = run.started();
    }
    return time(next);
  }

  JsonObject ping(StoredCheck stored, PingRow ping, @Nullable Duration duration) {
    JsonObject json = new JsonObject();
    json.addProperty("type", type(ping.signal()));
    json.addProperty(
        "date", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ping.at().atOffset(ZoneOffset.UTC)));
    json.addProperty("n", ping.n());
    json.addProperty("scheme", ping.scheme());
    json.addProperty("remote_addr", ping.remote());
    json.addProperty("method", ping.method());
    json.addProperty("ua", ping.agent());
    json.addProperty("rid", ping.rid() == null ? null : ping.rid().toString());
    if (ping.exitStatus() != null) {
      json.addProperty("exitstatus", ping.exitStatus());
    }
    if (duration != null) {
      json.addProperty("duration", duration.toMillis() / 1000.0);
    }
    String url =
        base()
            + "/api/v"
            + version
            + "/checks/"
            + stored.check().uuid()
            + "/pings/"
            + ping.n()
            + "/body";
    json.addProperty("body_url", ping.bodySize() > 0 ? url : null);
    return json;
  }

  private static String type(Signal signal) {
    return switch (signal) {
      case SUCCESS -> "success";
      case START -> "start";
      case FAILURE -> "fail";
      case LOG -> "log";
      case ALIVE -> "alive";
      case IGNORED -> "ign";
    };
  }

  JsonObject flip(Flip flip) {
    JsonObject json = new JsonObject();
    json.addProperty("timestamp", time(flip.at()));
    json.addProperty("up", flip.to() == Status.UP ? 1 : 0);
    return json;
  }

  private String base() {
    return service.settings().listen().baseUrl();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null
        ? null
        : time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
  }
}
