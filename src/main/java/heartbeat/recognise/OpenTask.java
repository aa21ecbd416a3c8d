package heartbeat.recognise;

import heartbeat.run.ReadableLine;
import java.util.Arrays;

/**
 * A task of Moodle's cron that has begun, by the name that its first line gives it. Its end must
 * bear the same name: a task may print another cron's log.
 */
final class OpenTask {
  private static final int MAX_NAME = 1 << 10;

  private final byte[] name;
  private final boolean adhoc;

  private OpenTask(byte[] name, boolean adhoc) {
    this.name = name;
    this.adhoc = adhoc;
  }

  /** The task that a line begins; the bytes are what follows its colon. */
  static OpenTask of(byte[] b, int from, int to, boolean adhoc) {
    int end = Math.min(Ascii.trimmed(b, from, to), from + MAX_NAME);
    return new OpenTask(Arrays.copyOfRange(b, from, end), adhoc);
  }

  boolean adhoc() {
    return adhoc;
  }

  /** Whether these bytes are this task's name and nothing else. */
  boolean isNamed(byte[] b, int from, int to) {
    int end = Math.min(Ascii.trimmed(b, from, to), from + MAX_NAME);
    return end - from == name.length && Ascii.startsWith(b, from, end, name);
  }

  /** Whether these bytes end with this task's name. */
  boolean nameEnds(byte[] b, int from, int to) {
    return Ascii.endsWith(b, from, to, name);
  }

  /**
   * Where the message of a failure begins in {@code name,message}, or -1 when the name is another.
   */
  int message(byte[] b, int from, int to) {
    int comma = from + name.length;
    if (!Ascii.startsWith(b, from, to, name)) {
      return -1;
    }
    if (comma < to && b[comma] == ',') {
      return comma + 1;
    }
    return name.length == MAX_NAME ? comma : -1;
  }

  String readable() {
    return ReadableLine.of(name, 0, name.length);
  }
}
