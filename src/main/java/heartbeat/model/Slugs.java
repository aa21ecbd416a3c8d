package heartbeat.model;

import java.text.Normalizer;
import java.util.Locale;

/** Slugs made from names, as versions 1 and 2 of the API make them. */
public final class Slugs {
  private static final int LONGEST = 100;

  private Slugs() {}

  /** {@code my-backup-v1} of {@code My Backup (v1)}: the rules of Django's {@code slugify}. */
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
