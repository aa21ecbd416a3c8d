package heartbeat.channel;

/** Keys by which services find again what they were told. */
final class Keys {
  private Keys() {}

  /** A key that fits; of one that is too long the end gives way to what tells it from others. */
  static String within(String key, int most) {
    if (key.length() <= most) {
      return key;
    }
    String mark = "#" + Integer.toHexString(key.hashCode());
    return key.substring(0, most - mark.length()) + mark;
  }
}
