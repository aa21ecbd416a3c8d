package heartbeat.config;

import heartbeat.server.Database;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code postgresql://user@host1,host2:5433/name?sslmode=verify-full}, as PostgreSQL's own programs
 * take it. Its messages never repeat the URL: there may be a password in it.
 */
final class DatabaseUrl {
  private static final String FORM =
      "is not a database; write a path, or postgresql://USER@HOST[:PORT][,HOST2...]/NAME";

  /** What may be set in the URL, all by the names of the driver, most of which are libpq's. */
  private static final List<String> OPTIONS =
      List.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslpassword",
          "channelBinding",
          "gssEncMode",
          "currentSchema",
          "options",
          "targetServerType",
          "connectTimeout",
          "socketTimeout",
          "loginTimeout",
          "ApplicationName");

  private DatabaseUrl() {}

  /** Whether it is a URL, not a path. */
  static boolean isOne(String text) {
    return text.contains("://");
  }

  /**
   * Throws IllegalArgumentException, with a message that goes on after the key's name.
   *
   * @param password when there is none in the URL
   */
  static Database.Postgres parse(String text, @Nullable String password) {
    String rest = without(text);
    int question = rest.indexOf('?');
    Map<String, String> options = question < 0 ? Map.of() : options(rest.substring(question + 1));
    String main = question < 0 ? rest : rest.substring(0, question);
    // A password may hold any of the others.
    int at = main.lastIndexOf('@');
    int slash = main.indexOf('/', Math.max(at, 0));
    if (slash < 0 || slash == main.length() - 1 || main.indexOf('/', slash + 1) > 0) {
      throw new IllegalArgumentException(FORM);
    }
    String login = at < 0 ? "" : main.substring(0, at);
    int colon = login.indexOf(':');
    String user = decoded(colon < 0 ? login : login.substring(0, colon));
    if (user.isEmpty()) {
      throw new IllegalArgumentException("names no user; write postgresql://USER@HOST/NAME");
    }
    List<String> hosts = new ArrayList<>();
    for (String host : main.substring(at + 1, slash).split(",", -1)) {
      hosts.add(host(host));
    }
    return new Database.Postgres(
        user,
        colon < 0 ? password : decoded(login.substring(colon + 1)),
        hosts,
        decoded(main.substring(slash + 1)),
        options);
  }

  private static String without(String text) {
    for (String scheme : List.of("postgresql://", "postgres://")) {
      if (text.startsWith(scheme)) {
        return text.substring(scheme.length());
      }
    }
    throw new IllegalArgumentException(
        text.startsWith("jdbc:") ? "needs no 'jdbc:' in front" : FORM);
  }

  private static String host(String text) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "5432" : text.substring(colon + 1);
    boolean numbers = port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
    if (!name.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]") || !numbers) {
      throw new IllegalArgumentException(
          "has a host that is none: write HOST, HOST:PORT or [IPV6]:PORT, and commas in between");
    }
    return name + ":" + port;
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!OPTIONS.contains(name)) {
        String hint = Spelling.hint(name, OPTIONS);
        throw new IllegalArgumentException(
            hint.isEmpty()
                ? "has an option that is not known; there are " + String.join(", ", OPTIONS)
                : "has an option that is not known" + hint);
      }
      options.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return options;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a % that is not followed by two digits", e);
    }
  }
}
