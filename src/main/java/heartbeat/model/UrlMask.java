package heartbeat.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what looks like a secret in URLs; it must work also for URLs that can't be parsed. */
final class UrlMask {
  private static final String STARS = "***";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{8}([0-9a-fA-F]{4})");
  private static final Pattern IN_TEXT =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s\"'<>]+|/" + UUID.pattern());

  /** Words, a version, an exit status, a placeholder: anybody could guess them. */
  private static final Pattern GUESSABLE =
      Pattern.compile("[a-z]{1,15}(?:[-_.][a-z]{1,15}){0,6}\\d{0,2}|\\d{1,3}|\\{[a-z]+\\}|");

  /** After these words, the next segment of a path is a key, whatever it looks like. */
  private static final Set<String> BEFORE_KEYS =
      Set.of("ping", "p", "push", "heartbeat", "services", "hooks", "webhook", "webhooks");

  private static final Set<String> ACTIONS = Set.of("start", "fail", "log", "");
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._{}-]+|\\[[0-9a-fA-F:.%]+]");

  private UrlMask() {}

  static String maskIn(String text) {
    Matcher urls = IN_TEXT.matcher(text);
    StringBuilder masked = new StringBuilder();
    int from = 0;
    while (urls.find()) {
      int end = urls.end();
      while (end > urls.start() + 1 && ").,;:]}!".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      String url = text.substring(urls.start(), end);
      masked.append(text, from, urls.start());
      masked.append(url.startsWith("/") ? UUID.matcher(url).replaceAll("***$1") : mask(url));
      from = end;
    }
    return masked.append(text, from, text.length()).toString();
  }

  static String mask(String url) {
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    int authorityEnds = firstOf(url, start, "/?#");
    int pathEnds = firstOf(url, authorityEnds, "?#");
    String head = scheme < 0 ? "" : guessableScheme(url.substring(0, scheme)) + "://";
    String host = authority(url.substring(start, authorityEnds), scheme >= 0);
    String path = path(host.toLowerCase(Locale.ROOT), url.substring(authorityEnds, pathEnds));
    return head + host + path + query(url.substring(pathEnds));
  }

  private static String guessableScheme(String scheme) {
    return scheme.length() <= 10 && scheme.chars().allMatch(Character::isLetter) ? scheme : STARS;
  }

  private static String authority(String authority, boolean afterScheme) {
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : STARS + "@";
    String hostAndPort = authority.substring(at + 1);
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    String port = hasPort ? hostAndPort.substring(colon) : "";
    boolean named = afterScheme || host.contains(".") || host.equals("localhost");
    if (!named || !HOST.matcher(host).matches() || UUID.matcher(host).find()) {
      host = authority.isEmpty() ? "" : STARS;
    }
    return user + host + (port.matches(":\\d{1,5}|") ? port : ":" + STARS);
  }

  private static String path(String host, String path) {
    StringBuilder masked = new StringBuilder();
    String before = host.endsWith("hc-ping.com") || host.endsWith("hchk.io") ? "ping" : "";
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      masked.append(i == 0 ? "" : "/").append(segment(segment, before));
      before = i == 0 ? before : segment;
    }
    return masked.toString();
  }

  private static String segment(String segment, String before) {
    Matcher uuid = UUID.matcher(segment);
    if (uuid.matches()) {
      return STARS + uuid.group(1);
    }
    boolean key = BEFORE_KEYS.contains(before) && !ACTIONS.contains(segment);
    return !key && GUESSABLE.matcher(segment).matches() ? segment : STARS;
  }

  private static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    if (query.charAt(0) == '#') {
      return "#" + STARS;
    }
    StringBuilder masked = new StringBuilder("?");
    int hash = query.indexOf('#');
    String[] parameters = query.substring(1, hash < 0 ? query.length() : hash).split("&", -1);
    for (int i = 0; i < parameters.length; i++) {
      int equals = parameters[i].indexOf('=');
      String name = equals < 0 ? "" : parameters[i].substring(0, equals);
      masked.append(i == 0 ? "" : "&");
      masked.append(GUESSABLE.matcher(name).matches() ? name : STARS);
      masked.append(equals < 0 ? "" : "=").append(STARS);
    }
    return masked.append(hash < 0 ? "" : "#" + STARS).toString();
  }

  private static int firstOf(String text, int from, String ends) {
    for (int i = from; i < text.length(); i++) {
      if (ends.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
