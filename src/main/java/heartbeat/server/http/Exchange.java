package heartbeat.server.http;

import heartbeat.server.PingOrigin;
import heartbeat.server.ServeSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
public final class Exchange {
  private static final int LARGEST_FORM = 100_000;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ServeSettings settings;
  private final String peer;
  private List<String> segments;
  private final RequestBody body;
  private @Nullable Query query;

  public Exchange(
      Request request,
      Response response,
      Callback callback,
      ServeSettings settings,
      Duration slowestBody,
      BodyMemory room) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.settings = settings;
    this.body = new RequestBody(request, slowestBody, room);
    String address = Request.getRemoteAddr(request);
    peer = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    String path = Request.getPathInContext(request);
    segments = List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
  }

  public String method() {
    return request.getMethod();
  }

  /** Whether the request only reads. */
  public boolean reads() {
    return method().equals("GET") || method().equals("HEAD");
  }

  /**
   * The parts of the path between its slashes; when the path ends with a slash, the last part is
   * empty.
   */
  public List<String> segments() {
    return segments;
  }

  /** If the path begins with that of base-url, removes that part and returns true. */
  public boolean withoutBase() {
    String path = settings.basePath();
    if (path.isEmpty()) {
      return false;
    }
    List<String> base = List.of(path.substring(1).split("/", -1));
    boolean below = segments.size() > base.size() && segments.subList(0, base.size()).equals(base);
    if (below) {
      segments = segments.subList(base.size(), segments.size());
    }
    return below;
  }

  /** A part of the path; empty when the path is shorter. */
  public String segment(int index) {
    return index < segments.size() ? segments.get(index) : "";
  }

  public Query query() {
    if (query == null) {
      query = new Query(request.getHttpURI().getQuery());
    }
    return query;
  }

  @Nullable
  public String header(String name) {
    return request.getHeaders().get(name);
  }

  public String header(String name, String otherwise) {
    String value = header(name);
    return value == null ? otherwise : value;
  }

  /**
   * The client's address. For a request from a trusted proxy, the address that the proxy reports.
   */
  public String remote() {
    String forwarded = header("X-Forwarded-For");
    if (forwarded == null || !isTrusted()) {
      return peer;
    }
    // The trusted proxy has added the last address. The client may have made up the ones before it.
    String last = forwarded;
    for (HttpField line : request.getHeaders()) {
      if (line.is("X-Forwarded-For") && line.getValue() != null) {
        last = line.getValue();
      }
    }
    return withoutPort(last.substring(last.lastIndexOf(',') + 1).strip());
  }

  private boolean isTrusted() {
    return settings.listen().trustedProxies().contains(peer);
  }

  /**
   * Some proxies, such as Azure's, add the port: {@code 1.1.1.1:1234}, {@code [2001:db8::1]:80}.
   */
  static String withoutPort(String address) {
    if (address.startsWith("[") && address.indexOf(']') > 0) {
      return address.substring(1, address.indexOf(']'));
    }
    int colon = address.indexOf(':');
    boolean one = colon > 0 && colon == address.lastIndexOf(':');
    return one && address.indexOf('.') > 0 ? address.substring(0, colon) : address;
  }

  String scheme() {
    String forwarded = header("X-Forwarded-Proto");
    if (forwarded != null && isTrusted()) {
      return forwarded.equals("https") ? "https" : "http";
    }
    return request.isSecure() ? "https" : "http";
  }

  public PingOrigin pingOrigin() {
    return new PingOrigin(
        scheme(), method(), remote(), header("User-Agent", ""), header(PingOrigin.TOLD, ""));
  }

  /**
   * The first {@code keep} bytes of the body; the rest is read and dropped. Throws Rejected when
   * the body is far too large, too slow or cut off.
   */
  public byte[] body(int keep) {
    return body.read(keep);
  }

  /** The fields of a form. Throws Rejected when the body is not a form. */
  public Query form() {
    byte[] sent = body(LARGEST_FORM + 1);
    if (sent.length > LARGEST_FORM) {
      throw new Rejected(413, "form too large");
    }
    String type = header("Content-Type", "");
    if (sent.length > 0 && !type.startsWith("application/x-www-form-urlencoded")) {
      throw new Rejected(415, "not a form");
    }
    return new Query(new String(sent, StandardCharsets.UTF_8));
  }

  /** The address of this server as the client wrote it: {@code https://hb.example.org}. */
  public String origin() {
    return scheme() + "://" + header("Host", "localhost");
  }

  /** Sets a header of the answer. */
  public Exchange with(String name, String value) {
    response.getHeaders().put(new HttpField(name, value));
    return this;
  }

  /** Ends the connection after the answer. */
  public Exchange close() {
    return with("Connection", "close");
  }

  public void text(int status, String text) {
    send(status, "text/plain; charset=utf-8", text);
  }

  public void json(int status, String json) {
    send(status, "application/json", json);
  }

  /**
   * Sends a page. Its links start at the root of the server; when base-url has a path, the path is
   * added.
   */
  public void html(int status, String html) {
    send(status, "text/html; charset=utf-8", settings.basePath().isEmpty() ? html : below(html));
  }

  /**
   * Adds the path of base-url to all links of a page. Text from users is not changed: its quotation
   * marks are escaped, so it can't look like an attribute.
   */
  private String below(String html) {
    String base = settings.basePathInHtml();
    return html.replace(" href=\"/", " href=\"" + base + "/")
        .replace(" src=\"/", " src=\"" + base + "/")
        .replace(" action=\"/", " action=\"" + base + "/");
  }

  /** Sends an answer with this content. */
  public void send(int status, String type, String content) {
    send(status, type, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends an answer with this content. */
  public void send(int status, String type, byte[] content) {
    response.setStatus(status);
    with("Content-Type", type);
    with("X-Content-Type-Options", "nosniff");
    if (!response.getHeaders().contains("Content-Security-Policy")) {
      with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if (request.isSecure()) {
      with("Strict-Transport-Security", "max-age=31536000");
    }
    with("Content-Length", Integer.toString(content.length));
    if (body.isSeen() || header("Expect") != null || reads()) {
      response.write(true, ByteBuffer.wrap(content), callback);
    } else {
      answerFirst(content);
    }
  }

  /**
   * Answers first, then reads the rest of the body and drops it. If the switch closed the
   * connection while the client still sends its body, the system would reset the connection, and
   * the client would not see the answer.
   */
  private void answerFirst(byte[] content) {
    try {
      Content.Sink.write(response, true, ByteBuffer.wrap(content));
      body.forget();
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    }
  }

  /** Releases the memory that was reserved for the body. */
  public void done() {
    body.done();
  }

  /** Whether the path has {@code ..} in it: no honest client sends that. */
  public boolean climbs() {
    String path = request.getHttpURI().getPath();
    if (path == null) {
      return false;
    }
    for (String segment : path.split("[/\\\\]", -1)) {
      String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".").replaceAll(";.*", "");
      if (plain.equals("..") || plain.contains("..%2f") || plain.contains("..%5c")) {
        return true;
      }
    }
    return false;
  }

  /** Writes an answer's content. */
  @FunctionalInterface
  public interface Maker {
    void make(Appendable out) throws IOException;
  }

  /**
   * Sends a large answer while {@code maker} writes it, so that the whole answer is never in
   * memory.
   */
  public void stream(String type, Maker maker) {
    with("Content-Type", type);
    with("X-Content-Type-Options", "nosniff");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                Content.Sink.asOutputStream(response), StandardCharsets.UTF_8))) {
      maker.make(out);
    } catch (IOException | RuntimeException e) {
      // The head may have been sent already. Cutting the connection shows the client that the
      // answer is incomplete.
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  /** Sends an answer without content. */
  public void empty(int status) {
    response.setStatus(status);
    response.write(true, ByteBuffer.allocate(0), callback);
  }

  /** Sends the browser to another page of this switch. */
  public void redirect(String path) {
    with("Location", settings.basePath() + path).empty(303);
  }
}
