package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.Observation;
import heartbeat.run.Observation.Sight;
import heartbeat.run.ReadableLine;
import heartbeat.run.Reason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of a Nagios or NRPE plugin: the status word at the start of its first line,
 * after any complaints on standard error, and the rows of Moodle's {@code checks.php} and
 * tool_heartbeat's {@code croncheck.php}, since their first line names only one check, and UNKNOWN
 * there hides a CRITICAL below.
 */
final class NagiosOutput {
  private enum Status {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN
  }

  private static final int MAX_SERVICE_WORDS = 4;

  /** How many lines of standard error may come before the status line. */
  private static final int BEFORE_STATUS = 500;

  /** A status line, or the end of Moodle's patience, behind something that can't be read. */
  private static final Pattern HIDDEN =
      Pattern.compile("(?<!\\p{Alpha})(CRITICAL|UNKNOWN|WARNING)(?::| -)|(!!! )");

  private static final byte[] EXCEPTION = Ascii.bytes("!!!");
  private static final byte[] PHP_FATAL = Ascii.bytes("PHP Fatal error: ");
  private static final byte[] FATAL = Ascii.bytes("Fatal error: ");

  private final Findings findings;
  private int lines;
  private boolean maintenance;
  private boolean exception;
  private boolean crashed;
  private boolean criticalRow;
  private @Nullable Status status;
  private String headline = "";

  /** The first line that hides a status other than OK; empty while there is none. */
  private String hidden = "";

  NagiosOutput() {
    findings = new Findings();
  }

  NagiosOutput(NagiosOutput other) {
    findings = new Findings(other.findings);
    lines = other.lines;
    maintenance = other.maintenance;
    exception = other.exception;
    crashed = other.crashed;
    criticalRow = other.criticalRow;
    status = other.status;
    headline = other.headline;
    hidden = other.hidden;
  }

  /** One line that is not blank, or as much of it as is kept. */
  void line(byte[] b, int from, int to) {
    int text = Timestamp.end(b, from, to);
    if (!decided() && lines < BEFORE_STATUS) {
      String line = ReadableLine.of(b, text, to);
      if (line.isEmpty()) {
        return;
      }
      lines++;
      if (first(line)) {
        return;
      }
    } else if (decided() && isCrash(b, text, to)) {
      crashed = true;
      findings.add(new Finding(Finding.FAILURE_MARKER, null, ReadableLine.of(b, text, to)));
      return;
    }
    if (mayBeRow(b, text, to)) {
      row(ReadableLine.of(b, text, to));
    }
  }

  private boolean decided() {
    return status != null || exception || maintenance;
  }

  /** What PHP or Moodle prints when a script ends before its time, after its status. */
  private static boolean isCrash(byte[] b, int from, int to) {
    return Ascii.startsWith(b, from, to, EXCEPTION)
        || Ascii.startsWith(b, from, to, PHP_FATAL)
        || Ascii.startsWith(b, from, to, FATAL);
  }

  /**
   * The first line, or one behind what was written to standard error before it: whether it is the
   * status line.
   */
  private boolean first(String line) {
    exception = line.startsWith("!!!");
    maintenance = line.startsWith("Server is in MAINTENANCE");
    status = exception || maintenance ? null : statusOf(line);
    if (lines > 1 && status != null && !isStatusLine(line)) {
      status = null;
    }
    if (!decided()) {
      hidden = hidden.isEmpty() && HIDDEN.matcher(line).find() ? line : hidden;
      return false;
    }
    headline = line.endsWith("<br>") ? line.substring(0, line.length() - 4).strip() : line;
    if (exception) {
      findings.add(new Finding(Finding.EXCEPTION, null, headline));
    } else if (status == Status.WARNING) {
      findings.add(new Finding(Finding.WARNING_MARKER, null, headline));
    } else if (status == Status.CRITICAL || status == Status.UNKNOWN) {
      findings.add(new Finding(Finding.FAILURE_MARKER, null, headline));
    }
    return true;
  }

  /**
   * Whether a line that is not the first one has the form of a status line, and of nothing else.
   */
  private static boolean isStatusLine(String line) {
    if (line.startsWith("Server is ")) {
      return true;
    }
    int colon = line.indexOf(':');
    int dash = line.indexOf(" -");
    int end = colon < 0 ? dash : dash < 0 ? colon : Math.min(colon, dash);
    String words = end < 0 ? line : line.substring(0, end);
    return words.equals(words.toUpperCase(Locale.ROOT));
  }

  /**
   * The status word, first or after the name of the service: {@code OK: ...}, {@code DISK OK -
   * ...}, {@code CHECK_NRPE: UNKNOWN ...}. Text that merely speaks of something that is OK has
   * none.
   */
  private static @Nullable Status statusOf(String line) {
    if (line.startsWith("Server is ALIVE")) {
      return Status.OK;
    }
    if (line.startsWith("Server is DOWN")) {
      return Status.CRITICAL;
    }
    boolean named = true;
    int i = 0;
    for (int word = 0; word <= MAX_SERVICE_WORDS && i < line.length(); word++) {
      int space = line.indexOf(' ', i);
      int end = space < 0 ? line.length() : space;
      String token = line.substring(i, end);
      Status status = statusWord(token);
      if (status != null) {
        return named || token.endsWith(":") || line.startsWith(" -", end) ? status : null;
      }
      String upper = token.toUpperCase(Locale.ROOT);
      if (upper.equals("NOT")
          || upper.equals("NO")
          || upper.endsWith("N'T")
          || token.endsWith("|")) {
        return null;
      }
      named &= word == 0 || upper.equals(token);
      i = end + 1;
    }
    return null;
  }

  private static @Nullable Status statusWord(String token) {
    int from = token.startsWith("[") ? 1 : 0;
    int to = token.length();
    while (to > from && ":;,-.]|".indexOf(token.charAt(to - 1)) >= 0) {
      to--;
    }
    return switch (token.substring(from, to)) {
      case "OK" -> Status.OK;
      case "WARNING" -> Status.WARNING;
      case "CRITICAL" -> Status.CRITICAL;
      case "UNKNOWN" -> Status.UNKNOWN;
      default -> null;
    };
  }

  private static boolean mayBeRow(byte[] b, int from, int to) {
    int i = from;
    while (i < to && Ascii.isSpace(b[i]) && b[i] != 0x1B) {
      i++;
    }
    return i < to && "\u001b*CEWU".indexOf(b[i]) >= 0;
  }

  /** {@code CRITICAL | title} of a table, or {@code * CRITICAL title}. */
  private void row(String line) {
    int bar = line.indexOf('|');
    int space = line.indexOf(' ', 2);
    String word;
    String title;
    if (line.startsWith("* ") && space > 0) {
      word = line.substring(2, space);
      title = line.substring(space).strip();
    } else if (bar > 0) {
      word = line.substring(0, bar).strip();
      title = line.substring(bar + 1).strip();
    } else {
      return;
    }
    switch (word) {
      case "CRITICAL", "ERROR" -> {
        criticalRow = true;
        add(Finding.FAILURE_MARKER, word, title);
      }
      case "UNKNOWN" -> add(Finding.FAILURE_MARKER, word, title);
      case "WARNING" -> add(Finding.WARNING_MARKER, word, title);
      default -> {}
    }
  }

  private void add(String kind, String word, String title) {
    if (!headline.contains(title)) {
      findings.add(new Finding(kind, null, word + " " + title));
    }
  }

  /** What the output says; {@link Sight.Unjudged} when it bears no status word. */
  Sight sight() {
    if (exception) {
      return new Sight.Failed(Reason.FAILED_BEFORE_START);
    }
    if (maintenance && !criticalRow) {
      return new Sight.Skipped(Observation.MAINTENANCE);
    }
    if (crashed || criticalRow || status == Status.CRITICAL || status == Status.UNKNOWN) {
      return new Sight.Failed(Reason.FAILURE_MARKER);
    }
    if (status != null) {
      return new Sight.Completed();
    }
    return hidden.isEmpty() || hides("WARNING")
        ? new Sight.Unjudged()
        : new Sight.Failed(Reason.FAILURE_MARKER);
  }

  private boolean hides(String word) {
    Matcher found = HIDDEN.matcher(hidden);
    return found.find() && word.equals(found.group(1));
  }

  /** An exit status of 0 may be that of a program behind the plugin in a pipe. */
  List<Finding> findings() {
    if (decided() || hidden.isEmpty()) {
      return findings.list();
    }
    Findings all = new Findings(findings);
    String kind = hides("WARNING") ? Finding.WARNING_MARKER : Finding.FAILURE_MARKER;
    all.add(new Finding(kind, null, hidden));
    return all.list();
  }
}
