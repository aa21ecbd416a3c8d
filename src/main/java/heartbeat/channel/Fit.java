package heartbeat.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Cuts texts to what a service takes. */
final class Fit {
  private static final int LONGEST_LINE = 500;

  private Fit() {}

  /** The text in at most so many UTF-16 units; what is cut ends in {@code …}. */
  static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Math.max(0, most - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + (most > 0 ? "…" : "");
  }

  /** The text escaped, with as much of its head as fits once it is. */
  static String head(String text, int most, UnaryOperator<String> escape) {
    int keep = most;
    String escaped = escape.apply(head(text, keep));
    while (escaped.length() > most && keep > 0) {
      keep = Math.max(0, keep - Math.max(1, (escaped.length() - most) / 8));
      escaped = escape.apply(head(text, keep));
    }
    return escaped;
  }

  /** The last lines, escaped, that fit into so many units together with their line ends. */
  static String lastLines(List<String> lines, int most, UnaryOperator<String> escape) {
    List<String> kept = new ArrayList<>();
    int room = most;
    for (String line : lines.reversed()) {
      String shown = escape.apply(head(line, LONGEST_LINE));
      room -= shown.length() + 1;
      if (room < 0) {
        break;
      }
      kept.addFirst(shown);
    }
    return String.join("\n", kept);
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As {@link #head}, of bytes in UTF-8. */
  static String headBytes(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    return heartbeat.model.Excerpt.head(text, Math.max(0, most - bytes("…"))) + "…";
  }
}
