package heartbeat.recognise;

import java.util.regex.Pattern;

/**
 * Tries a regular expression on lines, within bounds: an expression that backtracks without end
 * must not hold up the job whose output is read.
 */
final class RegexSearch {
  /** Characters that may be looked at for one line: some tens of milliseconds. */
  private static final int MAX_STEPS = 5_000_000;

  /** After so many lines on which it was given up, the expression is not tried again. */
  private static final int MAX_GIVEN_UP = 50;

  private final Pattern pattern;
  private int givenUp;

  RegexSearch(Pattern pattern) {
    this.pattern = pattern;
  }

  RegexSearch(RegexSearch other) {
    pattern = other.pattern;
    givenUp = other.givenUp;
  }

  /** Whether it is found anywhere on the line; false also where that took too long to tell. */
  boolean find(String line) {
    if (givenUp >= MAX_GIVEN_UP) {
      return false;
    }
    try {
      return pattern.matcher(new Counted(line, 0, line.length(), new Steps())).find();
    } catch (TooManySteps | StackOverflowError e) {
      givenUp++;
      return false;
    }
  }

  /** Whether there is a line of which it is not known if it matches. */
  boolean gaveUp() {
    return givenUp > 0;
  }

  String pattern() {
    return pattern.pattern();
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  private static final class Steps {
    private int left = MAX_STEPS;

    void take() {
      if (--left < 0) {
        throw new TooManySteps();
      }
    }
  }

  /** The line, counting how often a character of it is looked at. */
  private record Counted(String line, int from, int to, Steps steps) implements CharSequence {
    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      steps.take();
      return line.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(line, from + start, from + end, steps);
    }

    @Override
    public String toString() {
      return line.substring(from, to);
    }
  }
}
