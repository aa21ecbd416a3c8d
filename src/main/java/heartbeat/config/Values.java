package heartbeat.config;

import heartbeat.tell.Placeholders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what was written into values, and notes what can't be understood. */
final class Values {
  private static final int MAX_SHOWN = 60;

  private final Substitution substitution;
  private final List<Problem> problems;

  Values(Map<String, String> env, List<Problem> problems) {
    this.substitution = new Substitution(env);
    this.problems = problems;
  }

  /**
   * The value of a key: what {@link Parsers#parse} makes of it, or a List of that when the key
   * takes many. Of a list, the members that can be understood are kept. Null when nothing is.
   */
  @Nullable Object read(Key key, List<RawValue> written) {
    if (!key.type().isMany()) {
      return one(key, written.getLast());
    }
    var values = new ArrayList<>();
    for (RawValue raw : written) {
      if (key.type().splitsAtCommas()) {
        addParts(key, raw, values);
      } else {
        addIfGood(key, raw, values);
      }
    }
    return values.isEmpty() && !written.isEmpty() ? null : List.copyOf(values);
  }

  /** HTTP headers from {@code Name: value}. Null when none is good. */
  @Nullable Object headers(List<RawValue> written) {
    var headers = new LinkedHashMap<String, String>();
    for (RawValue raw : written) {
      int colon = raw.text().indexOf(':');
      if (colon <= 0) {
        problems.add(raw.place().error("the value is not of the form 'Name: value'"));
      } else {
        var value = new RawValue(raw.text().substring(colon + 1).strip(), raw.place());
        addHeader(raw.text().substring(0, colon).strip(), value, headers);
      }
    }
    return headers.isEmpty() && !written.isEmpty() ? null : headers;
  }

  /** Adds a header, if it is good. */
  void addHeader(String name, RawValue raw, Map<String, String> headers) {
    try {
      Syntax.headerName(name);
    } catch (IllegalArgumentException e) {
      problems.add(raw.place().error("'" + shown(name) + "' " + e.getMessage()));
      return;
    }
    Object value = one(PingKeys.HEADERS, raw);
    if (value instanceof String text) {
      headers.put(name, text);
    }
  }

  private void addParts(Key key, RawValue raw, List<Object> values) {
    String filled = filled(raw);
    if (filled == null) {
      return;
    }
    int from = 0;
    while (from <= filled.length()) {
      int comma = filled.indexOf(',', from);
      int end = comma < 0 ? filled.length() : comma;
      String part = filled.substring(from, end).strip();
      if (!part.isEmpty() || filled.isBlank()) {
        Object value = parsed(key, part, raw.isFilledIn() ? raw.text() : part, raw.place());
        if (value != null) {
          values.add(value);
        }
      }
      from = end + 1;
    }
  }

  private void addIfGood(Key key, RawValue raw, List<Object> values) {
    Object value = one(key, raw);
    if (value != null) {
      values.add(value);
    }
  }

  private @Nullable Object one(Key key, RawValue raw) {
    String filled = filled(raw);
    return filled == null ? null : parsed(key, filled, raw.text(), raw.place());
  }

  private @Nullable String filled(RawValue raw) {
    try {
      return substitution.fill(raw.text());
    } catch (IllegalArgumentException e) {
      problems.add(raw.place().error(String.valueOf(e.getMessage())));
      return null;
    }
  }

  private @Nullable Object parsed(Key key, String text, String written, Place place) {
    if (text.equals("none") && key.canBeNone()) {
      return Setting.Absent.NONE;
    }
    try {
      Object value = Parsers.parse(key.type(), text);
      if (value instanceof Path path && place.file() != null && !path.isAbsolute()) {
        throw new IllegalArgumentException("is not an absolute path");
      }
      warnOfPlaceholders(key, text, place);
      return value;
    } catch (IllegalArgumentException e) {
      String subject = key.isSecret(text) ? "the value" : "'" + shown(written) + "'";
      problems.add(place.error(subject + " " + e.getMessage()));
      return null;
    }
  }

  /** Braces are no part of a URL; in a subject they may be meant as they are. */
  private void warnOfPlaceholders(Key key, String text, Place place) {
    if (key.type().kind() != ValueType.Kind.URL
        && key != MailKeys.SUBJECT
        && key != MailKeys.BODY) {
      return;
    }
    int open = -1;
    while ((open = text.indexOf('{', open + 1)) >= 0) {
      int close = text.indexOf('}', open);
      String name = close < 0 ? "" : text.substring(open + 1, close);
      if (!isWord(name)) {
        continue;
      }
      List<String> names = key == MailKeys.BODY ? Placeholders.IN_BODY : Placeholders.NAMES;
      if (!names.contains(name)) {
        String hint = Spelling.hint(name, names);
        problems.add(
            place.warning("'{" + name + "}' is no placeholder, and stays as it is" + hint));
      }
    }
  }

  private static boolean isWord(String name) {
    return !name.isEmpty() && name.length() <= 20 && name.chars().allMatch(Character::isLetter);
  }

  /** The text, cut, and fit for one line of a terminal. */
  static String shown(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i == MAX_SHOWN) {
        return out.append('…').toString();
      }
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }
}
