package heartbeat.config;

import heartbeat.server.ServeSettings;

/**
 * Where the switch listens.
 *
 * @param host a name or address, without brackets
 * @param port 0: any free one
 */
public record ListenAddress(String host, int port) {
  static final ListenAddress USUAL = new ListenAddress("127.0.0.1", 8000);

  /** {@code 127.0.0.1:8000}, {@code [::1]:8000}. Throws IllegalArgumentException. */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = colon < 0 ? "" : text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("is not an address; write 127.0.0.1:8000");
    }
    String host = text.substring(0, colon);
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    if (brackets != host.contains(":")) {
      throw new IllegalArgumentException("is not an address; write [::1]:8000");
    }
    return new ListenAddress(
        brackets ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  boolean isLoopback() {
    return ServeSettings.isLoopback(host);
  }

  /** The beginning of links when no other address is set: they work only on this machine. */
  String base(boolean tls) {
    if (!isLoopback() || port == 0) {
      return "";
    }
    return (tls ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
