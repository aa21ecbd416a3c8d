package heartbeat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines at the end of a log that say why it ends there: the one with the error, and the last
 * one that says something. Stack traces, rulers and Moodle's counts after each task say nothing.
 *
 * @param error the error nearest to the end; null where there is none
 * @param last the last line that says something; null where there is none
 */
public record LastWords(@Nullable String error, @Nullable String last) {
  private static final LastWords NOTHING = new LastWords(null, null);

  /** How many lines it looks at, from the end. */
  private static final int LINES = 400;

  /** How many other lines may follow the error that ended the job. */
  private static final int LINES_AFTER = 10;

  private static final int LONGEST = 400;
  private static final int LONGEST_READ = 4000;

  /** Parts of a stack trace, in PHP, Moodle, Python, Java, JavaScript and Go. */
  private static final Pattern TRACE =
      Pattern.compile(
          "^(?:#\\d+ |(?:!! )?stack trace:|backtrace:|thrown in |at [\\w.$<>/]+ ?\\(|at .*:\\d+:\\d+\\)?$"
              + "|\\* line \\d+ of |file \".*\", line \\d+|traceback \\(most|\\.\\.\\. \\d+ more"
              + "|during handling of|the above exception was|goroutine \\d+)",
          Pattern.CASE_INSENSITIVE);

  /** What Moodle prints around each task, and when PHP ends with a lock held. */
  private static final Pattern ACCOUNTING =
      Pattern.compile(
          "^\\.\\.\\. (?:used |started )|^\\$(?:factory|lock) ?(?:=|->)|^Ran \\d+ adhoc tasks found"
              + "|^Debug info:\\s*$|^Debug: *$|^Error code: \\w+(?: !!)?$"
              + "|^Adhoc task (?:id|custom data): |^Debugging increased temporarily due to");

  /** A line that refers to the lines before it. */
  private static final Pattern FOLLOWS =
      Pattern.compile(
          "see (?:the )?previous errors?|due to previous errors?|error is not recoverable"
              + "|ignored in shutdown function|^make(?:\\[\\d+\\])?: \\*\\*\\*"
              + "|terminating with error status|a complete log of this run"
              + "|exited with (?:non-zero )?(?:status|code)|please use --help",
          Pattern.CASE_INSENSITIVE);

  /** A task of Moodle begins here, or has ended well: lines before it belong to another task. */
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "Execute (?:scheduled|adhoc) task: |(?:Scheduled|Adhoc) task complete: "
              + "|Cron (?:run|script) completed correctly|^Server Time: ");

  private static final Pattern PHP_ERROR =
      Pattern.compile("(?:PHP )?(?:Fatal|Recoverable fatal|Catchable fatal|Parse) error: ");
  private static final Pattern OWN_SUMMARY =
      Pattern.compile(
          "(?:TEST .*\n)?(?:failure|warning): [a-z-]+\n(?:It says: |Its last line: )?(.+)");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,200}>");
  private static final String LOCK_LEFT = "A lock was created but not released at:";

  /** The last words of this text. */
  public static LastWords of(String text) {
    String last = null;
    int after = 0;
    for (String raw : linesFromEnd(text)) {
      String line = plain(raw);
      if (!isSaying(line)) {
        continue;
      }
      if (BOUNDARY.matcher(line).find()) {
        return new LastWords(null, last);
      }
      if (FOLLOWS.matcher(line).find()) {
        last = last == null ? line : last;
        continue;
      }
      if (ErrorKind.of(line) != null) {
        return new LastWords(line, last == null ? line : last);
      }
      last = last == null ? line : last;
      boolean continues = Character.isWhitespace(raw.charAt(0));
      if (!continues && ++after > LINES_AFTER) {
        break;
      }
    }
    return last == null ? NOTHING : new LastWords(null, last);
  }

  /**
   * The line of a ping's body that tells most of a failure; empty when there is none. The body is a
   * log, or the summary that heartbeat's own client sends. Known secrets are removed.
   */
  public static String ofPing(String body) {
    String text = new Redactor(List.of()).redact(Excerpt.printable(body));
    Matcher own = OWN_SUMMARY.matcher(text);
    String line = own.lookingAt() ? plain(own.group(1)) : of(text).bestLine();
    return line == null ? "" : line;
  }

  /** The error, or else the last line that says something. */
  public @Nullable String bestLine() {
    return error != null ? error : last;
  }

  /** A line as it is quoted: without tags, doubled blanks and the words before PHP's error. */
  public static String plain(String raw) {
    String line = raw.length() > LONGEST_READ ? raw.substring(0, LONGEST_READ) : raw;
    if (line.indexOf('<') >= 0) {
      line = TAG.matcher(line).replaceAll("");
      line = line.replace("&quot;", "\"").replace("&#039;", "'").replace("&lt;", "<");
      line = line.replace("&gt;", ">").replace("&amp;", "&");
    }
    int lock = line.indexOf(LOCK_LEFT);
    line = lock < 0 ? line : line.substring(0, lock);
    Matcher php = PHP_ERROR.matcher(line);
    line = php.find() ? line.substring(php.start()) : line;
    return shortened(line.replaceAll("[ \\t\\u00a0]+", " ").strip(), LONGEST);
  }

  /** At most so many characters, cut after a word where there is one. */
  public static String shortened(String line, int most) {
    if (line.length() <= most) {
      return line;
    }
    int cut = line.lastIndexOf(' ', most - 1);
    cut = cut < most / 2 ? most - 1 : cut;
    cut = Character.isHighSurrogate(line.charAt(cut - 1)) ? cut - 1 : cut;
    return line.substring(0, cut).stripTrailing() + "…";
  }

  private static boolean isSaying(String line) {
    return line.codePoints().anyMatch(Character::isLetterOrDigit)
        && !TRACE.matcher(line).find()
        && !ACCOUNTING.matcher(line).find();
  }

  private static List<String> linesFromEnd(String text) {
    List<String> lines = new ArrayList<>();
    int end = text.length();
    while (end > 0 && lines.size() < LINES) {
      int newline = text.lastIndexOf('\n', end - 1);
      if (newline + 1 < end) {
        lines.add(text.substring(newline + 1, end));
      }
      end = newline;
    }
    return lines;
  }
}
