package heartbeat.recognise;

import heartbeat.run.Marker;
import java.util.ArrayList;
import java.util.List;

/** The markers of one list, any of which counts: {@code success-marker} or one of the others. */
final class MarkerSet {
  private final List<SubstringSearch> substrings = new ArrayList<>();
  private final List<RegexSearch> regexes = new ArrayList<>();
  private long lines;

  MarkerSet(List<Marker> markers) {
    for (Marker marker : markers) {
      switch (marker) {
        case Marker.Substring s -> substrings.add(new SubstringSearch(s.text()));
        case Marker.Regex r -> regexes.add(new RegexSearch(r.pattern()));
      }
    }
  }

  MarkerSet(MarkerSet other) {
    other.substrings.forEach(s -> substrings.add(new SubstringSearch(s)));
    other.regexes.forEach(r -> regexes.add(new RegexSearch(r)));
    lines = other.lines;
  }

  boolean isEmpty() {
    return substrings.isEmpty() && regexes.isEmpty();
  }

  boolean hasRegex() {
    return !regexes.isEmpty();
  }

  /** The next piece of a line. */
  void feed(byte[] b, int from, int to) {
    for (SubstringSearch substring : substrings) {
      substring.feed(b, from, to);
    }
  }

  /** The line has ended; {@code text} is what regular expressions see of it. */
  boolean endLine(String text) {
    boolean found = false;
    for (SubstringSearch substring : substrings) {
      found |= substring.found();
      substring.newLine();
    }
    for (RegexSearch regex : regexes) {
      found = found || regex.find(text);
    }
    if (found) {
      lines++;
    }
    return found;
  }

  /** On how many lines one of them stood. */
  long lines() {
    return lines;
  }

  boolean seen() {
    return lines > 0;
  }

  /** The expressions that took too long on some line. */
  List<String> givenUp() {
    return regexes.stream().filter(RegexSearch::gaveUp).map(RegexSearch::pattern).toList();
  }
}
