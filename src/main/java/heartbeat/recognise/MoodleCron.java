package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import heartbeat.run.Observation.Sight;
import heartbeat.run.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the output of Moodle's or Totara's cron and its fellow scripts, line by line.
 *
 * <p>A run opens with {@code Server Time}, opens and closes tasks, prints a marker, and completes
 * with the line after it; since Moodle 4.2 it does so again and again until a line without {@code
 * Continuing}. A marker inside a task is the task's own output. Several runs may follow each other
 * on one pipe (a loop over sites): the worst of them counts.
 */
final class MoodleCron {
  /**
   * How many lines of text are the first ones, by which unknown output is recognised. PHP's
   * complaints do not count: there may be thousands.
   */
  static final int FIRST_LINES = 100;

  private final Findings findings;
  private MoodleRun run;
  private int texts;
  private boolean recognised;

  /** Lines of Moodle's, counted up to two. */
  private int words;

  private boolean serverTimeAlone;
  private boolean phpComplains;
  private long earlierMarkers;
  private boolean begunEarlier;
  private @Nullable Sight earlier;

  MoodleCron() {
    findings = new Findings();
    run = new MoodleRun(findings);
  }

  MoodleCron(MoodleCron other) {
    findings = new Findings(other.findings);
    run = new MoodleRun(other.run, findings);
    texts = other.texts;
    recognised = other.recognised;
    words = other.words;
    serverTimeAlone = other.serverTimeAlone;
    phpComplains = other.phpComplains;
    earlierMarkers = other.earlierMarkers;
    begunEarlier = other.begunEarlier;
    earlier = other.earlier;
  }

  /** Whether there was a line that only cron prints: a task's begin, or one of the first ones. */
  boolean recognised() {
    return recognised;
  }

  /** Whether cron began to work, in any run. */
  boolean begun() {
    return begunEarlier || run.begun();
  }

  /** Whether there were two lines of Moodle's, or one that only Moodle prints. */
  boolean certain() {
    return recognised && (words > 1 || !serverTimeAlone);
  }

  /** Whether there was any line that decides something. */
  boolean seen() {
    return earlier != null || run.seen();
  }

  /** Whether no run or task is open that could have printed a line. */
  boolean over() {
    return run.over();
  }

  /** A line without text. */
  void blank() {
    run.blank();
  }

  /**
   * A line with nothing behind its prefix: right behind the server time, only Moodle prints one.
   */
  void blankBehindPrefix() {
    serverTimeAlone &= !run.lastIsServerTime();
    run.blank();
  }

  /** One line that has text, or as much of it as is kept; {@code from} is where its text begins. */
  void line(MoodleLine line, byte[] b, int from, int to, LineEnd end) {
    if (line == MoodleLine.OTHER) {
      if (texts < FIRST_LINES) {
        boolean complaint = PhpComplaint.mayComeFirst(b, from, to);
        phpComplains |= complaint && texts == 0;
        texts += complaint ? 0 : 1;
      }
      run.line(line, b, from, to, end);
      return;
    }
    int rest = from + line.length();
    if (words < 2) {
      words++;
      if (!recognised) {
        recognised = isOnlyCrons(line, b, rest, to);
        serverTimeAlone = line == MoodleLine.SERVER_TIME;
        words = recognised ? 1 : 0;
      }
    } else if (!recognised) {
      recognised = isOnlyCrons(line, b, rest, to);
    }
    texts = Math.min(texts + 1, FIRST_LINES);
    if (run.nextRunBegins(line, b, rest, to)) {
      nextRun();
    }
    run.line(line, b, rest, to, end);
  }

  private boolean isOnlyCrons(MoodleLine line, byte[] b, int from, int to) {
    boolean first = texts < FIRST_LINES;
    return switch (line) {
      // At any line: an early complaint of PHP must not hide that a task died later.
      case EXECUTE_SCHEDULED, EXECUTE_ADHOC -> true;
      case MAINTENANCE, UPGRADE_PENDING, DISABLED, ALREADY_RUNNING -> first;
      case SERVER_TIME -> first && MoodleRun.isServerTime(b, from, to);
      case EXCEPTION -> texts == 0 || (first && phpComplains);
      default -> false;
    };
  }

  private void nextRun() {
    earlier = worse(earlier, run.sight());
    earlierMarkers += run.markers();
    begunEarlier |= run.begun();
    OpenTask died = run.openTask();
    if (died != null) {
      findings.add(Finding.diedIn(died.readable()));
    }
    run.addNotes(findings);
    run = new MoodleRun(findings);
  }

  /** What the output says, should it end here. */
  Sight sight() {
    return worse(earlier, run.sight());
  }

  /** Failed tasks in their order, and notes after them. */
  List<Finding> findings() {
    Findings all = new Findings(findings);
    run.addNotes(all);
    return all.list();
  }

  /** How many markers stood outside of tasks. */
  long markers() {
    return earlierMarkers + run.markers();
  }

  /** The task that has begun and not ended, as the output names it. */
  @Nullable String openTask() {
    OpenTask open = run.openTask();
    return open == null ? null : open.readable();
  }

  private static Sight worse(@Nullable Sight one, Sight other) {
    return one != null && rank(one) >= rank(other) ? one : other;
  }

  /** The higher, the worse. */
  static int rank(Sight sight) {
    return switch (sight) {
      case Sight.Failed failed -> failed.reason() == Reason.DIED_IN_TASK ? 4 : 3;
      case Sight.Unjudged unjudged -> 2;
      case Sight.Skipped skipped -> 1;
      case Sight.Completed completed -> 0;
      case Sight.Nothing nothing -> 0;
    };
  }
}
