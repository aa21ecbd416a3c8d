package heartbeat.server.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.QuietHours;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is set for a check, as JSON in one column; seconds and names as in the API. */
public final class CheckJson {
  private static final int MOST_REMEMBERED = 10_000;

  /** Most checks look alike: what was read is kept by its text. */
  private final Map<String, Check> read = new ConcurrentHashMap<>();

  /** The check of this text. Throws RuntimeException when the text is damaged. */
  Check check(UUID uuid, String name, String slug, String text) {
    Check like = read.get(text);
    if (like == null) {
      like = parse(JsonParser.parseString(text).getAsJsonObject());
      if (read.size() >= MOST_REMEMBERED) {
        read.clear();
      }
      read.put(text, like);
    }
    return new Check(
        uuid,
        name,
        slug,
        like.tags(),
        like.description(),
        like.schedule(),
        like.grace(),
        like.policy(),
        like.intake());
  }

  private static Check parse(JsonObject json) {
    Duration finishGrace = seconds(json, "finish_grace");
    JsonElement quiet = json.get("quiet");
    Policy policy =
        new Policy(
            finishGrace,
            json.has("fail_after") ? json.get("fail_after").getAsInt() : 1,
            seconds(json, "min_duration"),
            seconds(json, "remind"),
            quiet == null ? null : quietHours(quiet.getAsJsonArray()),
            flag(json, "manual_resume"));
    PingFilter intake =
        new PingFilter(
            flag(json, "post_only"),
            strings(json, "failure_kw"),
            strings(json, "success_kw"),
            strings(json, "start_kw"),
            flag(json, "otherwise_fail") ? Signal.FAILURE : Signal.IGNORED);
    Duration grace = seconds(json, "grace");
    return new Check(
        new UUID(0, 0),
        "",
        "",
        strings(json, "tags"),
        json.has("desc") ? json.get("desc").getAsString() : "",
        schedule(json),
        grace == null ? Check.DEFAULT_GRACE : grace,
        policy,
        intake);
  }

  private static Schedule schedule(JsonObject json) {
    if (json.has("schedule")) {
      return new Schedule.Cron(
          CronExpression.parse(json.get("schedule").getAsString()),
          ZoneId.of(json.get("tz").getAsString()));
    }
    Duration period = seconds(json, "timeout");
    return period == null ? Check.DEFAULT_SCHEDULE : new Schedule.Period(period);
  }

  private static QuietHours quietHours(JsonArray three) {
    return new QuietHours(
        LocalTime.parse(three.get(0).getAsString()),
        LocalTime.parse(three.get(1).getAsString()),
        ZoneId.of(three.get(2).getAsString()));
  }

  private static @Nullable Duration seconds(JsonObject json, String key) {
    return json.has(key) ? Duration.ofMillis(Math.round(json.get(key).getAsDouble() * 1000)) : null;
  }

  private static boolean flag(JsonObject json, String key) {
    return json.has(key) && json.get(key).getAsBoolean();
  }

  private static List<String> strings(JsonObject json, String key) {
    List<String> strings = new ArrayList<>();
    if (json.has(key)) {
      for (JsonElement element : json.getAsJsonArray(key)) {
        strings.add(element.getAsString());
      }
    }
    return strings;
  }

  /** The text of a check: all but its uuid, name and slug. */
  static String text(Check check) {
    JsonObject json = new JsonObject();
    switch (check.schedule()) {
      case Schedule.Period period -> put(json, "timeout", period.length());
      case Schedule.Cron cron -> {
        json.addProperty("schedule", cron.expression().toString());
        json.addProperty("tz", cron.zone().getId());
      }
    }
    put(json, "grace", check.grace());
    put(json, "tags", check.tags());
    if (!check.description().isEmpty()) {
      json.addProperty("desc", check.description());
    }
    put(json, check.policy());
    PingFilter intake = check.intake();
    put(json, "post_only", intake.postOnly());
    put(json, "failure_kw", intake.failure());
    put(json, "success_kw", intake.success());
    put(json, "start_kw", intake.start());
    put(json, "otherwise_fail", intake.otherwise() == Signal.FAILURE);
    return json.toString();
  }

  private static void put(JsonObject json, Policy policy) {
    put(json, "finish_grace", policy.finishGrace());
    if (policy.failAfter() != 1) {
      json.addProperty("fail_after", policy.failAfter());
    }
    put(json, "min_duration", policy.minDuration());
    put(json, "remind", policy.remind());
    QuietHours quiet = policy.quiet();
    if (quiet != null) {
      JsonArray three = new JsonArray();
      three.add(quiet.from().toString());
      three.add(quiet.to().toString());
      three.add(quiet.zone().getId());
      json.add("quiet", three);
    }
    put(json, "manual_resume", policy.manualResume());
  }

  private static void put(JsonObject json, String key, @Nullable Duration length) {
    if (length != null) {
      json.addProperty(key, length.toMillis() / 1000.0);
    }
  }

  private static void put(JsonObject json, String key, boolean flag) {
    if (flag) {
      json.addProperty(key, true);
    }
  }

  private static void put(JsonObject json, String key, List<String> strings) {
    if (!strings.isEmpty()) {
      JsonArray array = new JsonArray();
      strings.forEach(array::add);
      json.add(key, array);
    }
  }
}
