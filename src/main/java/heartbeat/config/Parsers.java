package heartbeat.config;

import heartbeat.model.LinePattern;
import heartbeat.model.Quantity;
import heartbeat.run.Marker;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One value of each kind from its text. All throw IllegalArgumentException with a message that
 * continues the text, which it does not repeat: {@code 'abc' } + {@code is not a whole number}.
 */
final class Parsers {
  private Parsers() {}

  /** The value: a Boolean, Long, Duration, String, Path, Marker or LinePattern. */
  static Object parse(ValueType type, String text) {
    return switch (type.kind()) {
      case BOOLEAN -> flag(text);
      case CHOICE, CHOICES -> choice(type.choices(), text);
      case WHOLE -> within(type, whole(text));
      case SIZE -> within(type, Quantity.size(text));
      case DURATION -> {
        var duration = Quantity.duration(text);
        if (duration.toMillis() < type.min()) {
          throw new IllegalArgumentException(
              type.min() < 1_000 ? "must be more than 0" : "must be 1s or more");
        }
        yield duration;
      }
      case TEXT, TEXTS, MAP, PASSWORD -> Syntax.line(text);
      case LINES -> text;
      case URL -> Syntax.url(text);
      case PATH -> path(text);
      case HOST -> Syntax.host(text);
      case PROXY -> Syntax.proxy(text);
      case HEADER_TEXT, HEADERS -> Syntax.headerValue(text);
      case ADDRESS -> Syntax.sender(text);
      case ADDRESSES -> Syntax.address(text);
      case MARKERS -> marker(text);
      case REGEXES -> regex(text);
    };
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  private static String choice(List<String> choices, String text) {
    for (String choice : choices) {
      if (choice.equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "is none of " + String.join(", ", choices) + Spelling.hint(text, choices));
  }

  private static Long whole(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a whole number", e);
    }
  }

  private static Long within(ValueType type, long number) {
    if (number < type.min()) {
      throw new IllegalArgumentException("is too small; " + type.min() + " at least");
    }
    if (number > type.max()) {
      throw new IllegalArgumentException("is too big; " + type.max() + " at most");
    }
    return number;
  }

  private static Path path(String text) {
    try {
      return Path.of(Syntax.line(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path", e);
    }
  }

  private static Marker marker(String text) {
    return Marker.parse(Syntax.line(text));
  }

  private static LinePattern regex(String text) {
    boolean slashes = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    return LinePattern.of(slashes ? text.substring(1, text.length() - 1) : Syntax.line(text));
  }
}
