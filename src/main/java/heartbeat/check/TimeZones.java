package heartbeat.check;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;

/** Finds time zones by their names in the time zone database; Java lacks four of these names. */
public final class TimeZones {
  /** The names that Java lacks, and what the database's file {@code backward} links them to. */
  private static final Map<String, String> LINKS =
      Map.of(
          "EST", "America/Panama",
          "MST", "America/Phoenix",
          "HST", "Pacific/Honolulu",
          "ROC", "Asia/Taipei");

  private TimeZones() {}

  /**
   * The zone with this name, or the offset, such as {@code +02:00}. Throws DateTimeException when
   * there is none.
   */
  public static ZoneId of(String name) {
    return ZoneId.of(LINKS.getOrDefault(name, name));
  }

  /** The zone with this name; no offsets. Throws DateTimeException when there is none. */
  public static ZoneId named(String name) {
    ZoneId zone = of(name);
    boolean known = LINKS.containsKey(name) || ZoneId.getAvailableZoneIds().contains(name);
    if (!known || name.startsWith("SystemV/")) {
      throw new DateTimeException("no time zone has the name " + name);
    }
    return zone;
  }
}
