package heartbeat.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes connections whose request head does not become complete in time. Jetty's idle timeout does
 * not close them: one byte per second keeps a connection open for ever.
 */
final class SlowHeads implements AutoCloseable {
  private static final int SWEEPS = 10;

  private final ServerConnector connector;
  private final Duration sweep;
  private Map<EndPoint, Waiting> waiting = new HashMap<>();
  private volatile boolean ended;

  /**
   * How many requests the connection had sent, and for how many sweeps that number has not changed.
   */
  private record Waiting(long requests, int sweeps) {}

  /** {@code limit} must be longer than Jetty's idle timeout, which closes idle connections. */
  SlowHeads(ServerConnector connector, Duration limit) {
    this.connector = connector;
    this.sweep = limit.dividedBy(SWEEPS);
  }

  void start() {
    Thread.ofVirtual().name("slow heads").start(this::loop);
  }

  private void loop() {
    while (!ended) {
      try {
        Thread.sleep(sweep);
      } catch (InterruptedException e) {
        return;
      }
      sweep();
    }
  }

  private void sweep() {
    Map<EndPoint, Waiting> now = new HashMap<>();
    for (EndPoint client : connector.getConnectedEndPoints()) {
      Connection connection = client.getConnection();
      if (connection == null || connection.getMessagesIn() > connection.getMessagesOut()) {
        continue; // a request is being answered; its body has its own time limit
      }
      Waiting before = waiting.get(client);
      long requests = connection.getMessagesIn();
      int sweeps = before != null && before.requests == requests ? before.sweeps + 1 : 0;
      if (sweeps >= SWEEPS) {
        client.close();
      } else {
        now.put(client, new Waiting(requests, sweeps));
      }
    }
    waiting = now;
  }

  @Override
  public void close() {
    ended = true;
  }
}
