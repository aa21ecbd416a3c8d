package heartbeat.check;

import java.util.Locale;

/**
 * One of the five fields of a cron expression: its range, its names, and the reading of lists,
 * ranges and steps as in vixie cron's crontab(5).
 */
enum CronField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"),
  /** Sunday is 0 or 7. */
  DAY_OF_WEEK("day of week", 0, 7, "SUNMONTUEWEDTHUFRISAT");

  private final String label;
  private final int min;
  private final int max;
  private final String names;

  CronField(String label, int min, int max, String names) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  /**
   * The values of one item of a list, such as {@code 3}, {@code 1-5} or {@code *}{@code /7}, as
   * bits. Throws IllegalArgumentException, with a message for the user, when the item is not valid.
   */
  long bits(String item) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item, item.substring(slash + 1));
    int dash = range.indexOf('-');
    int first;
    int last;
    if (range.equals("*")) {
      first = min;
      last = this == DAY_OF_WEEK ? 6 : max;
    } else if (dash > 0) {
      first = value(range.substring(0, dash));
      last = value(range.substring(dash + 1));
    } else {
      first = value(range);
      last = slash < 0 ? first : this == DAY_OF_WEEK ? Math.max(first, 6) : max;
    }
    if (last < first) {
      throw problem(item, "the range runs backwards");
    }
    long bits = 0;
    for (int v = first; v <= last; v += step) {
      bits |= 1L << v;
    }
    return this == DAY_OF_WEEK ? sundayIsZero(bits) : bits;
  }

  /** One number or name. */
  int value(String text) {
    int named = text.length() == 3 ? names.indexOf(text.toUpperCase(Locale.ROOT)) : -1;
    if (named >= 0 && named % 3 == 0) {
      return named / 3 + min;
    }
    int value = number(text);
    if (value < min || value > max) {
      throw problem(text, "must be " + min + " to " + max);
    }
    return value;
  }

  IllegalArgumentException problem(String item, String what) {
    return new IllegalArgumentException("cron " + label + " '" + item + "': " + what);
  }

  private int step(String item, String text) {
    int step = number(text);
    if (step < 1) {
      throw problem(item, "the step must be 1 or more");
    }
    return step;
  }

  private int number(String text) {
    if (text.isEmpty() || text.length() > 4) {
      throw problem(text, "not a number");
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw problem(text, "not a number" + (names.isEmpty() ? "" : " or a three-letter name"));
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static long sundayIsZero(long bits) {
    return (bits & 0x7F) | (bits >> 7 & 1);
  }
}
