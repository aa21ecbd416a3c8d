package heartbeat.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;

/**
 * A regular expression for the lines of a log, in RE2's syntax. Whatever the expression and the
 * line, it takes time in proportion to the line's length: a pattern that backtracks could hold up
 * the job whose output is read, or its alert. It refuses what needs backtracking (look-around,
 * back-references).
 */
public final class LinePattern {
  /** The engine's steps for one character, where all of a counted repetition is tried at once. */
  private static final int MOST_REPEATED = 250;

  /** Repetitions up to this cost no more than copying the log. */
  private static final int REPEATED_FOR_FREE = 60;

  private static final int LARGEST = 5000;
  private static final java.util.regex.Pattern COUNTED =
      java.util.regex.Pattern.compile("(?<!\\\\)\\{\\d+(?:,\\d*)?\\}\\??");

  private final Pattern pattern;
  private final int cost;

  private LinePattern(Pattern pattern, int cost) {
    this.pattern = pattern;
    this.cost = cost;
  }

  /**
   * Reads an expression. Throws IllegalArgumentException, with a message that continues the
   * expression, where it is broken, needs backtracking or repeats too much.
   */
  public static LinePattern of(String regex) {
    refuseNestedClasses(regex);
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(refusal(regex, e), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("is too deep a regular expression", e);
    }
    int repeated = pattern.programSize() - sizeWithoutCounts(regex);
    if (repeated > MOST_REPEATED || pattern.programSize() > LARGEST) {
      throw new IllegalArgumentException(
          "repeats too much: it would be slow on long logs; write .* for .{0,200} and x+ for"
              + " x{1,1000}");
    }
    return new LinePattern(pattern, repeated <= REPEATED_FOR_FREE ? 0 : repeated);
  }

  /** The size of the program without counted repetitions, which multiply it. */
  private static int sizeWithoutCounts(String regex) {
    try {
      return Pattern.compile(COUNTED.matcher(regex).replaceAll("")).programSize();
    } catch (PatternSyntaxException e) {
      return 0;
    }
  }

  private static String refusal(String regex, PatternSyntaxException e) {
    String at = e.getPattern() == null ? "" : e.getPattern();
    if (at.startsWith("(?=")
        || at.startsWith("(?!")
        || at.startsWith("(?<")
        || at.startsWith("(?>")) {
      return "has "
          + (at.startsWith("(?>") ? "an atomic group" : "a look-ahead or look-behind")
          + ", which heartbeat's regular expressions (RE2) do not have: no line may hold up a job";
    }
    if (at.length() > 1 && at.charAt(0) == '\\' && Character.isDigit(at.charAt(1))) {
      return "has a back-reference ("
          + at
          + "), which heartbeat's regular expressions (RE2) do not have: no line may hold up a job";
    }
    if (at.startsWith("\\p{") || at.startsWith("\\P{")) {
      return "has " + at + ", which RE2 does not know; write [[:alpha:]], [[:punct:]] and the like";
    }
    return notRegular(regex, e);
  }

  /** If Java finds the fault as well, it knows the place. */
  private static String notRegular(String regex, PatternSyntaxException refused) {
    try {
      java.util.regex.Pattern.compile(regex);
    } catch (java.util.regex.PatternSyntaxException e) {
      String where = e.getIndex() < 0 ? "" : " (character " + (e.getIndex() + 1) + ")";
      return "is not a regular expression: " + e.getDescription().toLowerCase(Locale.ROOT) + where;
    }
    String at = refused.getPattern() == null ? "" : refused.getPattern();
    String what = String.valueOf(refused.getDescription()).toLowerCase(Locale.ROOT);
    boolean whole = at.isEmpty() || at.equals(regex);
    return "has what RE2's regular expressions do not have: " + what + (whole ? "" : ": " + at);
  }

  /** RE2 would silently read {@code [a-z&&[^b]]} in another way than Java. */
  private static void refuseNestedClasses(String regex) {
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
      } else if (!inClass && c == '[') {
        inClass = true;
        i += regex.startsWith("^]", i + 1) ? 2 : regex.startsWith("]", i + 1) ? 1 : 0;
      } else if (inClass && regex.startsWith("[:", i)) {
        i = Math.max(i, regex.indexOf(":]", i) + 1);
      } else if (inClass && (c == '[' || regex.startsWith("&&", i))) {
        throw new IllegalArgumentException(
            "has a character class in a character class, which RE2 does not have; a bracket of its"
                + " own is written \\[");
      } else if (c == ']') {
        inClass = false;
      }
    }
  }

  /** Whether it is found anywhere on the line. */
  public boolean find(String line) {
    return pattern.matcher(line).find();
  }

  /** The line with stars for all that it finds, if it is not empty. */
  String starred(String line) {
    Matcher found = pattern.matcher(line);
    StringBuilder redacted = null;
    int from = 0;
    while (found.find()) {
      if (found.end() > found.start()) {
        redacted = redacted == null ? new StringBuilder() : redacted;
        redacted.append(line, from, found.start()).append(Redactor.STARS);
        from = found.end();
      }
    }
    return redacted == null ? line : redacted.append(line, from, line.length()).toString();
  }

  /** The expression as it was written. */
  public String regex() {
    return pattern.pattern();
  }

  /** What one character may cost, in steps of the engine; 0 when it is not worth counting. */
  int cost() {
    return cost;
  }

  /** The steps that are left for the lines of one run: a bound on the time for all expressions. */
  public static final class Budget {
    /** Some ten seconds of a slow processor. */
    private static final long STEPS = 1_500_000_000;

    private long left = STEPS;

    public Budget() {}

    /** With as much left as another one has. */
    public Budget(Budget other) {
      left = other.left;
    }

    /** Whether the expression may be tried on this line; false for ever once it is spent. */
    public boolean allows(LinePattern pattern, String line) {
      if (pattern.cost == 0) {
        return true;
      }
      left = Math.max(0, left - (long) pattern.cost * line.length());
      return left > 0;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinePattern it && it.regex().equals(regex());
  }

  @Override
  public int hashCode() {
    return regex().hashCode();
  }

  @Override
  public String toString() {
    return regex();
  }
}
