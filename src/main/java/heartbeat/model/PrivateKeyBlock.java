package heartbeat.model;

/** Blocks of private keys (RFC 7468 and what OpenSSL and OpenSSH write), found line by line. */
final class PrivateKeyBlock {
  static final String NAME = "PRIVATE KEY";
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private PrivateKeyBlock() {}

  /** A line without key material, and whether the block goes on after it. */
  record Step(String line, boolean inKey) {}

  static Step step(String line, boolean inKey) {
    int begin = line.indexOf(BEGIN);
    if (begin >= 0 && line.startsWith(NAME, line.indexOf(NAME, begin))) {
      int dashes = line.indexOf(DASHES, begin + BEGIN.length());
      if (dashes >= 0) {
        return begun(line, dashes + DASHES.length());
      }
    }
    if (!inKey) {
      return new Step(line, false);
    }
    int end = line.indexOf(END);
    if (end >= 0) {
      int material = startOfMaterial(line.substring(0, end));
      String kept = material < end ? line.substring(0, material) + Redactor.STARS : "";
      return new Step(material < end ? kept + line.substring(end) : line, false);
    }
    if (line.isBlank() || line.startsWith("Proc-Type:") || line.startsWith("DEK-Info:")) {
      return new Step(line, true);
    }
    int material = startOfMaterial(line);
    int length = line.stripTrailing().length() - material;
    // The last line of a key can be short; words of a log have spaces around them.
    boolean isKey = length >= 40 || (length > 0 && material == 0);
    return isKey
        ? new Step(line.substring(0, material) + Redactor.STARS, true)
        : new Step(line, false);
  }

  private static Step begun(String line, int bodyStart) {
    if (bodyStart == line.stripTrailing().length()) {
      return new Step(line, true);
    }
    // A whole key on one line, its newlines written as \n.
    int end = line.indexOf(END, bodyStart);
    return end < 0
        ? new Step(line.substring(0, bodyStart) + Redactor.STARS, true)
        : new Step(line.substring(0, bodyStart) + Redactor.STARS + line.substring(end), false);
  }

  /** Where the base64 characters begin with which the line ends; its length if it does not. */
  private static int startOfMaterial(String line) {
    int i = line.stripTrailing().length();
    if (i == 0) {
      return line.length();
    }
    int end = i;
    while (i > 0 && isBase64(line.charAt(i - 1))) {
      i--;
    }
    return i == end ? line.length() : i;
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }
}
