package heartbeat.server.page;

import heartbeat.check.Maintenance;
import heartbeat.check.Schedule;
import heartbeat.check.TimeZones;
import heartbeat.model.Quantity;
import heartbeat.server.http.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window as a person types it into the form: texts, which may be wrong.
 *
 * @param checks names or slugs, one a line
 * @param kind {@code now}, {@code once} or {@code again}
 * @param length how long the maintenance takes, such as {@code 2h}
 * @param from for {@code once}: when it begins, as browsers write it: {@code 2026-12-24T18:00}
 * @param times for {@code again}: a cron expression, or OnCalendar expressions, one a line
 */
record MaintenanceForm(
    String tags,
    String checks,
    String kind,
    String length,
    String from,
    String times,
    String zone,
    String why) {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_TEXT = 1_000;

  /** The form as the browser sent it, or with the values in the query of a link. */
  static MaintenanceForm of(Query query, ZoneId otherwise) {
    return new MaintenanceForm(
        query.get("tags", "").strip(),
        query.get("checks", "").replace("\r", "").strip(),
        query.get("kind", "now"),
        query.get("for", "2h").strip(),
        query.get("from", "").strip(),
        query.get("times", "").replace("\r", "").strip(),
        query.get("zone", otherwise.getId()).strip(),
        query.get("why", "").strip());
  }

  /**
   * The maintenance that the form describes, or what is wrong with the form.
   *
   * @param maintenance null when something is wrong
   * @param problems by the name of the field
   */
  record Outcome(@Nullable Maintenance maintenance, Map<String, String> problems) {}

  Outcome read(Instant now) {
    Map<String, String> problems = new LinkedHashMap<>();
    for (Map.Entry<String, String> text :
        Map.of("tags", tags, "checks", checks, "times", times, "why", why).entrySet()) {
      if (text.getValue().length() > LONGEST_TEXT) {
        problems.put(text.getKey(), "This is too long: " + LONGEST_TEXT + " characters at most.");
      }
    }
    Maintenance.Times when = when(problems, now);
    if (!problems.isEmpty() || when == null) {
      return new Outcome(null, problems);
    }
    Maintenance.Scope scope = new Maintenance.Scope(parts(checks, "\n"), parts(tags, "[\\s,]+"));
    return new Outcome(new Maintenance(scope, when, why), problems);
  }

  private Maintenance.@Nullable Times when(Map<String, String> problems, Instant now) {
    Duration takes = takes(problems);
    ZoneId in;
    try {
      in = TimeZones.named(zone);
    } catch (DateTimeException e) {
      problems.put("zone", "This is not a time zone; write one like Europe/Amsterdam.");
      return null;
    }
    if (takes == null) {
      return null;
    }
    return switch (kind) {
      case "once" -> once(problems, takes, in, now);
      case "again" -> again(problems, takes, in);
      default -> new Maintenance.Once(now, now.plus(takes));
    };
  }

  private @Nullable Duration takes(Map<String, String> problems) {
    try {
      Duration takes = Quantity.duration(length);
      if (takes.toSeconds() >= 1 && takes.compareTo(LONGEST) <= 0) {
        return takes;
      }
      problems.put("for", "Write 1s to 366d.");
    } catch (IllegalArgumentException e) {
      problems.put("for", "'" + length + "' " + e.getMessage() + ".");
    }
    return null;
  }

  private Maintenance.@Nullable Times once(
      Map<String, String> problems, Duration takes, ZoneId in, Instant now) {
    try {
      Instant begins = LocalDateTime.parse(from).atZone(in).toInstant();
      if (begins.plus(takes).isAfter(now)) {
        return new Maintenance.Once(begins, begins.plus(takes));
      }
      problems.put("from", "This is over already.");
    } catch (DateTimeException e) {
      problems.put("from", "Write a time such as 2026-12-24T18:00.");
    }
    return null;
  }

  private Maintenance.@Nullable Times again(
      Map<String, String> problems, Duration takes, ZoneId in) {
    if (times.isEmpty()) {
      problems.put("times", "Write a cron expression, or OnCalendar expressions.");
      return null;
    }
    try {
      return new Maintenance.Repeated(Schedule.parse(times, in), takes);
    } catch (IllegalArgumentException e) {
      problems.put("times", PageText.sentence(String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(separator, -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
