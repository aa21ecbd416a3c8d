package heartbeat.recognise;

import heartbeat.run.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The markers of one list, any of which counts: {@code success-marker} or one of the others. */
final class MarkerSet {
  private final SubstringSearch[] substrings;
  private final RegexSearch[] regexes;
  private long lines;

  MarkerSet(List<Marker> markers) {
    List<SubstringSearch> texts = new ArrayList<>(markers.size());
    List<RegexSearch> patterns = new ArrayList<>(0);
    for (Marker marker : markers) {
      switch (marker) {
        case Marker.Substring s -> texts.add(new SubstringSearch(s.text()));
        case Marker.Regex r -> patterns.add(new RegexSearch(r.pattern()));
      }
    }
    substrings = texts.toArray(new SubstringSearch[0]);
    regexes = patterns.toArray(new RegexSearch[0]);
  }

  MarkerSet(MarkerSet other) {
    substrings = other.substrings.clone();
    for (int i = 0; i < substrings.length; i++) {
      substrings[i] = new SubstringSearch(substrings[i]);
    }
    regexes = other.regexes.clone();
    for (int i = 0; i < regexes.length; i++) {
      regexes[i] = new RegexSearch(regexes[i]);
    }
    lines = other.lines;
  }

  boolean isEmpty() {
    return substrings.length == 0 && regexes.length == 0;
  }

  boolean hasRegex() {
    return regexes.length > 0;
  }

  /** The next piece of a line, perhaps its last one. */
  void feed(byte[] b, int from, int to, boolean ends) {
    for (SubstringSearch substring : substrings) {
      substring.feed(b, from, to, ends);
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
    return Stream.of(regexes).filter(RegexSearch::gaveUp).map(RegexSearch::pattern).toList();
  }
}
