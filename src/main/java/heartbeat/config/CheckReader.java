package heartbeat.config;

import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.QuietHours;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.TimeZones;
import heartbeat.model.Slugs;
import heartbeat.model.Uuids;
import heartbeat.server.alert.Channel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@code checks:}. */
final class CheckReader {
  private final NamedChannels channels;
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, List<Channel>> routes = new HashMap<>();
  private final DependsOn dependsOn = new DependsOn();
  private final Set<UUID> uuids = new HashSet<>();
  private final Set<String> slugs = new HashSet<>();

  CheckReader(NamedChannels channels) {
    this.channels = channels;
  }

  /** The checks that were read. */
  List<Check> checks() {
    return checks;
  }

  /** The channels of checks that have their own, by the check's name. */
  Map<String, List<Channel>> routes() {
    return routes;
  }

  /** The names of the checks that each check depends on. */
  Map<String, List<String>> dependsOn() {
    return dependsOn.all();
  }

  /** Reads them all; {@code pingKey} tells whether slugs can be pinged. */
  void read(MapReader all, boolean pingKey) {
    for (MapReader check : all.members()) {
      one(check, pingKey);
    }
    dependsOn.check();
  }

  private void one(MapReader map, boolean pingKey) {
    String name = map.name();
    UUID uuid = map.value("uuid", CheckReader::uuid);
    String slug = map.value("slug", CheckReader::slug);
    if (slug == null) {
      slug = Slugs.isSlug(name) ? name : "";
    }
    if (uuid == null && !pingKey && !map.has("uuid")) {
      map.warning("has no uuid, and there is no ping-key: it can't be pinged");
    }
    if (uuid != null && !uuids.add(uuid)) {
      map.problem("uuid", "another check has it too");
    }
    if (!slug.isEmpty() && !slugs.add(slug)) {
      map.problem("slug", "another check has the slug '" + slug + "' too");
    }
    ZoneId zone = zone(map);
    Duration grace = map.duration("grace");
    String about = map.text("desc");
    Check check =
        new Check(
            uuid == null ? Check.NO_UUID : uuid,
            name,
            slug,
            tags(map),
            about == null ? "" : about,
            schedule(map, zone),
            grace == null ? Check.DEFAULT_GRACE : grace,
            policy(map, zone),
            intake(map));
    checks.add(check);
    dependsOn.read(map);
    if (map.has("alerts")) {
      routes.put(name, channels.read(map, "alerts", "check:" + name));
    }
    map.end();
  }

  private static UUID uuid(String text) {
    UUID uuid = Uuids.dashed(text);
    if (uuid == null) {
      throw new IllegalArgumentException("is not a UUID");
    }
    if (uuid.equals(Check.NO_UUID)) {
      throw new IllegalArgumentException(
          "can be guessed; write your own, for example " + UUID.randomUUID());
    }
    return uuid;
  }

  private static String slug(String text) {
    if (!Slugs.isSlug(text)) {
      throw new IllegalArgumentException("may hold letters, digits, '-' and '_' only");
    }
    return text;
  }

  /** Its own time zone, or that of this process, which is set to serve.timezone. */
  static ZoneId zone(MapReader map) {
    ZoneId zone = ownZone(map);
    return zone == null ? ZoneId.systemDefault() : zone;
  }

  /** Its {@code timezone}; null when it has none. */
  static @Nullable ZoneId ownZone(MapReader map) {
    return map.value(
        "timezone",
        text -> {
          try {
            return TimeZones.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a time zone; write Europe/Amsterdam", e);
          }
        });
  }

  static List<String> tags(MapReader map) {
    List<String> tags = new ArrayList<>();
    for (String written : map.list("tags")) {
      for (String tag : written.strip().split("[\\s,]+", -1)) {
        if (!tag.isEmpty()) {
          tags.add(tag);
        }
      }
    }
    return tags;
  }

  private static Schedule schedule(MapReader map, ZoneId zone) {
    Duration period = map.duration("period");
    if (period != null && map.has("cron")) {
      map.problem("cron", "there is a period too; keep one of them");
    } else if (period != null && map.has("oncalendar")) {
      map.problem("oncalendar", "there is a period too; keep one of them");
    }
    Schedule times = times(map, zone);
    return times != null
        ? times
        : period == null ? Check.DEFAULT_SCHEDULE : new Schedule.Period(period);
  }

  /** Its {@code cron} or {@code oncalendar}; null when it has neither. */
  static @Nullable Schedule times(MapReader map, ZoneId zone) {
    String cron = map.text("cron");
    List<String> calendar = map.list("oncalendar");
    if (cron != null && !calendar.isEmpty()) {
      map.problem("oncalendar", "there is a cron too; keep one of them");
    }
    if (cron != null) {
      return schedule(map, "cron", () -> new Schedule.Cron(CronExpression.parse(cron), zone));
    }
    String lines = String.join("\n", calendar);
    return calendar.isEmpty()
        ? null
        : schedule(map, "oncalendar", () -> Schedule.Calendar.parse(lines, zone));
  }

  private static Schedule schedule(MapReader map, String key, Supplier<Schedule> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      map.problem(key, String.valueOf(e.getMessage()));
      return Check.DEFAULT_SCHEDULE;
    }
  }

  private static Policy policy(MapReader map, ZoneId zone) {
    Duration remind = map.duration("remind");
    if (remind != null && remind.toSeconds() < 60) {
      map.problem("remind", "must be 1m or more");
      remind = null;
    }
    return new Policy(
        map.duration("finish-grace"),
        map.whole("fail-after"),
        map.duration("min-duration"),
        remind,
        quiet(map, zone),
        map.flag("manual-resume"));
  }

  static @Nullable QuietHours quiet(MapReader map, ZoneId zone) {
    return map.value("quiet-hours", text -> QuietHours.parse(text, zone));
  }

  private static PingFilter intake(MapReader map) {
    boolean postOnly = "POST".equals(map.choice("methods"));
    MapReader words = map.map("keywords");
    if (words == null) {
      return new PingFilter(postOnly, List.of(), List.of(), List.of(), Signal.IGNORED);
    }
    boolean fails = "fail".equals(words.choice("otherwise"));
    PingFilter intake =
        new PingFilter(
            postOnly,
            words.list("failure"),
            words.list("success"),
            words.list("start"),
            fails ? Signal.FAILURE : Signal.IGNORED);
    words.end();
    return intake;
  }
}
