package heartbeat.server.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Password hashes for the config: PBKDF2 with HMAC-SHA-256, 600,000 rounds as OWASP advises, as
 * {@code pbkdf2-sha256:rounds:salt:hash}.
 */
public final class PasswordHash {
  private static final String SCHEME = "pbkdf2-sha256";
  private static final int ROUNDS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  /**
   * The hash that is compared when no such user exists. The comparison takes as long as with a hash
   * of {@link #of}, but no password matches.
   */
  static final String NOBODYS =
      String.join(":", SCHEME, Integer.toString(ROUNDS), "A".repeat(22), "A".repeat(43));

  private PasswordHash() {}

  /** The hash of a password or API key, with a salt of its own. */
  public static String of(String password) {
    return of(password, ROUNDS);
  }

  public static String of(String password, int rounds) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        ":",
        SCHEME,
        Integer.toString(rounds),
        base64.encodeToString(salt),
        base64.encodeToString(derive(password, salt, rounds)));
  }

  /** Whether the text is a hash in this form. */
  public static boolean isOne(String text) {
    String[] parts = text.split(":", -1);
    try {
      return parts.length == 4
          && parts[0].equals(SCHEME)
          && Integer.parseInt(parts[1]) > 0
          && Base64.getDecoder().decode(parts[2]).length > 0
          && Base64.getDecoder().decode(parts[3]).length == HASH_BITS / 8;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether this is the password of the hash. PBKDF2 makes it slow, so that guessing is slow too.
   */
  static boolean matches(String hash, String password) {
    if (!isOne(hash)) {
      return false;
    }
    String[] parts = hash.split(":", -1);
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] derived = derive(password, salt, Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[3]));
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      spec.clearPassword();
    }
  }
}
