package heartbeat.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Durations, distances in time and sizes as people read them. */
public final class Human {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Human() {}

  /**
   * The two largest units: {@code 12ms}, {@code 3s}, {@code 2m 5s}, {@code 1h 4m}, {@code 2d 3h}.
   * Cut, not rounded; less than nothing is {@code 0s}.
   */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.isNegative() || duration.isZero()) {
      return "0s";
    }
    if (seconds == 0) {
      return Math.max(1, duration.toMillis()) + "ms";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds / 60 % 60, "m");
    }
    return two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
  }

  /** How far a time is from now: {@code 2m 5s ago}, {@code in 5m}, {@code just now}. */
  public static String distance(Instant time, Instant now) {
    Duration since = Duration.between(time, now);
    if (since.abs().toSeconds() < 1) {
      return "just now";
    }
    return since.isNegative() ? "in " + duration(since.negated()) : duration(since) + " ago";
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }

  /** Bytes in powers of 1024: {@code 1 byte}, {@code 999 bytes}, {@code 1.5 kB}, {@code 40 kB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    boolean tenths = value < 9.95 && Math.round(value * 10) % 10 != 0;
    String number =
        tenths ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
    return number + " " + UNITS[unit];
  }
}
