package heartbeat.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy that a ping goes through.
 *
 * @param login {@code user:password}; null for none
 */
record ProxyChoice(String host, int port, @Nullable String login) {

  /**
   * The proxy of the setting, else of the environment by curl's rules: {@code https_proxy}, {@code
   * http_proxy} (in small letters only: CGI sets HTTP_PROXY from a request's header), {@code
   * all_proxy}, unless {@code no_proxy} names the host. Null: none. Throws IllegalArgumentException
   * with a message for people, without secrets, when it can't be understood.
   */
  static @Nullable ProxyChoice of(
      @Nullable String setting, Map<String, String> environment, String scheme, String target) {
    if (setting != null) {
      return setting.isBlank() ? null : parse(setting, "\"proxy\"");
    }
    String name = scheme.equals("https") ? "https_proxy" : "http_proxy";
    String value = variable(environment, name, scheme.equals("https"));
    if (value == null) {
      name = "all_proxy";
      value = variable(environment, name, true);
    }
    if (value == null || isExempt(target, variable(environment, "no_proxy", true))) {
      return null;
    }
    return parse(value, name);
  }

  private static @Nullable String variable(
      Map<String, String> environment, String name, boolean alsoInCapitals) {
    String value = environment.get(name);
    if (value == null && alsoInCapitals) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return value == null || value.isBlank() ? null : value;
  }

  private static boolean isExempt(String target, @Nullable String list) {
    if (list == null) {
      return false;
    }
    String host = target.toLowerCase(Locale.ROOT);
    for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (matches(host, entry)) {
        return true;
      }
    }
    return false;
  }

  /** {@code example.org}, {@code .example.org} and {@code *.example.org} mean the same. */
  private static boolean matches(String host, String entry) {
    if (entry.equals("*")) {
      return true;
    }
    int prefix = entry.startsWith("*.") ? 2 : entry.startsWith(".") ? 1 : 0;
    String domain = entry.substring(prefix);
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  private static ProxyChoice parse(String text, String whose) {
    try {
      URI uri = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
      String host = uri.getHost();
      if (host != null && "http".equalsIgnoreCase(uri.getScheme())) {
        return new ProxyChoice(host, uri.getPort() < 0 ? 80 : uri.getPort(), uri.getUserInfo());
      }
    } catch (URISyntaxException broken) {
      // Said below; its own message quotes the text, which may hold a password.
    }
    throw new IllegalArgumentException(whose + " is not host:port or http://host:port");
  }
}
