package heartbeat.config;

import heartbeat.check.Check;
import heartbeat.check.Maintenance;
import heartbeat.check.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code serve.maintenance}. */
final class MaintenanceReader {
  private static final Duration LONGEST = Duration.ofDays(366);

  private MaintenanceReader() {}

  /** The windows; {@code checks} are those of the config. */
  static List<Maintenance> read(MapReader serve, List<Check> checks) {
    List<Maintenance> all = new ArrayList<>();
    for (MapReader map : serve.maps("maintenance")) {
      Maintenance one = one(map, checks);
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  private static @Nullable Maintenance one(MapReader map, List<Check> checks) {
    List<String> names = map.list("checks");
    for (String name : names) {
      if (checks.stream().noneMatch(c -> c.name().equals(name) || c.slug().equals(name))) {
        map.warning("checks", "'" + Values.shown(name) + "' names no check of this file");
      }
    }
    Maintenance.Scope scope = new Maintenance.Scope(names, CheckReader.tags(map));
    ZoneId zone = CheckReader.zone(map);
    Schedule starts = CheckReader.times(map, zone);
    Duration length = map.duration("for");
    if (starts == null) {
      map.problem("needs 'cron' or 'oncalendar': when it begins");
    }
    if (length == null && !map.has("for")) {
      map.problem("needs 'for': how long it takes, such as 2h");
    }
    if (length != null && length.compareTo(LONGEST) > 0) {
      map.problem("for", "is longer than a year");
    }
    String why = map.text("why");
    map.end();
    return starts != null && length != null
        ? new Maintenance(scope, new Maintenance.Repeated(starts, length), why == null ? "" : why)
        : null;
  }
}
