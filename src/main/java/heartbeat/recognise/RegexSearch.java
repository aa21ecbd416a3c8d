package heartbeat.recognise;

import heartbeat.model.LinePattern;

/** Tries a regular expression on line after line, as long as its budget for a run lasts. */
final class RegexSearch {
  private final LinePattern pattern;
  private final LinePattern.Budget budget;
  private boolean gaveUp;

  RegexSearch(LinePattern pattern) {
    this.pattern = pattern;
    budget = new LinePattern.Budget();
  }

  RegexSearch(RegexSearch other) {
    pattern = other.pattern;
    budget = new LinePattern.Budget(other.budget);
    gaveUp = other.gaveUp;
  }

  /** Whether it is found anywhere on the line; false also where it is not tried any more. */
  boolean find(String line) {
    if (gaveUp || !budget.allows(pattern, line)) {
      gaveUp = true;
      return false;
    }
    return pattern.find(line);
  }

  /** Whether there is a line of which it is not known if it matches. */
  boolean gaveUp() {
    return gaveUp;
  }

  String pattern() {
    return pattern.regex();
  }
}
