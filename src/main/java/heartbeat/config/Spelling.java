package heartbeat.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * The candidate with the fewest typing errors, or null when none is near. Case and the difference
   * between {@code _} and {@code -} count for nothing. Where none is near, the one of four letters
   * or more that the word begins with: {@code desc} for {@code description}.
   */
  static @Nullable String nearest(String word, Iterable<String> candidates) {
    if (word.length() > 60) {
      return null;
    }
    String plain = plain(word);
    String best = null;
    int fewest = allowed(plain) + 1;
    for (String candidate : candidates) {
      int errors = distance(plain, plain(candidate));
      if (errors < fewest) {
        best = candidate;
        fewest = errors;
      }
    }
    return best == null ? shortForm(plain, candidates) : best;
  }

  private static @Nullable String shortForm(String plain, Iterable<String> candidates) {
    for (String candidate : candidates) {
      if (candidate.length() >= 4 && plain.startsWith(plain(candidate))) {
        return candidate;
      }
    }
    return null;
  }

  /** {@code ; did you mean 'x'?}, or nothing. */
  public static String hint(String word, Iterable<String> candidates) {
    String nearest = nearest(word, candidates);
    return nearest == null ? "" : "; did you mean '" + nearest + "'?";
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int allowed(String word) {
    return word.length() < 3 ? 1 : Math.max(1, (word.length() + 1) / 3);
  }

  /**
   * How many insertions, deletions, substitutions and swaps of neighbours lie between the two: the
   * Damerau-Levenshtein distance in its "optimal string alignment" form.
   */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int errors = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + substitution);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          errors = Math.min(errors, beforeLast[j - 2] + 1);
        }
        row[j] = errors;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
