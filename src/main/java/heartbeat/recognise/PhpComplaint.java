package heartbeat.recognise;

/** What PHP itself, or Moodle's debugging, says of a script that goes on. */
final class PhpComplaint {
  private static final byte[] LOGGED = Ascii.bytes("PHP ");
  private static final byte[][] WARNINGS = {
    Ascii.bytes("Warning: "),
    Ascii.bytes("Deprecated: "),
    Ascii.bytes("Notice: "),
    Ascii.bytes("Strict Standards: "),
  };
  private static final byte[][] OTHERS = {
    LOGGED,
    Ascii.bytes("Xdebug: "),
    Ascii.bytes("++ "),
    Ascii.bytes("* line "),
    Ascii.bytes("Default exception handler: "),
  };

  private PhpComplaint() {}

  /** A warning on standard output, in front of which PHP puts an empty line. */
  static boolean isDisplayed(byte[] b, int from, int to) {
    return startsWithOne(WARNINGS, b, from, to);
  }

  /** A warning on standard output or standard error. */
  static boolean isWarning(byte[] b, int from, int to) {
    boolean logged = Ascii.startsWith(b, from, to, LOGGED);
    return isDisplayed(b, logged ? from + LOGGED.length : from, to);
  }

  /** Whether it may stand in front of the first line of any script. */
  static boolean mayComeFirst(byte[] b, int from, int to) {
    return isDisplayed(b, from, to) || startsWithOne(OTHERS, b, from, to);
  }

  private static boolean startsWithOne(byte[][] texts, byte[] b, int from, int to) {
    for (byte[] text : texts) {
      if (Ascii.startsWith(b, from, to, text)) {
        return true;
      }
    }
    return false;
  }
}
