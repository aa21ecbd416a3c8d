package heartbeat.notify;

import heartbeat.model.Excerpt;

/** Text from elsewhere as one line of a header or a message. */
final class OneLine {
  private OneLine() {}

  /** Without control characters: a line end in a header would begin another header. */
  static String of(String text) {
    return Excerpt.oneLine(text);
  }

  /** The first line, 200 characters at most. */
  static String first(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    String line = of(end < 0 ? stripped : stripped.substring(0, end));
    return line.length() <= 200 ? line : line.substring(0, 199) + "…";
  }
}
