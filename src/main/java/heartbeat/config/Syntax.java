package heartbeat.config;

import java.util.Locale;

/**
 * Texts that must have a certain form. All return the text, or throw IllegalArgumentException with
 * a message that continues it and does not repeat it.
 */
final class Syntax {
  private Syntax() {}

  /** One line of text: not empty, no control characters but tabs. */
  static String line(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        throw new IllegalArgumentException("must be one line");
      }
      if (c != '\t' && Character.isISOControl(c)) {
        throw new IllegalArgumentException("holds a control character");
      }
    }
    return text;
  }

  private static String word(String text) {
    line(text);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        throw new IllegalArgumentException("may not hold a space");
      }
    }
    return text;
  }

  /** An address of HTTP or HTTPS with a host. */
  static String url(String text) {
    word(text);
    String lower = text.toLowerCase(Locale.ROOT);
    int host = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    if (host < 0) {
      throw new IllegalArgumentException("must begin with http:// or https://");
    }
    if (host == text.length() || "/?#:".indexOf(text.charAt(host)) >= 0) {
      throw new IllegalArgumentException("has no host");
    }
    if (!isPort(port(text, host))) {
      throw new IllegalArgumentException("has no port from 1 to 65535 behind its host");
    }
    return text;
  }

  /** What stands for the port; that of HTTP where nothing does, or a placeholder. */
  private static String port(String url, int host) {
    int end = host;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int colon = end - 1;
    while (colon >= host && "]:@{}".indexOf(url.charAt(colon)) < 0) {
      colon--;
    }
    boolean none = colon < host || url.charAt(colon) != ':' || colon + 1 == end;
    return none ? "80" : url.substring(colon + 1, end);
  }

  /** A host name, an IPv4 address, or an IPv6 address with or without brackets. */
  static String host(String text) {
    word(text);
    int colon = text.indexOf(':');
    if (text.indexOf('/') >= 0) {
      throw new IllegalArgumentException("must be a host name, not a URL or path");
    }
    if (colon >= 0 && colon == text.lastIndexOf(':')) {
      throw new IllegalArgumentException("must be a host name alone; 'port' is a key of its own");
    }
    return text;
  }

  /** {@code host:port} or {@code http://host:port}. */
  static String proxy(String text) {
    word(text);
    String rest = text.startsWith("http://") ? text.substring(7) : text;
    if (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    int colon = rest.lastIndexOf(':');
    if (colon <= 0 || rest.indexOf('/') >= 0 || !isPort(rest.substring(colon + 1))) {
      throw new IllegalArgumentException("is not a proxy; write host:port or http://host:port");
    }
    return text;
  }

  private static boolean isPort(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port < 65_536;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What HTTP allows as the value of a header: visible ASCII, spaces and tabs (RFC 9110, 5.5). */
  static String headerValue(String text) {
    line(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~') {
        throw new IllegalArgumentException("may hold ASCII characters only");
      }
    }
    return text;
  }

  /** The name of an HTTP header: a token (RFC 9110, 5.6.2). */
  static String headerName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ok =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!ok) {
        throw new IllegalArgumentException("is not the name of an HTTP header");
      }
    }
    return line(text);
  }

  /**
   * A mail address, alone or as {@code Name <address>}; a lone name is a user of this machine, as
   * for sendmail.
   */
  static String address(String text) {
    return address(text, true);
  }

  /**
   * The same of a sender: only what follows the '@' may hold more than ASCII. Few servers take the
   * rest, and bounces must find the way back.
   */
  static String sender(String text) {
    return address(text, false);
  }

  private static String address(String text, boolean anyLetters) {
    line(text);
    int open = text.indexOf('<');
    boolean named = open >= 0 && text.endsWith(">");
    String bare = named ? text.substring(open + 1, text.length() - 1) : text;
    int at = bare.indexOf('@');
    boolean ok = !bare.isEmpty() && at != 0 && at != bare.length() - 1;
    for (int i = 0; ok && i < bare.length(); i++) {
      char c = bare.charAt(i);
      ok =
          (c < 127 || (c > 127 && (anyLetters || (at >= 0 && i > at))))
              && !Character.isWhitespace(c)
              && "<>(),;:\"\\".indexOf(c) < 0
              && (c != '@' || i == at);
    }
    if (!ok || bare.startsWith("-")) {
      throw new IllegalArgumentException("is not a mail address");
    }
    return text;
  }
}
