package heartbeat.server.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.check.Extras;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.QuietHours;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a check as JSON, for one database column. Keys and units (seconds) are the API's.
 */
public final class CheckJson {
  private static final int MOST_REMEMBERED = 10_000;
  private static final int LONGEST_REMEMBERED = 4_000;

  private static final String READS = "filter_http_body";
  private static final String CHANNELS = "channels";
  private static final String FILTER_SUBJECT = "filter_subject";
  private static final String FILTER_BODY = "filter_body";
  private static final String WRITTEN = "written";
  private static final String DEPENDS_ON = "depends_on";

  /** Most checks have the same settings, so each different text is parsed only once. */
  private final Map<String, Check> read = new ConcurrentHashMap<>();

  /** Reads a check from its JSON text. Throws RuntimeException when the text is damaged. */
  Check check(UUID uuid, String name, String slug, String text) {
    Check like = read.get(text);
    if (like == null) {
      like = parse(JsonParser.parseString(text).getAsJsonObject());
      if (text.length() <= LONGEST_REMEMBERED) {
        if (read.size() >= MOST_REMEMBERED) {
          read.clear();
        }
        read.put(text, like);
      }
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
        like.intake(),
        like.extras());
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
    // Older versions had no filter_http_body: they stored keywords only where the keywords decided.
    boolean words = json.has("failure_kw") || json.has("success_kw") || json.has("start_kw");
    PingFilter intake =
        new PingFilter(
            flag(json, "post_only"),
            json.has(READS) ? flag(json, READS) : words,
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
        intake,
        extras(json));
  }

  private static Extras extras(JsonObject json) {
    Map<String, String> written = new HashMap<>();
    if (json.has(WRITTEN)) {
      json.getAsJsonObject(WRITTEN).asMap().forEach((k, v) -> written.put(k, v.getAsString()));
    }
    return new Extras(
        json.has(CHANNELS) ? strings(json, CHANNELS) : null,
        flag(json, FILTER_SUBJECT),
        flag(json, FILTER_BODY),
        written,
        strings(json, DEPENDS_ON).stream().map(UUID::fromString).toList());
  }

  private static Schedule schedule(JsonObject json) {
    if (json.has("schedule")) {
      return Schedule.parse(
          json.get("schedule").getAsString(), ZoneId.of(json.get("tz").getAsString()));
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

  /** The JSON text of a check: everything but its UUID, name and slug. */
  static String text(Check check) {
    JsonObject json = new JsonObject();
    switch (check.schedule()) {
      case Schedule.Period period -> put(json, "timeout", period.length());
      case Schedule.Cron cron -> {
        json.addProperty("schedule", cron.expression().toString());
        json.addProperty("tz", cron.zone().getId());
      }
      case Schedule.Calendar calendar -> {
        json.addProperty("schedule", calendar.text());
        json.addProperty("tz", calendar.zone().getId());
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
    boolean words =
        !intake.failure().isEmpty() || !intake.success().isEmpty() || !intake.start().isEmpty();
    if (intake.reads() != words) {
      json.addProperty(READS, intake.reads());
    }
    put(json, check.extras());
    return json.toString();
  }

  private static void put(JsonObject json, Extras extras) {
    if (extras.channels() != null) {
      JsonArray array = new JsonArray();
      extras.channels().forEach(array::add);
      json.add(CHANNELS, array);
    }
    put(json, DEPENDS_ON, extras.dependsOn().stream().map(UUID::toString).toList());
    put(json, FILTER_SUBJECT, extras.filterSubject());
    put(json, FILTER_BODY, extras.filterBody());
    if (!extras.written().isEmpty()) {
      JsonObject written = new JsonObject();
      new TreeMap<>(extras.written()).forEach(written::addProperty);
      json.add(WRITTEN, written);
    }
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
