package heartbeat.channel;

/** The key by which a service finds again what it was told. */
final class DedupKey {
  private DedupKey() {}

  /** A key that fits; of one that is too long the end gives way to what tells it from others. */
  static String within(String key, int most) {
    if (key.length() <= most) {
      return key;
    }
    String mark = "#" + Integer.toHexString(key.hashCode());
    return key.substring(0, most - mark.length()) + mark;
  }
}
