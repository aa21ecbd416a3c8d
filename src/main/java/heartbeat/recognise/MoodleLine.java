package heartbeat.recognise;

import java.util.Arrays;

/**
 * The lines of Moodle's and Totara's cron scripts that mean something, by how they start. All of
 * these texts are hard-coded English in every version from Moodle 2.0 to 5.x and Totara 2.5 to 17;
 * only what stands between {@code !!!} and the names of tasks are translated.
 */
enum MoodleLine {
  SERVER_TIME("Server Time: "),
  EXECUTE_SCHEDULED("Execute scheduled task: "),
  EXECUTE_ADHOC("Execute adhoc task: "),
  SCHEDULED_COMPLETE("Scheduled task complete: "),
  ADHOC_COMPLETE("Adhoc task complete: "),
  SCHEDULED_FAILED("Scheduled task failed: "),
  ADHOC_FAILED("Adhoc task failed: "),
  /** An ad hoc task whose user is gone: {@code User 7 could not be found ... Cancelling task.} */
  USER("User "),
  RAN("Ran "),
  SKIPPING("Skipping processing of "),
  STOPPING("Stopping processing of "),
  /** {@code adhoc_task.php --keep-alive} between two looks at the queue. */
  WAITING("Waiting for more adhoc tasks"),
  /** Totara's {@code schedule_task.php}, which then ends with status 1. */
  TASK_EXCEPTION("Task exception: "),
  /** Moodle's shutdown handler: something called {@code exit} within a task. */
  LOCK_LEFT("A lock was created but not released"),
  PHP_FATAL("PHP Fatal error: "),
  FATAL("Fatal error: "),
  HTML_FATAL("<b>Fatal error</b>: "),
  PHP_PARSE("PHP Parse error: "),
  PARSE("Parse error: "),
  HTML_PARSE("<b>Parse error</b>: "),
  /** PHP was given a script that is not there. */
  NO_SCRIPT("Could not open input file: "),
  /** The marker since Moodle 4.2. */
  MARKER("Cron run completed correctly"),
  /** The marker up to Moodle 4.1, and of Totara. */
  OLD_MARKER("Cron script completed correctly"),
  /** The marker of {@code automated_backups.php}. */
  BACKUPS_MARKER("Automated cron backups completed correctly"),
  COMPLETED_AT("Cron completed at "),
  EXECUTION_TOOK("Execution took "),
  MAINTENANCE("CLI maintenance mode active"),
  UPGRADE_PENDING("Moodle upgrade pending"),
  DISABLED("Cron is disabled"),
  ALREADY_RUNNING("Already being executed"),
  /** An uncaught exception, in a translated text. */
  EXCEPTION("!!!"),
  /**
   * Printed by the handler of SIGTERM, also in the middle of a line; in English, see {@link
   * MoodleRun}.
   */
  GRACEFUL("== Exiting gracefully, please wait ... =="),
  /** Anything else. */
  OTHER("");

  static final int DATE_LENGTH = "Sun, 29 Nov 2026 18:24:39".length();
  private static final int ZONE_LENGTH = " +0100".length();
  private static final MoodleLine[][] BY_FIRST_BYTE = byFirstByte();

  @SuppressWarnings("ImmutableEnumChecker") // It is neither changed nor handed out.
  private final byte[] start;

  MoodleLine(String start) {
    this.start = Ascii.bytes(start);
  }

  /** Which line starts at {@code from}, which is after any time stamp. */
  static MoodleLine at(byte[] b, int from, int to) {
    if (from >= to) {
      return OTHER;
    }
    int first = b[from];
    if (first >= 0) {
      for (MoodleLine line : BY_FIRST_BYTE[first]) {
        int last = line.start.length - 1;
        // The last byte tells most of them apart at once.
        if (from + last < to
            && b[from + last] == line.start[last]
            && Ascii.startsWith(b, from, to, line.start)) {
          return line;
        }
      }
    }
    boolean graceful = b[to - 1] == '=' && Ascii.endsWith(b, from, to, GRACEFUL.start);
    return graceful ? GRACEFUL : OTHER;
  }

  /** The number of bytes that the line's fixed beginning has. */
  int length() {
    return start.length;
  }

  /** Where a line of a known form ends: what follows it there follows each line. */
  int end(byte[] b, int from, int to) {
    int rest = from + start.length;
    if (this == SERVER_TIME) {
      int end = rest + DATE_LENGTH + ZONE_LENGTH;
      return end < to && Ascii.isDigit(b[end - 1]) ? end : to;
    }
    if (this == EXCEPTION) {
      for (int i = to - start.length; i > rest; i--) {
        if (Ascii.startsWith(b, i, to, start)) {
          return i + start.length;
        }
      }
    }
    if (this == EXECUTE_ADHOC) {
      return afterClass(b, rest, to);
    }
    if (this == EXECUTE_SCHEDULED) {
      for (int i = to - 1; i > rest; i--) {
        int end = b[i] == '(' ? afterClass(b, i + 1, to) : to;
        if (end < to && b[end] == ')') {
          return end + 1;
        }
      }
    }
    return to;
  }

  /** Where the name of a class in a name space ends; {@code to} where there is none. */
  private static int afterClass(byte[] b, int from, int to) {
    int i = from;
    boolean spaced = false;
    while (i < to && (Ascii.isLetter(b[i]) || Ascii.isDigit(b[i]) || b[i] == '_' || b[i] == '\\')) {
      spaced |= b[i] == '\\';
      i++;
    }
    return spaced ? i : to;
  }

  private static MoodleLine[][] byFirstByte() {
    MoodleLine[][] table = new MoodleLine[128][0];
    for (MoodleLine line : values()) {
      if (line != OTHER) {
        MoodleLine[] others = table[line.start[0]];
        MoodleLine[] more = Arrays.copyOf(others, others.length + 1);
        more[others.length] = line;
        table[line.start[0]] = more;
      }
    }
    return table;
  }
}
