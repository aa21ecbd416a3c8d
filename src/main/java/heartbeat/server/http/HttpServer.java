package heartbeat.server.http;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server (Jetty). It limits how slowly and how much a client can send.
 *
 * <p>Each connection has memory of its own, not from a pool. Jetty answers a bad request on another
 * thread than the one that reads on, and both may give the buffer back: from a pool, the next
 * client's request could get bytes of this one. It was seen once, in 40,000 requests not again: a
 * request right after one whose URL was too long was refused for its HTTP version.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final int HEAD_BYTES = 8_192;
  private static final int STOP_MILLIS = 5_000;

  /**
   * How long a client may take.
   *
   * @param idle between two bytes
   * @param head for a whole request head; must be longer than {@code idle}
   * @param body for a whole body
   */
  public record Limits(Duration idle, Duration head, Duration body) {
    public static final Limits USUAL =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  private final Server server;
  private final ServerConnector connector;
  private final SlowHeads slowHeads;

  public HttpServer(String host, int port, Limits limits, @Nullable TlsFiles tls, Handler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(16, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads, null, ByteBufferPool.NON_POOLING);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setIdleTimeout(limits.idle().toMillis());
    http.setUseInputDirectByteBuffers(false);
    http.setUseOutputDirectByteBuffers(false);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    connector =
        tls == null
            ? new ServerConnector(server, 1, 1, plain)
            : new ServerConnector(server, 1, 1, tls.factory(http), plain);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(1_024);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(STOP_MILLIS);
    slowHeads = new SlowHeads(connector, limits.head());
  }

  /** Starts listening. Throws IllegalStateException when the address can't be used. */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "can't listen on " + connector.getHost() + ":" + connector.getPort() + ": " + why(e), e);
    }
    slowHeads.start();
  }

  private static String why(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** The port it listens on. */
  int port() {
    return connector.getLocalPort();
  }

  /** The URL on which it listens. */
  public URI uri() {
    String host =
        connector.getHost().contains(":") ? "[" + connector.getHost() + "]" : connector.getHost();
    boolean tls = connector.getConnectionFactory("ssl") != null;
    return URI.create((tls ? "https://" : "http://") + host + ":" + port());
  }

  /** Accepts no new requests, waits up to five seconds for the current ones, and stops. */
  @Override
  public void close() {
    slowHeads.close();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("stopping", e);
    }
  }

  /** Answers errors that Jetty itself detects, as plain text. */
  private static final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
      Content.Sink.write(response, true, "error " + response.getStatus(), callback);
      return true;
    }
  }
}
