package heartbeat.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes connections whose request head does not get complete. Jetty's idle time-out does not see
 * them: a byte a second keeps a connection alive for ever.
 */
final class SlowHeads implements AutoCloseable {
  private static final int SWEEPS = 10;

  private final ServerConnector connector;
  private final Duration sweep;
  private Map<EndPoint, Waiting> waiting = new HashMap<>();
  private volatile boolean ended;

  /** How many requests a connection had brought, and for how many sweeps it is no more. */
  private record Waiting(long requests, int sweeps) {}

  /** The limit is longer than the idle time-out: what is merely idle is not its business. */
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
        continue; // a request is being answered: its body has a limit of its own
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
