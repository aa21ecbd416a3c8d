package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.Marker;
import heartbeat.run.ReadableLine;
import heartbeat.run.Rules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks for all markers of a job's rules. Substrings are found anywhere on a line of any length;
 * regular expressions see the first {@value #REGEX_WINDOW} bytes of a line, read leniently as
 * UTF-8, without its line end: {@code ^} and {@code $} are the line's ends.
 */
final class Markers {
  static final int REGEX_WINDOW = 64 << 10;

  private final MarkerSet success;
  private final MarkerSet failure;
  private final MarkerSet warning;
  private final MarkerSet skip;
  private final Findings findings;
  private final boolean any;
  private final boolean regex;

  Markers(List<Marker> success, Rules rules) {
    this.success = new MarkerSet(success);
    failure = new MarkerSet(rules.failure());
    warning = new MarkerSet(rules.warning());
    skip = new MarkerSet(rules.skip());
    findings = new Findings();
    any = !(this.success.isEmpty() && failure.isEmpty() && warning.isEmpty() && skip.isEmpty());
    regex = this.success.hasRegex() || failure.hasRegex() || warning.hasRegex() || skip.hasRegex();
  }

  Markers(Markers other) {
    success = new MarkerSet(other.success);
    failure = new MarkerSet(other.failure);
    warning = new MarkerSet(other.warning);
    skip = new MarkerSet(other.skip);
    findings = new Findings(other.findings);
    any = other.any;
    regex = other.regex;
  }

  boolean any() {
    return any;
  }

  boolean hasRegex() {
    return regex;
  }

  /** The next piece of a line, perhaps its last one. */
  void feed(byte[] b, int from, int to, boolean ends) {
    success.feed(b, from, to, ends);
    failure.feed(b, from, to, ends);
    warning.feed(b, from, to, ends);
    skip.feed(b, from, to, ends);
  }

  /** The line that was fed has ended; the bytes are as much of its beginning as is kept. */
  void endLine(byte[] b, int from, int to) {
    String text = regex ? new String(b, from, to - from, StandardCharsets.UTF_8) : "";
    success.endLine(text);
    skip.endLine(text);
    if (failure.endLine(text)) {
      findings.add(new Finding(Finding.FAILURE_MARKER, null, ReadableLine.of(b, from, to)));
    }
    if (warning.endLine(text)) {
      findings.add(new Finding(Finding.WARNING_MARKER, null, ReadableLine.of(b, from, to)));
    }
  }

  boolean failureSeen() {
    return failure.seen();
  }

  boolean skipSeen() {
    return skip.seen();
  }

  /** On how many lines a success marker stood. */
  long successes() {
    return success.lines();
  }

  /** The lines with failure and warning markers, and expressions that could not be tried. */
  List<Finding> findings() {
    Findings all = new Findings(findings);
    if (!success.seen()) {
      success.givenUp().forEach(pattern -> all.add(gaveUp("success-marker", pattern)));
    }
    for (String pattern : failure.givenUp()) {
      all.add(gaveUp("failure-marker", pattern));
    }
    for (String pattern : warning.givenUp()) {
      all.add(gaveUp("warning-marker", pattern));
    }
    return all.list();
  }

  /** Not to know whether it failed is no all-clear. */
  private static Finding gaveUp(String key, String pattern) {
    return new Finding(
        Finding.WARNING_MARKER,
        null,
        key
            + " /"
            + pattern
            + "/ takes too long on so much output and was not tried to the end of it;"
            + " repeat less in it (.* for .{0,200})");
  }
}
