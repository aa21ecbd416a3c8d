package heartbeat.tell;

import heartbeat.model.Excerpt;
import heartbeat.run.Capture;
import java.nio.charset.StandardCharsets;

/** The end of a run's output as it may leave the machine. */
final class LogTail {
  /** A capture keeps no more than this of the end. */
  private static final int KEPT = 64 << 10;

  private LogTail() {}

  /**
   * What was kept of the end of the output: harmless to show, without secrets. A first line that
   * was cut is left out, because the name that marks a secret may be what was cut off.
   */
  static String of(RunReport report) {
    Capture capture = report.capture();
    if (capture == null) {
      return "";
    }
    String tail = capture.tail();
    if (!isWhole(capture)) {
      int newline = tail.indexOf('\n');
      tail = tail.substring((newline >= 0 ? newline : tail.indexOf(' ')) + 1);
    }
    return report.redactor().redact(Excerpt.printable(tail));
  }

  /** Whether what was kept of the end is all. */
  static boolean isWhole(Capture capture) {
    // Lenient decoding makes a text longer in UTF-8, never shorter.
    long kept = Math.min(KEPT, capture.tail().getBytes(StandardCharsets.UTF_8).length);
    return capture.bytes() <= kept;
  }
}
