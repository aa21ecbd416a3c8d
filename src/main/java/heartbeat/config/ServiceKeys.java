package heartbeat.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one service in a channel: a map, or one text that is the value of its first key. */
final class ServiceKeys {
  private final MapReader map;
  private final String kind;
  private final @Nullable MapReader inner;
  private final @Nullable String sole;
  private final String first;
  private boolean good = true;

  /** Reads the keys of this service in the map of its channel. */
  ServiceKeys(MapReader map, String kind) {
    this.map = map;
    this.kind = kind;
    boolean isMap = map.isMap(kind);
    inner = isMap ? map.map(kind) : null;
    sole = isMap ? null : map.text(kind);
    first = firstKey(kind);
  }

  private static String firstKey(String kind) {
    for (Key key : ChannelKeys.ofChannel()) {
      if (key.group().equals(kind)) {
        return key.leaf();
      }
    }
    throw new IllegalStateException(kind);
  }

  MapReader reader() {
    return inner == null ? map : inner;
  }

  @Nullable String optional(String key) {
    return inner == null ? (key.equals(first) ? sole : null) : inner.text(key);
  }

  @Nullable String text(String key) {
    String text = optional(key);
    if (text == null || text.isBlank()) {
      problem(key, "needs '" + key + "'");
      return null;
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      problem(key, "has more than one line");
      return null;
    }
    return text.strip();
  }

  @Nullable String url(String key) {
    String text = text(key);
    return text == null ? null : checked(key, text);
  }

  /** The root of an API, without a slash at its end; the built-in one when none is written. */
  @Nullable String base(String key) {
    String written = optional(key);
    String text = written == null ? ChannelKeys.builtIn(kind + "." + key) : written.strip();
    if (text == null) {
      problem(key, "needs '" + key + "'");
      return null;
    }
    String url = checked(key, text);
    return url == null ? null : url.replaceAll("/+$", "");
  }

  private @Nullable String checked(String key, String text) {
    try {
      return Syntax.url(text);
    } catch (IllegalArgumentException e) {
      problem(key, "needs a URL that begins with https:// or http://");
      return null;
    }
  }

  @Nullable Integer number(String key, int least, int most) {
    String text = optional(key);
    if (text == null) {
      return null;
    }
    if (!text.matches("-?[0-9]{1,3}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      problem(key, "'" + Values.shown(text) + "' must be " + least + " to " + most);
      return null;
    }
    return Integer.valueOf(text);
  }

  Map<String, String> texts(String key) {
    return inner == null ? Map.of() : inner.texts(key);
  }

  /** False once a key had a problem. */
  boolean areGood() {
    return good;
  }

  void problem(String key, String message) {
    good = false;
    if (inner == null) {
      map.problem(kind, message);
    } else {
      inner.problem(key, message);
    }
  }

  /** Notes unknown keys as problems. */
  void end() {
    if (inner != null) {
      inner.end();
    }
  }
}
