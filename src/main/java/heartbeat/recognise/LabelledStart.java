package heartbeat.recognise;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A server time behind text that ran into it: {@code printf 'site1: '; php cron.php}. Whether that
 * text is a prefix of all lines, or a label of this one alone, the next of Moodle's lines tells.
 */
final class LabelledStart {
  private final byte[] line;
  private int blanks;
  private byte @Nullable [] text;

  /** The bytes are the server time's line without what stands before it. */
  LabelledStart(byte[] b, int from, int to) {
    line = Arrays.copyOfRange(b, from, to);
  }

  LabelledStart(LabelledStart other) {
    line = other.line;
    blanks = other.blanks;
    text = other.text;
  }

  /** A line without text and prefix. */
  void blank() {
    if (text == null) {
      blanks++;
    }
  }

  /** A line without prefix that is not one of Moodle's. */
  void text(byte[] b, int from, int to) {
    if (text == null) {
      text = Arrays.copyOfRange(b, from, to);
    }
  }

  /** Whether it was a label: this line without a prefix is the first one of a run at work. */
  static boolean isFollowedBy(MoodleLine line) {
    return switch (line) {
      case EXECUTE_SCHEDULED, EXECUTE_ADHOC, RAN, SKIPPING -> true;
      default -> false;
    };
  }

  /** Tells these lines, for the first time, to the run that they belong to. */
  void tell(MoodleCron cron) {
    cron.line(MoodleLine.SERVER_TIME, line, 0, line.length, LineEnd.NEWLINE);
    for (int i = 0; i < blanks; i++) {
      cron.blank();
    }
    if (text != null) {
      cron.line(MoodleLine.OTHER, text, 0, text.length, LineEnd.NEWLINE);
    }
  }
}
