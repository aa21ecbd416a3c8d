package heartbeat.model;

import java.util.Map;

/**
 * One HTTP request that heartbeat sends: a ping, a webhook, a message to a chat service.
 *
 * @param url complete, placeholders filled in; it may hold secrets: print it only through {@link
 *     PingUrl#masked}
 * @param headers sent as they are; they may hold secrets, too
 * @param body UTF-8 text; empty for none
 */
public record HttpRequest(String url, String method, Map<String, String> headers, String body) {
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /** A GET without headers of its own. */
  public static HttpRequest get(String url) {
    return new HttpRequest(url, "GET", Map.of(), "");
  }

  /** The same with another body. */
  public HttpRequest withBody(String text) {
    return text.equals(body) ? this : new HttpRequest(url, method, headers, text);
  }

  /** Without what may be a secret. */
  @Override
  public String toString() {
    return method + " " + PingUrl.masked(url);
  }
}
