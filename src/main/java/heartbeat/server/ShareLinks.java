package heartbeat.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Links for people without a login. Each link is signed, so that nobody can find tags by guessing.
 * A link for one purpose does not work for another.
 */
public final class ShareLinks {
  /** Means all checks, as in healthchecks. */
  public static final String ALL = "*";

  private static final String NOTE = "badge-secret";

  private final SwitchService service;
  private volatile @Nullable SecretKeySpec secret;

  /** The purpose of a link. */
  public enum Purpose {
    /** Badges, and the status of a tag. */
    BADGE(""),
    /** The page for the public. */
    PAGE("page\n");

    private final String prefix;

    Purpose(String prefix) {
      this.prefix = prefix;
    }
  }

  public ShareLinks(SwitchService service) {
    this.service = service;
  }

  /** The path of the public page of a tag, or of all checks. */
  public String page(String tag) {
    String query = "?key=" + signature(Purpose.PAGE, tag);
    return tag.equals(ALL)
        ? "/public" + query
        : "/public" + query + "&tag=" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
  }

  /** Whether {@code given} is the signature of this tag for this purpose. */
  public boolean isSignature(Purpose purpose, String tag, String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        signature(purpose, tag).getBytes(StandardCharsets.UTF_8));
  }

  /** The signature of a tag for this purpose. */
  public String signature(Purpose purpose, String tag) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret());
      byte[] all = mac.doFinal((purpose.prefix + tag).getBytes(StandardCharsets.UTF_8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(all);
      return text.substring(0, purpose == Purpose.BADGE ? 12 : 22);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The key for signatures. It is made once and kept in the database: links stay valid, and work on
   * every node.
   */
  private SecretKeySpec secret() {
    SecretKeySpec known = secret;
    if (known != null) {
      return known;
    }
    String noted =
        service
            .store()
            .write(
                session -> {
                  session.lock(NOTE);
                  String old = session.note(NOTE);
                  if (old != null) {
                    return old;
                  }
                  byte[] random = new byte[32];
                  new SecureRandom().nextBytes(random);
                  String made = Base64.getEncoder().encodeToString(random);
                  session.note(NOTE, made);
                  return made;
                });
    known = new SecretKeySpec(Base64.getDecoder().decode(noted), "HmacSHA256");
    secret = known;
    return known;
  }
}
