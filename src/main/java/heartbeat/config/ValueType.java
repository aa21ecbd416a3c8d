package heartbeat.config;

import java.util.List;

/**
 * What may be written as the value of a key.
 *
 * @param choices the words allowed; empty where any text of the kind is
 * @param min the smallest number: of a WHOLE, the bytes of a SIZE, the milliseconds of a DURATION
 * @param max the biggest number, likewise
 */
public record ValueType(Kind kind, List<String> choices, long min, long max) {

  /** The kinds of values. */
  public enum Kind {
    BOOLEAN,
    /** One of the choices. */
    CHOICE,
    /** Any of the choices: a list, or one text with commas. */
    CHOICES,
    /** A whole number. */
    WHOLE,
    /** {@code 90s}, {@code 1h30m}. */
    DURATION,
    /** {@code 64k}. */
    SIZE,
    /** One line of any text. */
    TEXT,
    /** Any text, of several lines. */
    LINES,
    /** One line of any text that is not to be shown. */
    PASSWORD,
    /** An HTTP or HTTPS address; may hold placeholders. */
    URL,
    /** An absolute path; in a flag it may be relative. */
    PATH,
    /** A host name or address without a port. */
    HOST,
    /** {@code host:port} or {@code http://host:port}. */
    PROXY,
    /** What may be sent as the value of an HTTP header. */
    HEADER_TEXT,
    /** The mail address of a sender. */
    ADDRESS,
    /** Mail addresses: a list, or one text with commas. */
    ADDRESSES,
    /** Substrings or {@code /regex/}: one or a list. */
    MARKERS,
    /** Regular expressions: one or a list. */
    REGEXES,
    /** HTTP headers: a map, or a list of {@code Name: value}. */
    HEADERS,
    /** One line of any text, or a list of them. */
    TEXTS,
    /** A map from names of the user's own. */
    MAP
  }

  /** Whether more than one value may be given. */
  public boolean isMany() {
    return switch (kind) {
      case CHOICES, ADDRESSES, MARKERS, REGEXES, HEADERS, TEXTS -> true;
      default -> false;
    };
  }

  /** Whether commas separate the values of one text. */
  boolean splitsAtCommas() {
    return kind == Kind.CHOICES || kind == Kind.ADDRESSES;
  }

  static ValueType of(Kind kind) {
    return new ValueType(kind, List.of(), 0, Long.MAX_VALUE);
  }

  static ValueType choice(String... choices) {
    return new ValueType(Kind.CHOICE, List.of(choices), 0, 0);
  }

  static ValueType choices(String... choices) {
    return new ValueType(Kind.CHOICES, List.of(choices), 0, 0);
  }

  static ValueType whole(long min, long max) {
    return new ValueType(Kind.WHOLE, List.of(), min, max);
  }

  static ValueType size(long min, long max) {
    return new ValueType(Kind.SIZE, List.of(), min, max);
  }

  /** A duration that may be zero. */
  static ValueType duration() {
    return of(Kind.DURATION);
  }

  /** A duration of a second at least. */
  static ValueType seconds() {
    return new ValueType(Kind.DURATION, List.of(), 1_000, Long.MAX_VALUE);
  }

  /** A duration of a millisecond at least. */
  static ValueType someDuration() {
    return new ValueType(Kind.DURATION, List.of(), 1, Long.MAX_VALUE);
  }
}
