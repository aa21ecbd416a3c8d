package heartbeat.check;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;

/** Time zones by their names in the time zone database, of which Java lacks four. */
public final class TimeZones {
  /** What the database's file {@code backward} makes of them. */
  private static final Map<String, String> LINKS =
      Map.of(
          "EST", "America/Panama",
          "MST", "America/Phoenix",
          "HST", "Pacific/Honolulu",
          "ROC", "Asia/Taipei");

  private TimeZones() {}

  /** The zone of this name, or of an offset such as {@code +02:00}. Throws DateTimeException. */
  public static ZoneId of(String name) {
    return ZoneId.of(LINKS.getOrDefault(name, name));
  }

  /** The zone of this name in the database. Throws DateTimeException when there is none. */
  public static ZoneId named(String name) {
    ZoneId zone = of(name);
    boolean known = LINKS.containsKey(name) || ZoneId.getAvailableZoneIds().contains(name);
    if (!known || name.startsWith("SystemV/")) {
      throw new DateTimeException("no time zone has the name " + name);
    }
    return zone;
  }
}
