package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.check.Check;
import heartbeat.check.Extras;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.TimeZones;
import heartbeat.model.Slugs;
import heartbeat.server.alert.Channel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that an API request gives for a check; each is null when the request does not have
 * it. The rules, the texts of the errors and the order of the tests are those of healthchecks,
 * {@code hc/api/views.py}. The order matters, because only the first problem is reported.
 */
public final class ApiCheck {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]*");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_KEYWORDS = 200;
  private static final int LONGEST_TAGS = 500;

  private final ApiFields fields;
  private final @Nullable String channels;
  private final @Nullable List<String> dependsOn;
  private final @Nullable String description;
  private final @Nullable Boolean filterSubject;
  private final @Nullable Boolean filterBody;
  private final @Nullable Boolean filterHttpBody;
  private final @Nullable Boolean filterDefaultFail;
  private final @Nullable Duration grace;
  private final @Nullable Boolean manualResume;
  private final @Nullable String methods;
  private final @Nullable String name;
  private final @Nullable String schedule;
  private final @Nullable String slug;
  private final @Nullable String tags;
  private final @Nullable Duration timeout;
  private final @Nullable String zone;
  private final Set<String> unique;

  /** Texts that the API returns exactly as the client wrote them, by their key. */
  private final Map<String, String> written = new HashMap<>();

  /** Reads a request. Throws Rejected when a field is not valid. */
  ApiCheck(JsonObject json) {
    fields = new ApiFields(json);
    channels = fields.text("channels", Integer.MAX_VALUE);
    dependsOn = fields.texts("depends_on");
    description = fields.text("desc", Integer.MAX_VALUE);
    keywords("failure_kw");
    filterSubject = fields.flag("filter_subject");
    filterBody = fields.flag("filter_body");
    filterHttpBody = fields.flag("filter_http_body");
    filterDefaultFail = fields.flag("filter_default_fail");
    grace = fields.seconds("grace");
    manualResume = fields.flag("manual_resume");
    methods = fields.choice("methods", Set.of("", "POST"));
    name = fields.text("name", LONGEST_NAME);
    schedule = fields.text("schedule", LONGEST_NAME);
    if (schedule != null) {
      schedule(schedule, ZoneId.of("UTC"));
    }
    slug = fields.text("slug", LONGEST_NAME);
    if (slug != null && !SLUG.matcher(slug).matches()) {
      throw ApiFields.problem("slug does not match pattern");
    }
    keywords("start_kw");
    keywordsOfOldName("subject", "success_kw");
    keywordsOfOldName("subject_fail", "failure_kw");
    keywords("success_kw");
    tags = fields.text("tags", LONGEST_TAGS);
    if (tags != null) {
      written.put("tags", tags);
    }
    timeout = fields.seconds("timeout");
    zone = fields.text("tz", LONGEST_NAME);
    if (zone != null) {
      zone(zone);
      written.put("tz", zone);
    }
    unique = fields.choices("unique", Set.of("name", "slug", "tags", "timeout", "grace"));
  }

  private void keywords(String key) {
    String text = fields.text(key, LONGEST_KEYWORDS);
    if (text != null) {
      written.put(key, text);
    }
  }

  /** When a request has a key by both of its names, the new name counts. */
  private void keywordsOfOldName(String old, String key) {
    String text = fields.text(old, LONGEST_KEYWORDS);
    if (text != null) {
      written.putIfAbsent(key, text);
    }
  }

  /**
   * The fields by which the API looks for an existing check before it creates one. Empty: it always
   * creates a check, also when the request lacks a value for one of these fields.
   */
  Set<String> unique() {
    return fields.hasAll(unique) ? unique : Set.of();
  }

  /** The parents that the request names; null when the request does not set them. */
  @Nullable List<String> dependsOn() {
    return dependsOn;
  }

  /**
   * The check with the changes of the request.
   *
   * @param version of the API: before version 3, the slug follows the name
   * @param known all channels of the config
   * @param parents the checks of {@link #dependsOn}; null: the check keeps its parents
   */
  Check changed(Check check, int version, List<Channel> known, @Nullable List<UUID> parents) {
    String newSlug = check.slug();
    if (name != null && !name.equals(check.name()) && version < 3) {
      newSlug = Slugs.of(name);
    }
    Policy old = check.policy();
    Policy policy =
        new Policy(
            old.finishGrace(),
            old.failAfter(),
            old.minDuration(),
            old.remind(),
            old.quiet(),
            or(manualResume, old.manualResume()));
    return new Check(
        check.uuid(),
        or(name, check.name()),
        or(slug, newSlug),
        tags == null ? check.tags() : words(tags, "\\s+"),
        or(description, check.description()),
        schedule(check),
        or(grace, check.grace()),
        policy,
        intake(check.intake()),
        extras(check, known, parents));
  }

  private Schedule schedule(Check check) {
    Schedule old = check.schedule();
    ZoneId now = old.zone();
    String kept = check.extras().written().get("tz");
    ZoneId theirs =
        zone != null
            ? zone(zone)
            : now != null ? now : kept == null ? ZoneId.systemDefault() : zone(kept);
    if (schedule != null) {
      return schedule(schedule, theirs);
    }
    if (timeout != null) {
      return new Schedule.Period(timeout);
    }
    return old.in(theirs);
  }

  private static Schedule schedule(String text, ZoneId zone) {
    try {
      return Schedule.parse(text, zone);
    } catch (IllegalArgumentException e) {
      throw ApiFields.problem("schedule is not a valid cron or OnCalendar expression");
    }
  }

  private static ZoneId zone(String name) {
    try {
      return TimeZones.named(name);
    } catch (DateTimeException e) {
      throw ApiFields.problem("tz is not a valid timezone");
    }
  }

  private PingFilter intake(PingFilter old) {
    return new PingFilter(
        methods == null ? old.postOnly() : methods.equals("POST"),
        or(filterHttpBody, old.reads()),
        keywords("failure_kw", old.failure()),
        keywords("success_kw", old.success()),
        keywords("start_kw", old.start()),
        filterDefaultFail == null
            ? old.otherwise()
            : filterDefaultFail ? Signal.FAILURE : Signal.IGNORED);
  }

  private List<String> keywords(String key, List<String> old) {
    String text = written.get(key);
    return text == null ? old : words(text, "\\s*,\\s*");
  }

  private Extras extras(Check check, List<Channel> known, @Nullable List<UUID> parents) {
    Extras old = check.extras();
    Map<String, String> texts = new HashMap<>(old.written());
    texts.putAll(written);
    boolean bySubject = old.filterSubject();
    if (fields.has("subject") || fields.has("subject_fail")) {
      PingFilter intake = intake(check.intake());
      bySubject = !intake.success().isEmpty() || !intake.failure().isEmpty();
    }
    return new Extras(
        channels == null ? old.channels() : ApiChannels.keys(channels, known),
        or(filterSubject, bySubject),
        or(filterBody, old.filterBody()),
        texts,
        or(parents, old.dependsOn()));
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  static List<String> words(String text, String separator) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split(separator, -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  public static boolean isText(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
