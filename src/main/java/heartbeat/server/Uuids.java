package heartbeat.server;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs strictly, in either letter case. */
final class Uuids {
  private Uuids() {}

  /** Null unless it is a UUID with its four dashes. */
  static @Nullable UUID dashed(String text) {
    if (text.length() != 36) {
      return null;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0) {
        return null;
      }
      if (text.charAt(i) > 'f') {
        return null;
      }
    }
    return UUID.fromString(text);
  }

  /** Null unless it is a UUID, with or without dashes. */
  static @Nullable UUID any(String text) {
    if (text.length() != 32) {
      return dashed(text);
    }
    return dashed(
        String.join(
            "-",
            text.substring(0, 8),
            text.substring(8, 12),
            text.substring(12, 16),
            text.substring(16, 20),
            text.substring(20)));
  }
}
