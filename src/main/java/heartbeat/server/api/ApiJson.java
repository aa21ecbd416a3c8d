package heartbeat.server.api;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Flip;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.model.Uuids;
import heartbeat.server.SwitchService;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Stored;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks, pings and flips as the healthchecks API writes them. */
final class ApiJson {
  private final SwitchService service;
  private final int version;
  private final boolean full;

  /** Who may only look sees no ping URLs: {@code full} is false. */
  ApiJson(SwitchService service, int version, boolean full) {
    this.service = service;
    this.version = version;
    this.full = full;
  }

  boolean full() {
    return full;
  }

  JsonObject check(Stored stored) {
    Check check = stored.check();
    Instant now = service.now();
    JsonObject json = new JsonObject();
    json.addProperty("name", check.name());
    json.addProperty("slug", check.slug());
    json.addProperty("tags", String.join(" ", check.tags()));
    json.addProperty("desc", check.description());
    json.addProperty("grace", check.grace().toSeconds());
    json.addProperty("n_pings", stored.state().pings());
    boolean started = stored.state().run() != null;
    String status = Deadline.look(check, stored.state(), now).id();
    json.addProperty(
        "status", version == 1 && started && !status.equals("down") ? "started" : status);
    json.addProperty("started", started);
    json.addProperty("last_ping", time(stored.state().lastPing()));
    json.addProperty("next_ping", next(stored));
    json.addProperty("manual_resume", check.policy().manualResume());
    json.addProperty("methods", check.intake().postOnly() ? "POST" : "");
    json.addProperty("start_kw", String.join(",", check.intake().start()));
    json.addProperty("success_kw", String.join(",", check.intake().success()));
    json.addProperty("failure_kw", String.join(",", check.intake().failure()));
    json.addProperty("filter_body", check.intake().readsBody());
    json.addProperty("filter_subject", false);
    json.addProperty("badge_url", base() + "/badge/" + Uuids.uniqueKey(check.uuid()) + ".svg");
    if (stored.state().lastDuration() != null) {
      json.addProperty("last_duration", stored.state().lastDuration().toSeconds());
    }
    addresses(json, check);
    switch (check.schedule()) {
      case Schedule.Period period -> json.addProperty("timeout", period.length().toSeconds());
      case Schedule.Cron cron -> {
        json.addProperty("schedule", cron.expression().toString());
        json.addProperty("tz", cron.zone().getId());
      }
    }
    beyond(json, stored, now);
    return json;
  }

  /** What healthchecks does not tell. */
  private static void beyond(JsonObject json, Stored stored, Instant now) {
    Check check = stored.check();
    CheckState state = stored.state();
    boolean down = Deadline.look(check, state, now) == DisplayStatus.DOWN;
    Deadline deadline = Deadline.of(check, state);
    Cause cause = deadline == null ? state.cause() : deadline.cause();
    json.addProperty("origin", stored.origin().id());
    json.addProperty("deadline", down || deadline == null ? null : time(deadline.at()));
    json.addProperty("since", time(down && deadline != null ? deadline.at() : state.since()));
    json.addProperty("reason", down && cause != null ? cause.id() : null);
    boolean missed = down && cause == Cause.MISSED;
    json.addProperty("missed", missed ? Math.max(1, Deadline.missed(check, state, now)) : 0);
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
    json.addProperty("channels", "");
  }

  private @Nullable String next(Stored stored) {
    boolean up = stored.state().status() == Status.UP;
    Instant last = stored.state().lastPing();
    return up && last != null ? time(stored.check().schedule().next(last)) : null;
  }

  JsonObject ping(Stored stored, PingRow ping) {
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
    if (ping.duration() != null) {
      json.addProperty("duration", ping.duration().toMillis() / 1000.0);
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

  /** The name of a check and where its badges are: a member of an object. */
  String badge(Stored stored) {
    String url = base() + "/badge/" + Uuids.uniqueKey(stored.check().uuid());
    JsonObject badges = new JsonObject();
    badges.addProperty("svg", url + ".svg");
    badges.addProperty("json", url + ".json");
    return new JsonPrimitive(stored.check().name()) + ":" + badges;
  }

  private String base() {
    return service.settings().baseUrl();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null
        ? null
        : time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
  }
}
