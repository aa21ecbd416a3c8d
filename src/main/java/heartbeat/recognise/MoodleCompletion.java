package heartbeat.recognise;

/** What the line after a marker says of the round that it ends. */
enum MoodleCompletion {
  /** {@code 03:00:03 in 3.3 seconds. Memory used: 42.1 MB.}: nothing more will come. */
  WHOLE,
  /** The same, then {@code Continuing to check for tasks}: another round will come. */
  CONTINUING,
  /** Cut off, or the old form, after which {@code Execution took} has yet to come. */
  OTHER;

  private static final byte[] MEMORY_USED = Ascii.bytes(" Memory used");
  private static final byte[] FOUND_AT = Ascii.bytes(" tasks found at ");
  private static final int ZONE_LENGTH = "+0000".length();
  private static final byte[] IN = Ascii.bytes(" in ");
  private static final byte[] CONTINUING_TO = Ascii.bytes(". C");
  private static final byte[] SECONDS = Ascii.bytes(" seconds");
  private static final byte NO_BREAK_SPACE_LEAD = (byte) 0xC2;
  private static final byte NO_BREAK_SPACE_TAIL = (byte) 0xA0;

  /** Reads what follows {@code Cron completed at}. */
  static MoodleCompletion of(byte[] b, int from, int to) {
    int memory = Ascii.indexOf(b, from, to, MEMORY_USED);
    if (memory < 0 || Ascii.indexOf(b, from, memory, IN) < 0) {
      return OTHER;
    }
    int amount = memory + MEMORY_USED.length;
    int end = Ascii.trimmed(b, amount, to);
    int goesOn = Ascii.indexOf(b, amount, end, CONTINUING_TO);
    if (goesOn >= 0) {
      return hasUnit(b, amount, goesOn) ? CONTINUING : OTHER;
    }
    if (end == amount || b[end - 1] != '.' || !hasUnit(b, amount, end - 1)) {
      return OTHER;
    }
    return end < to && b[end] == ' ' ? CONTINUING : WHOLE; // the blank before Continuing
  }

  /** Whether {@code Ran} is followed by a number, what they were, and a date with its zone. */
  static boolean isWholeRan(byte[] b, int from, int to) {
    int end = Ascii.trimmed(b, from, to);
    int zone = end - ZONE_LENGTH;
    return zone > from
        && (b[zone] == '+' || b[zone] == '-')
        && Ascii.isDigit(b[end - 1])
        && Ascii.indexOf(b, from, zone, FOUND_AT) > from;
  }

  /** Whether {@code Execution took} is followed by a number and its unit. */
  static boolean isWholeExecutionTook(byte[] b, int from, int to) {
    return from < to
        && Ascii.isDigit(b[from])
        && Ascii.endsWith(b, from, Ascii.trimmed(b, from, to), SECONDS);
  }

  /**
   * Whether there is more than a number: {@code 42.} is the cut-off beginning of {@code 42.1 MB.}
   * Units are translated, so any other character counts.
   */
  private static boolean hasUnit(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = b[i];
      boolean number = Ascii.isDigit(c) || c == '.' || c == ',' || c == ':' || Ascii.isSpace(c);
      if (!number && c != NO_BREAK_SPACE_LEAD && c != NO_BREAK_SPACE_TAIL) {
        return true;
      }
    }
    return false;
  }
}
