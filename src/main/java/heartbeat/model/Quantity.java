package heartbeat.model;

import java.time.Duration;

/**
 * Durations and sizes as people write them.
 *
 * <p>The messages of the exceptions continue the text that was written: {@code '5' } + {@code needs
 * a unit…}.
 */
public final class Quantity {
  private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();
  private static final int MAX_DIGITS = 15;
  private static final String NO_DURATION = "is not a duration; write 90s, 5m, 2h, 1d or 1h30m";
  private static final String NO_SIZE = "is not a size; write 64k, 10M or 1G";

  private Quantity() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 5m}, {@code 2h}, {@code 1d}, or several of them in a
   * row such as {@code 1h30m}; a lone 0 needs no unit. Throws IllegalArgumentException on anything
   * else and beyond 36500d.
   */
  public static Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException(NO_DURATION);
    }
    long millis = 0;
    int at = 0;
    while (at < text.length()) {
      int end = endOfDigits(text, at, NO_DURATION);
      if (end == text.length()) {
        throw new IllegalArgumentException("needs a unit: s, m, h or d, as in 90s or 1h30m");
      }
      long unit = unitMillis(text, end);
      long amount = Long.parseLong(text.substring(at, end));
      if (amount > LONGEST_MILLIS / unit || (millis += amount * unit) > LONGEST_MILLIS) {
        throw new IllegalArgumentException("is too long; 36500d at most");
      }
      at = end + (text.startsWith("ms", end) ? 2 : 1);
    }
    return Duration.ofMillis(millis);
  }

  /** The text that is read as this duration: {@code 1h30m}. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    add(text, duration.toDays(), "d");
    add(text, duration.toHoursPart(), "h");
    add(text, duration.toMinutesPart(), "m");
    add(text, duration.toSecondsPart(), "s");
    add(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0" : text.toString();
  }

  private static void add(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }

  private static long unitMillis(String text, int at) {
    if (text.startsWith("ms", at)) {
      return 1;
    }
    return switch (text.charAt(at)) {
      case 's' -> 1_000;
      case 'm' -> 60_000;
      case 'h' -> 3_600_000;
      case 'd' -> 86_400_000;
      default -> throw new IllegalArgumentException(NO_DURATION);
    };
  }

  /**
   * Reads bytes, {@code 64k}, {@code 10M} or {@code 1G}: powers of 1024, in either case, a {@code
   * B} or {@code iB} may follow. Throws IllegalArgumentException on anything else.
   */
  public static long size(String text) {
    int end = endOfDigits(text, 0, NO_SIZE);
    long amount = Long.parseLong(text.substring(0, end));
    int shift = 0;
    int at = end;
    if (at < text.length()) {
      shift =
          switch (text.charAt(at)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
          };
      at += shift == 0 ? 0 : 1;
      at += shift != 0 && text.startsWith("i", at) ? 1 : 0;
      at += text.startsWith("B", at) || text.startsWith("b", at) ? 1 : 0;
    }
    if (at != text.length()) {
      throw new IllegalArgumentException(NO_SIZE);
    }
    if (amount > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("is too big");
    }
    return amount << shift;
  }

  private static int endOfDigits(String text, int from, String complaint) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == from || end - from > MAX_DIGITS) {
      throw new IllegalArgumentException(complaint);
    }
    return end;
  }
}
