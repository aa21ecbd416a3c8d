package heartbeat.recognise;

/**
 * The time that a tool such as {@code ts}, or an mtrace wrapper, writes in front of each line:
 * {@code Nov 20 08:45:01}, {@code 2026-11-20T08:45:01+01:00}, {@code [20-Nov-2026 08:45:01 UTC]},
 * {@code 1795160701.25}, {@code @4000000065672a3b0c1d2e3f}.
 */
final class Timestamp {
  private static final int MAX = 64;
  private static final int TAI64N_DIGITS = 24;
  private static final int MAX_WORDS = 2;
  private static final int MAX_LETTERS = 4;
  private static final byte[] UTC = Ascii.bytes("UTC");
  private static final byte[] GMT = Ascii.bytes("GMT");

  /** What may stand between or around the digits of dates and times. */
  private static final boolean[] BETWEEN = new boolean[128];

  static {
    for (char c : "[]()<>:-/.,+|".toCharArray()) {
      BETWEEN[c] = true;
    }
  }

  private Timestamp() {}

  /** Where the line's own text begins: after a time-stamp-like prefix, or at {@code from}. */
  static int end(byte[] b, int from, int to) {
    if (from < to && b[from] == '.') {
      return from; // as the dots in front of most lines that Moodle prints
    }
    int tai = tai64nEnd(b, from, to);
    if (tai > from) {
      return tai;
    }
    int limit = Math.min(to, from + MAX);
    int words = 0;
    boolean clock = false;
    int end = from;
    int i = from;
    while (i < limit) {
      int stop = i;
      while (stop < limit && !isGap(b[stop])) {
        stop++;
      }
      if (stop == limit && limit < to) {
        return end;
      }
      if (isNumeric(b, i, stop) && !(clock && isName(b, i, stop))) {
        clock |= isClock(b, i, stop);
      } else if (clock
          ? !isZoneOrSeparator(b, i, stop)
          : words++ >= MAX_WORDS || !isWord(b, i, stop)) {
        return end;
      }
      i = stop;
      while (i < to && isGap(b[i])) {
        i++;
      }
      if (clock) {
        end = i;
      }
    }
    return end;
  }

  /** The label of daemontools: {@code @}, 24 hexadecimal digits, a blank. */
  private static int tai64nEnd(byte[] b, int from, int to) {
    int end = from + 1 + TAI64N_DIGITS;
    if (from >= to || b[from] != '@' || end > to) {
      return from;
    }
    for (int i = from + 1; i < end; i++) {
      if (!Ascii.isDigit(b[i]) && (b[i] < 'a' || b[i] > 'f')) {
        return from;
      }
    }
    return end < to && isGap(b[end]) ? end + 1 : end;
  }

  /** No other control character: an escape begins the line's own colours. */
  private static boolean isGap(byte c) {
    return c == ' ' || c == '\t';
  }

  /** Digits with what stands between them in dates and times; a month's name may be among them. */
  private static boolean isNumeric(byte[] b, int from, int to) {
    int digits = 0;
    int letters = 0;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (Ascii.isDigit(c)) {
        digits++;
      } else if (c < 0 || Ascii.isLetter(c)) {
        letters++;
      } else if (!BETWEEN[c]) {
        return false;
      }
      if (letters > MAX_LETTERS) {
        return false;
      }
    }
    return digits > 0;
  }

  /** A short name with a number, such as {@code web1} or {@code php[471]:}; no zone has one. */
  private static boolean isName(byte[] b, int from, int to) {
    int i = from;
    while (i < to && !Ascii.isDigit(b[i]) && b[i] >= 0 && BETWEEN[b[i]]) {
      i++;
    }
    boolean zone = Ascii.startsWith(b, i, to, UTC) || Ascii.startsWith(b, i, to, GMT);
    return i < to && !Ascii.isDigit(b[i]) && !zone;
  }

  /** A time of day, a whole date, or seconds since some moment; not just any number. */
  private static boolean isClock(byte[] b, int from, int to) {
    int digits = 0;
    boolean colon = false;
    boolean point = false;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (Ascii.isDigit(c)) {
        digits++;
      } else if (i > from && i + 1 < to && Ascii.isDigit(b[i - 1]) && Ascii.isDigit(b[i + 1])) {
        colon |= c == ':';
        point |= c == '.';
      }
    }
    return colon || digits >= 8 || (point && digits >= 6);
  }

  /** The short name of a month or day in any language: {@code Nov}, {@code Fri,}, {@code févr.}. */
  private static boolean isWord(byte[] b, int from, int to) {
    if (to - from > 13) {
      return false;
    }
    boolean ascii = true;
    int i = from < to && b[from] == '[' ? from + 1 : from;
    int length = to - i;
    for (; i < to; i++) {
      byte c = b[i];
      ascii &= c >= 0;
      if (c >= 0 && !Ascii.isLetter(c) && (i + 1 < to || (c != ',' && c != '.'))) {
        return false;
      }
    }
    return length > 0 && length <= (ascii ? 6 : 12);
  }

  /** {@code AM}, {@code UTC}, {@code CEST}, {@code Europe/Amsterdam]}, {@code |}, {@code -}. */
  private static boolean isZoneOrSeparator(byte[] b, int from, int to) {
    boolean closed = b[to - 1] == ']' || b[to - 1] == ')';
    int end = closed ? to - 1 : to;
    boolean upper = true;
    for (int i = from; i < end; i++) {
      byte c = b[i];
      if (!Ascii.isLetter(c) && c != '/' && c != '_') {
        return to - from == 1 && "|-:>".indexOf(c) >= 0;
      }
      upper &= c >= 'A' && c <= 'Z';
    }
    if (closed) {
      return true;
    }
    // Most zones end in T, for "time"; no word that a line is recognised by does.
    byte last = b[end - 1];
    return upper && end - from <= 5 && (last == 'T' || isOneOf(b, from, end));
  }

  private static boolean isOneOf(byte[] b, int from, int to) {
    int length = to - from;
    return (length == 2 && (b[from] == 'A' || b[from] == 'P') && b[from + 1] == 'M')
        || (length == 3 && b[from] == 'U' && b[from + 1] == 'T' && b[from + 2] == 'C')
        || (length == 3 && b[from] == 'M' && b[from + 1] == 'S' && b[from + 2] == 'K');
  }
}
