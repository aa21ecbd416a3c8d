package heartbeat.tell;

import heartbeat.model.Excerpt;
import heartbeat.model.LastWords;
import heartbeat.model.Redactor;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a job's output that tell most of a failure or warning, without secrets and harmless
 * to show.
 *
 * @param says what the job itself says of what happened; null where it says nothing of it
 * @param end the last line that says something, where it is another one
 * @param isLast whether that is the last line of all: dots, rulers and traces may follow it
 */
public record Quote(@Nullable String says, @Nullable String end, boolean isLast) {
  private static final int IN_SUBJECT = 100;
  private static final String LAST_LINE = "Its last line: ";
  private static final Quote NONE = new Quote(null, null, false);

  static Quote of(RunReport report) {
    Capture capture = report.capture();
    if (capture == null || isGood(report.verdict())) {
      return NONE;
    }
    String tail = LogTail.of(report);
    String lastLine = report.lastLine();
    if (report.writtenStatus() > 0) {
      // The headline has it; the job's own last line tells more.
      tail = tail.substring(0, Math.max(0, tail.stripTrailing().lastIndexOf('\n')));
      lastLine = Excerpt.lastLines(tail.stripTrailing(), 1);
    }
    Quote quote = of(report.verdict(), capture, report.isPlugin(), tail, lastLine);
    String says = quote.says == null ? null : report.clean(quote.says);
    String end = quote.end == null ? null : report.clean(quote.end);
    return new Quote(says, end, quote.isLast);
  }

  /**
   * The one line for those who see the machine's own record of a run; null for a run that went well
   * or whose output says nothing.
   */
  public static @Nullable String of(Verdict verdict, Capture capture) {
    if (isGood(verdict)) {
      return null;
    }
    String tail = new Redactor(List.of()).redact(Excerpt.printable(capture.tail()));
    String lastLine = capture.observation().lastLine();
    String line = of(verdict, capture, false, tail, lastLine).bestLine();
    return line == null ? null : new Redactor(List.of()).redact(Excerpt.oneLine(line));
  }

  private static boolean isGood(Verdict verdict) {
    return !(verdict instanceof Verdict.Failure || verdict instanceof Verdict.Warning);
  }

  private static Quote of(
      Verdict verdict, Capture capture, boolean plugin, String tail, String lastLine) {
    if (capture.ending() instanceof Ending.NotStarted notStarted) {
      return new Quote(notStarted.why(), null, false);
    }
    LastWords words = LastWords.of(isCutLine(capture, tail) ? lastLine : tail);
    String said = spoken(verdict);
    boolean statusAlone = Reason.EXIT_STATUS.id().equals(verdict.reason()) && !plugin;
    if (said != null && !(statusAlone && words.error() != null)) {
      return new Quote(said, null, false);
    }
    boolean failed = verdict instanceof Verdict.Failure;
    boolean isLast = LastWords.plain(lastLine).equals(words.last());
    if (words.error() == null || !failed) {
      return new Quote(null, words.last(), isLast);
    }
    boolean same = words.error().equals(words.last());
    return new Quote(words.error(), same ? null : words.last(), isLast);
  }

  /** Whether the end that was kept is the middle of one line: then its beginning tells more. */
  private static boolean isCutLine(Capture capture, String tail) {
    boolean cut = capture.bytes() > capture.tail().getBytes(StandardCharsets.UTF_8).length;
    return cut && tail.stripTrailing().indexOf('\n') < 0;
  }

  /** The line that the verdict itself is made of. */
  private static @Nullable String spoken(Verdict verdict) {
    String reason = Objects.requireNonNullElse(verdict.reason(), "");
    if (!isSpoken(reason)) {
      return null;
    }
    for (Finding finding : verdict.findings()) {
      boolean fits = finding.kind().equals(reason) || finding.task() == null;
      if (fits && !finding.message().isBlank()) {
        return finding.message();
      }
    }
    return null;
  }

  /**
   * Whether the output itself said so; the finding of any other reason is heartbeat's own words.
   */
  private static boolean isSpoken(String reason) {
    return reason.equals(Reason.TASK_FAILED.id())
        || reason.equals(Finding.WARNING_MARKER)
        || reason.equals(Reason.FAILURE_MARKER.id())
        || reason.equals(Reason.EXIT_STATUS.id())
        || reason.equals(Reason.FAILED_BEFORE_START.id());
  }

  /** The one line that tells most. */
  @Nullable String bestLine() {
    return says != null ? says : end;
  }

  /** What that line is called: the last one only where no other follows it. */
  String label() {
    return says == null && isLast ? LAST_LINE : "It says: ";
  }

  /** That line for a subject; empty where there is none. */
  String brief() {
    String line = bestLine();
    return line == null ? "" : LastWords.shortened(line, IN_SUBJECT);
  }

  /**
   * For a mail or a ping: that line, and the last one where it is another; each with its newline.
   */
  String lines() {
    String best = bestLine();
    if (best == null) {
      return "";
    }
    String first = label() + best + "\n";
    return says == null || end == null || !isLast ? first : first + LAST_LINE + end + "\n";
  }
}
