package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Observation;
import heartbeat.run.Observation.Sight;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that look at a run's lines, and what they make of them together. */
final class Recognisers {
  private final Rules rules;
  private final Markers markers;
  private final @Nullable NagiosOutput nagios;

  /** Null where the preset is another one. */
  private final @Nullable MoodleOutput moodle;

  /** Looked for until the output is known to be Moodle's; null when it is, or need not be. */
  private @Nullable Markers eitherMoodleMarker;

  private boolean anyText;

  Recognisers(Rules rules) {
    this.rules = rules;
    markers = new Markers(rules.success(), rules);
    boolean auto = rules.preset() == Preset.AUTO;
    nagios = rules.preset() == Preset.NAGIOS ? new NagiosOutput() : null;
    moodle = auto || rules.preset() == Preset.MOODLE ? new MoodleOutput(rules.preset()) : null;
    eitherMoodleMarker =
        auto && rules.success().isEmpty()
            ? new Markers(Rules.EITHER_MOODLE_MARKER, Rules.DEFAULT)
            : null;
  }

  Recognisers(Recognisers other) {
    rules = other.rules;
    markers = new Markers(other.markers);
    nagios = other.nagios == null ? null : new NagiosOutput(other.nagios);
    moodle = other.moodle == null ? null : new MoodleOutput(other.moodle);
    eitherMoodleMarker =
        other.eitherMoodleMarker == null ? null : new Markers(other.eitherMoodleMarker);
    anyText = other.anyText;
  }

  /** How many bytes of a line's beginning {@link #endLine} wants to see. */
  static int window(Rules rules) {
    return new Markers(rules.success(), rules).hasRegex() ? Markers.REGEX_WINDOW : LINE_WINDOW;
  }

  /** What is kept of a line for all but regular expressions. */
  static final int LINE_WINDOW = 8 << 10;

  /** The next piece of a line, of any length. {@code ends}: the line ends with it. */
  void feed(byte[] b, int from, int to, boolean ends) {
    if (markers.any()) {
      markers.feed(b, from, to, ends);
    }
    if (eitherMoodleMarker != null) {
      eitherMoodleMarker.feed(b, from, to, ends);
    }
  }

  /**
   * The line that was fed has ended; the bytes are its beginning, no more than the window. Returns
   * whether there is text on it.
   */
  boolean endLine(byte[] b, int from, int to, LineEnd how) {
    if (markers.any()) {
      markers.endLine(b, from, to);
    }
    if (eitherMoodleMarker != null) {
      eitherMoodleMarker.endLine(b, from, to);
    }
    int cut = Math.min(to, from + LINE_WINDOW);
    LineEnd end = cut < to ? LineEnd.WINDOW : how;
    if (end != LineEnd.WINDOW && Ascii.isBlank(b, from, cut)) {
      if (moodle != null) {
        moodle.blank();
      }
      return false;
    }
    anyText = true;
    if (moodle != null) {
      moodle.line(b, from, cut, end);
      if (rules.preset() == Preset.AUTO) {
        recognise(moodle);
      }
    }
    if (nagios != null) {
      nagios.line(b, from, cut);
    }
    return true;
  }

  private void recognise(MoodleOutput cron) {
    if (cron.recognised()) {
      eitherMoodleMarker = null;
    }
  }

  Observation observe(String lastLine) {
    MoodleOutput cron = moodle;
    if (cron != null && rules.preset() == Preset.AUTO && !cron.recognised()) {
      cron = null;
    }
    List<Finding> findings = new ArrayList<>(markers.findings());
    long seen = markers.successes();
    String openTask = null;
    boolean begun = true;
    Sight preset = new Sight.Unjudged();
    if (cron != null) {
      findings.addAll(cron.findings());
      seen += cron.markers();
      openTask = cron.openTask();
      preset = cron.sight();
      begun = cron.begun();
    } else if (nagios != null) {
      findings.addAll(nagios.findings());
      preset = nagios.sight();
    } else if (eitherMoodleMarker != null && eitherMoodleMarker.successes() > 0) {
      seen += eitherMoodleMarker.successes();
      preset = new Sight.Completed();
    }
    Sight sight = anyText ? together(preset, begun) : new Sight.Nothing();
    return new Observation(sight, findings, seen, openTask, lastLine);
  }

  /**
   * A failure marker beats all; then what the preset knows to have gone wrong. A skip marker
   * explains why a run did not begin, or gives no sign of success, but not why one that had begun
   * did not complete. A success marker of the job must be there beside what the preset asks for.
   */
  private Sight together(Sight preset, boolean begun) {
    if (markers.failureSeen()) {
      return new Sight.Failed(Reason.FAILURE_MARKER);
    }
    if (preset instanceof Sight.Skipped) {
      return preset;
    }
    if (preset instanceof Sight.Failed && begun) {
      return preset;
    }
    boolean completed =
        rules.success().isEmpty()
            ? preset instanceof Sight.Completed
            : markers.successes() > 0 && !(preset instanceof Sight.Failed);
    if (completed) {
      return new Sight.Completed();
    }
    if (markers.skipSeen()) {
      return new Sight.Skipped(Observation.SKIP_MARKER);
    }
    if (preset instanceof Sight.Failed) {
      return preset;
    }
    return rules.success().isEmpty() ? preset : new Sight.Failed(Reason.MARKER_MISSING);
  }
}
