package heartbeat.server.page;

import heartbeat.check.Check;
import heartbeat.check.Extras;
import heartbeat.check.Policy;
import heartbeat.check.QuietHours;
import heartbeat.check.Schedule;
import heartbeat.check.TimeZones;
import heartbeat.model.Quantity;
import heartbeat.model.Slugs;
import heartbeat.server.http.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A check as a person types it into the form: texts, which may be wrong.
 *
 * @param timed true: its pings are expected at {@code times}; false: every {@code period}
 * @param times a cron expression, or OnCalendar expressions, one a line
 * @param usual whether the config decides which channels get its alerts
 * @param channels the keys of the channels that get its alerts when {@code usual} is false
 */
record CheckForm(
    String name,
    String slug,
    String tags,
    String description,
    boolean timed,
    String period,
    String times,
    String zone,
    String grace,
    String finishGrace,
    String failAfter,
    String minDuration,
    String remind,
    String quietHours,
    String dependsOn,
    boolean usual,
    List<String> channels) {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,4}");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TAGS = 500;
  private static final int LONGEST_DESCRIPTION = 10_000;
  private static final int LONGEST_TIMES = 1_000;
  private static final int MOST_FAILURES = 1_000;

  CheckForm {
    channels = List.copyOf(channels);
  }

  /** The form for a new check. */
  static CheckForm blank(ZoneId zone) {
    return new CheckForm(
        "",
        "",
        "",
        "",
        false,
        "1d",
        "",
        zone.getId(),
        "1h",
        "",
        "1",
        "",
        "",
        "",
        "",
        true,
        List.of());
  }

  /**
   * The form for an existing check.
   *
   * @param dependsOn the names of the checks that it depends on
   * @param otherwise the time zone to show when neither its schedule nor its quiet hours have one
   */
  static CheckForm of(Check check, List<String> dependsOn, ZoneId otherwise) {
    ZoneId zone = check.schedule().zone();
    Policy policy = check.policy();
    QuietHours quiet = policy.quiet();
    if (zone == null && quiet != null) {
      zone = quiet.zone();
    }
    List<String> channels = check.extras().channels();
    String period = "1d";
    String times = "";
    switch (check.schedule()) {
      case Schedule.Period every -> period = Quantity.text(every.length());
      case Schedule.Cron cron -> times = cron.expression().toString();
      case Schedule.Calendar calendar -> times = calendar.text();
    }
    return new CheckForm(
        check.name(),
        check.slug(),
        String.join(" ", check.tags()),
        check.description(),
        !times.isEmpty(),
        period,
        times,
        (zone == null ? otherwise : zone).getId(),
        Quantity.text(check.grace()),
        text(policy.finishGrace()),
        Integer.toString(policy.failAfter()),
        text(policy.minDuration()),
        text(policy.remind()),
        quiet == null ? "" : quiet.text(),
        String.join(", ", dependsOn),
        channels == null,
        channels == null ? List.of() : channels);
  }

  private static String text(@Nullable Duration length) {
    return length == null ? "" : Quantity.text(length);
  }

  /**
   * The form as the browser sent it. A field that the query does not have is as in a blank form.
   */
  static CheckForm of(Query query, ZoneId otherwise) {
    CheckForm blank = blank(otherwise);
    return new CheckForm(
        query.get("name", "").strip(),
        query.get("slug", "").strip(),
        query.get("tags", "").strip(),
        query.get("description", "").replace("\r", "").strip(),
        query.get("when", "period").equals("times"),
        query.get("period", blank.period).strip(),
        query.get("times", "").replace("\r", "").strip(),
        query.get("zone", blank.zone).strip(),
        query.get("grace", blank.grace).strip(),
        query.get("finish-grace", "").strip(),
        query.get("fail-after", blank.failAfter).strip(),
        query.get("min-duration", "").strip(),
        query.get("remind", "").strip(),
        query.get("quiet-hours", "").strip(),
        query.get("depends-on", "").strip(),
        !query.get("alerts", "usual").equals("chosen"),
        query.all("channel"));
  }

  /**
   * The check that the form describes, or what is wrong with the form.
   *
   * @param check null when something is wrong
   * @param problems by the name of the field
   */
  record Outcome(@Nullable Check check, Map<String, String> problems) {}

  /**
   * Whether it sets a field under "More rules". A slug that follows from the name does not count.
   */
  boolean hasRules() {
    return !(finishGrace + minDuration + remind + quietHours + dependsOn).isEmpty()
        || !failAfter.equals("1")
        || (!slug.isEmpty() && !slug.equals(Slugs.of(name)));
  }

  /** The names in the field "Depends on". */
  List<String> parents() {
    List<String> names = new ArrayList<>();
    for (String name : dependsOn.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /**
   * The check with the form's values. What has no field in the form stays as it was before.
   *
   * @param parents the UUIDs of the checks that {@link #parents} names
   */
  Outcome applied(Check before, List<UUID> parents) {
    Map<String, String> problems = new LinkedHashMap<>();
    if (name.isEmpty()) {
      problems.put("name", "Give it a name.");
    }
    tooLong(problems, "name", name, LONGEST_NAME);
    tooLong(problems, "tags", tags, LONGEST_TAGS);
    tooLong(problems, "description", description, LONGEST_DESCRIPTION);
    tooLong(problems, "times", times, LONGEST_TIMES);
    if (!slug.isEmpty() && !Slugs.isSlug(slug)) {
      problems.put("slug", "Use letters, digits, '-' and '_' only.");
    }
    Schedule schedule = schedule(problems);
    Duration late = duration(problems, "grace", grace);
    Duration finish = optional(problems, "finish-grace", finishGrace);
    int failures = failures(problems);
    Duration shortest = optional(problems, "min-duration", minDuration);
    Duration reminds = optional(problems, "remind", remind);
    if (reminds != null && reminds.toSeconds() < 60) {
      problems.put("remind", "Write 1m or more.");
    }
    QuietHours quiet = quiet(problems);
    if (!problems.isEmpty() || schedule == null || late == null) {
      return new Outcome(null, problems);
    }
    Policy policy =
        new Policy(finish, failures, shortest, reminds, quiet, before.policy().manualResume());
    Check check =
        new Check(
            before.uuid(),
            name,
            slug.isEmpty() ? Slugs.of(name) : slug,
            words(tags),
            description,
            schedule,
            late,
            policy,
            before.intake(),
            extras(before.extras(), parents));
    return new Outcome(check, problems);
  }

  private int failures(Map<String, String> problems) {
    boolean whole = WHOLE.matcher(failAfter).matches();
    int failures = whole ? Integer.parseInt(failAfter) : 0;
    if (failures < 1 || failures > MOST_FAILURES) {
      problems.put("fail-after", "Write a whole number from 1 to 1000.");
    }
    return failures;
  }

  private @Nullable QuietHours quiet(Map<String, String> problems) {
    if (quietHours.isEmpty() || problems.containsKey("zone")) {
      return null;
    }
    try {
      return QuietHours.parse(quietHours, TimeZones.named(zone));
    } catch (IllegalArgumentException e) {
      problems.put("quiet-hours", "'" + quietHours + "' " + e.getMessage() + ".");
      return null;
    }
  }

  private static void tooLong(Map<String, String> problems, String field, String text, int most) {
    if (text.codePointCount(0, text.length()) > most) {
      problems.put(field, "This is too long: " + most + " characters at most.");
    }
  }

  /** The schedule; null when it is wrong. Adds what is wrong to {@code problems}. */
  @Nullable Schedule schedule(Map<String, String> problems) {
    ZoneId in = null;
    try {
      in = TimeZones.named(zone);
    } catch (DateTimeException e) {
      problems.put("zone", "This is not a time zone; write one like Europe/Amsterdam.");
    }
    if (!timed) {
      Duration every = duration(problems, "period", period);
      return every == null ? null : new Schedule.Period(every);
    }
    if (times.isEmpty()) {
      problems.put("times", "Write a cron expression, or OnCalendar expressions.");
    }
    if (in == null || problems.containsKey("times")) {
      return null;
    }
    try {
      return Schedule.parse(times, in);
    } catch (IllegalArgumentException e) {
      problems.put("times", PageText.sentence(String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static @Nullable Duration optional(
      Map<String, String> problems, String field, String text) {
    return text.isEmpty() ? null : duration(problems, field, text);
  }

  private static @Nullable Duration duration(
      Map<String, String> problems, String field, String text) {
    try {
      Duration length = Quantity.duration(text);
      if (length.toSeconds() >= 1 && length.compareTo(LONGEST) <= 0) {
        return length;
      }
      problems.put(field, "Write 1s to 366d.");
    } catch (IllegalArgumentException e) {
      problems.put(field, "'" + text + "' " + e.getMessage() + ".");
    }
    return null;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("[\\s,]+", -1)) {
      if (!word.isEmpty() && !words.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  /** Drops the API client's spelling of tags and time zone, because the form replaces both. */
  private Extras extras(Extras old, List<UUID> parents) {
    Map<String, String> written = new HashMap<>(old.written());
    written.remove("tags");
    written.remove("tz");
    return new Extras(
        usual ? null : channels, old.filterSubject(), old.filterBody(), written, parents);
  }
}
