package heartbeat.model;

import java.text.Normalizer;
import java.util.Locale;

/** The names of checks in URLs. */
public final class Slugs {
  private static final int LONGEST = 100;

  private Slugs() {}

  /** Whether it is 1 to 100 letters, digits, dashes and underscores, as Django's slugs are. */
  public static boolean isSlug(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code my-backup-v1} of {@code My Backup (v1)}: the rules of Django's {@code slugify}, as
   * versions 1 and 2 of healthchecks' API make slugs of names.
   */
  public static String of(String name) {
    String ascii =
        Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("[^\\x00-\\x7F]", "");
    String slug =
        ascii
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_\\s-]", "")
            .replaceAll("[-\\s]+", "-")
            .replaceAll("^[-_]+|[-_]+$", "");
    return slug.length() > LONGEST ? slug.substring(0, LONGEST) : slug;
  }
}
