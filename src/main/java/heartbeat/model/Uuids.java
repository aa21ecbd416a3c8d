package heartbeat.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads UUIDs strictly, in either letter case. */
public final class Uuids {
  private Uuids() {}

  /** Null unless it is a UUID with its four dashes. */
  public static @Nullable UUID dashed(String text) {
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

  /**
   * The name of a check for people who may look at it but not ping it: the UUID can't be computed
   * from it. It is a SHA-1 of the UUID; in healthchecks, of half the UUID.
   */
  public static String uniqueKey(UUID uuid) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return sha1(bytes.array());
  }

  /** The unique key that healthchecks gives a check: of the first 16 digits of its UUID. */
  public static String healthchecksKey(UUID uuid) {
    String half = uuid.toString().replace("-", "").substring(0, 16);
    return sha1(half.getBytes(StandardCharsets.US_ASCII));
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null unless it is a UUID, with or without dashes. */
  public static @Nullable UUID any(String text) {
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
