package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.server.http.Rejected;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the API is asked to make of a check; errors are worded as healthchecks words them. */
final class ApiCheck {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]*");
  private static final int SHORTEST = 60;
  private static final int LONGEST = 31_536_000;

  private final JsonObject json;

  private ApiCheck(JsonObject json) {
    this.json = json;
  }

  /** The check with the changes that the request asks for; throws Rejected when they are wrong. */
  static Check changed(Check check, JsonObject json) {
    return new ApiCheck(json).changed(check);
  }

  private Check changed(Check check) {
    String slug = string("slug", check.slug(), 100);
    if (!SLUG.matcher(slug).matches()) {
      throw problem("slug does not match pattern");
    }
    Duration grace = seconds("grace");
    Policy old = check.policy();
    Policy policy =
        new Policy(
            old.finishGrace(),
            old.failAfter(),
            old.minDuration(),
            old.remind(),
            old.quiet(),
            flag("manual_resume", old.manualResume()));
    return new Check(
        check.uuid(),
        string("name", check.name(), 100),
        slug,
        words(string("tags", String.join(" ", check.tags()), 500), "\\s+"),
        string("desc", check.description(), 10_000),
        schedule(check.schedule()),
        grace == null ? check.grace() : grace,
        policy,
        intake(check.intake()));
  }

  private Schedule schedule(Schedule old) {
    String text = string("schedule", "", 100);
    Duration period = seconds("timeout");
    ZoneId zone = zone(old instanceof Schedule.Cron cron ? cron.zone() : ZoneId.of("UTC"));
    if (!text.isEmpty()) {
      return new Schedule.Cron(expression(text), zone);
    }
    if (period != null) {
      return new Schedule.Period(period);
    }
    return old instanceof Schedule.Cron cron ? new Schedule.Cron(cron.expression(), zone) : old;
  }

  private static CronExpression expression(String text) {
    try {
      return CronExpression.parse(text);
    } catch (IllegalArgumentException e) {
      throw problem("schedule is not a valid cron or OnCalendar expression");
    }
  }

  private ZoneId zone(ZoneId old) {
    try {
      return ZoneId.of(string("tz", old.getId(), 60));
    } catch (DateTimeException e) {
      throw problem("tz is not a valid timezone");
    }
  }

  private PingFilter intake(PingFilter old) {
    String methods = string("methods", old.postOnly() ? "POST" : "", 10);
    if (!methods.isEmpty() && !methods.equals("POST")) {
      throw problem("methods has unexpected value");
    }
    boolean filter = flag("filter_body", old.readsBody()) || flag("filter_http_body", false);
    return new PingFilter(
        methods.equals("POST"),
        filter ? keywords("failure_kw", old.failure()) : List.of(),
        filter ? keywords("success_kw", old.success()) : List.of(),
        filter ? keywords("start_kw", old.start()) : List.of(),
        flag("filter_default_fail", old.otherwise() == Signal.FAILURE)
            ? Signal.FAILURE
            : Signal.IGNORED);
  }

  private List<String> keywords(String key, List<String> old) {
    return words(string(key, String.join(",", old), 200), "\\s*,\\s*");
  }

  private static List<String> words(String text, String separator) {
    return Pattern.compile(separator)
        .splitAsStream(text.strip())
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private @Nullable Duration seconds(String key) {
    JsonPrimitive value = primitive(key);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw problem(key + " is not a number");
    }
    double seconds = value.getAsDouble();
    if (seconds < SHORTEST) {
      throw problem(key + " is too small");
    }
    if (seconds > LONGEST) {
      throw problem(key + " is too large");
    }
    return Duration.ofSeconds((long) seconds);
  }

  private String string(String key, String otherwise, int most) {
    JsonPrimitive value = primitive(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isString()) {
      throw problem(key + " is not a string");
    }
    if (value.getAsString().length() > most) {
      throw problem(key + " is too long");
    }
    return value.getAsString();
  }

  private boolean flag(String key, boolean otherwise) {
    JsonPrimitive value = primitive(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw problem(key + " is not a boolean");
    }
    return value.getAsBoolean();
  }

  private @Nullable JsonPrimitive primitive(String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isJsonPrimitive()) {
      throw problem(key + " has unexpected value");
    }
    return value.getAsJsonPrimitive();
  }

  /** By what an existing check is to be found before a new one is made. */
  static Set<String> unique(JsonObject json) {
    Set<String> fields = new TreeSet<>();
    if (!json.has("unique")) {
      return fields;
    }
    if (!json.get("unique").isJsonArray()) {
      throw problem("unique is not an array");
    }
    for (JsonElement field : json.getAsJsonArray("unique")) {
      String name = field.isJsonPrimitive() ? field.getAsString() : "";
      if (!Set.of("name", "slug", "tags", "timeout", "grace").contains(name)) {
        throw problem("an item in 'unique' has unexpected value");
      }
      if (!json.has(name)) {
        return Set.of();
      }
      fields.add(name);
    }
    return fields;
  }

  static boolean same(Check one, Check other, Set<String> fields) {
    for (String field : fields) {
      boolean same =
          switch (field) {
            case "name" -> one.name().equals(other.name());
            case "slug" -> one.slug().equals(other.slug());
            case "tags" -> one.tags().equals(other.tags());
            case "timeout" -> one.schedule().equals(other.schedule());
            default -> one.grace().equals(other.grace());
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static Rejected problem(String what) {
    return new Rejected(400, "json validation error: " + what);
  }
}
