package heartbeat.notify;

import heartbeat.model.PingUrl;
import heartbeat.model.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Set;
import okhttp3.Call;
import okhttp3.Handshake;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Traces a call while it goes on: {@code >} what heartbeat sends, {@code <} what the server
 * answers.
 */
final class TracedProgress extends PingProgress {
  /** Headers whose values are useful and hold no secret; the trace masks all others. */
  private static final Set<String> SHOWN =
      Set.of(
          "host",
          "user-agent",
          "content-type",
          "content-length",
          "accept-encoding",
          "connection",
          "server",
          "date",
          "ping-body-limit",
          "retry-after");

  private final Trace trace;

  TracedProgress(Trace trace) {
    this.trace = trace;
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
    List<String> found = addresses.stream().map(InetAddress::getHostAddress).toList();
    trace.tell("http: " + domainName + " is " + String.join(", ", found));
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    super.connectStart(call, address, proxy);
    trace.tell(
        "http: connects to "
            + named(address)
            + (proxy.type() == Proxy.Type.DIRECT ? "" : ", a proxy"));
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    if (handshake != null) {
      trace.tell("http: " + handshake.tlsVersion().javaName() + ", " + handshake.cipherSuite());
    }
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    super.requestHeadersEnd(call, request);
    trace.tell("http > " + request.method() + " " + PingUrl.masked(request.url().toString()));
    for (var header : request.headers()) {
      trace.tell("http > " + shown(header.getFirst(), header.getSecond()));
    }
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    super.requestBodyEnd(call, byteCount);
    trace.tell("http > (" + byteCount + " bytes of body)");
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    trace.tell("http < " + response.code() + " " + response.message());
    for (var header : response.headers()) {
      trace.tell("http < " + shown(header.getFirst(), header.getSecond()));
    }
  }

  private static String shown(String name, String value) {
    if (name.equalsIgnoreCase("Location")) {
      return name + ": " + PingUrl.masked(value);
    }
    return name + ": " + (SHOWN.contains(name.toLowerCase(java.util.Locale.ROOT)) ? value : "***");
  }

  /** Java puts a slash before an address that was given as a number. */
  private static String named(Object address) {
    String text = address.toString();
    return text.startsWith("/") ? text.substring(1) : text;
  }
}
