package heartbeat.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request, complete.
 *
 * @param url may hold secrets: print it only through {@link PingUrl#masked}
 * @param headers sent as they are, in this order
 * @param body UTF-8 text; empty for none
 */
public record HttpRequest(String url, String method, Map<String, String> headers, String body) {
  public HttpRequest {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Without URL, headers and body, which may hold secrets. */
  @Override
  public String toString() {
    return method + " " + PingUrl.masked(url);
  }
}
