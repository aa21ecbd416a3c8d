package heartbeat.server;

import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to send on a channel, where several switches share a database: one switch at a time has
 * it. With SQLite, this switch always has it.
 */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /** How long a channel is blocked when the switch that sends on it dies. */
  static final Duration LENGTH = Duration.ofSeconds(60);

  private final SwitchService service;
  private final Duration length;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  private record Held(long token, long renewed) {}

  Leases(SwitchService service, Duration length) {
    this.service = service;
    this.length = length;
  }

  private boolean shared() {
    return service.store().isShared();
  }

  /**
   * Takes the channel's lease and renews it until {@link #release}. Returns false when another
   * switch has it.
   */
  boolean claim(String channel) {
    if (!shared()) {
      return true;
    }
    long begun = System.nanoTime();
    Instant now = service.now();
    String node = service.nodes().name();
    long token =
        service
            .store()
            .write(
                session -> {
                  Long got = session.leases().claim(channel, node, now, now.plus(length));
                  return got == null ? 0 : got;
                });
    if (token == 0) {
      return false;
    }
    held.put(channel, new Held(token, begun));
    Thread.ofVirtual().name("lease " + channel).start(() -> keep(channel, token));
    return true;
  }

  private void keep(String channel, long token) {
    try {
      while (has(channel, token)) {
        Thread.sleep(length.dividedBy(4));
        if (has(channel, token)) {
          renew(channel, token);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean has(String channel, long token) {
    Held lease = held.get(channel);
    return lease != null && lease.token == token;
  }

  private boolean renew(String channel, long token) {
    long begun = System.nanoTime();
    try {
      Instant until = service.now().plus(length);
      boolean ours =
          service.store().write(session -> session.leases().renew(channel, token, until));
      if (ours) {
        held.computeIfPresent(channel, (key, old) -> new Held(token, begun));
      } else {
        held.remove(channel);
      }
      return ours;
    } catch (StoreException e) {
      LOG.warn("the lease on {} could not be renewed: {}", channel, e.getMessage());
      return false;
    }
  }

  /**
   * Whether the next message may be sent: the lease lasts for at least half of its length, or could
   * be renewed now.
   */
  boolean holds(String channel) {
    if (!shared()) {
      return true;
    }
    Held lease = held.get(channel);
    if (lease == null) {
      return false;
    }
    boolean fresh = System.nanoTime() - lease.renewed < length.toNanos() / 2;
    return fresh || renew(channel, lease.token);
  }

  /**
   * Whether the lease is still ours. Call it within the transaction that marks an alert as sent: it
   * renews the lease in that transaction.
   */
  boolean owns(Session session, String channel) throws SQLException {
    if (!shared()) {
      return true;
    }
    Held lease = held.get(channel);
    boolean ours =
        lease != null && session.leases().renew(channel, lease.token, service.now().plus(length));
    if (!ours) {
      held.remove(channel);
      LOG.warn("another switch sends on {} now: it may send what this one has sent", channel);
    }
    return ours;
  }

  /** Ends the lease, so that other switches may send. */
  void release(String channel) {
    @Nullable Held lease = held.remove(channel);
    if (lease != null) {
      try {
        service
            .store()
            .write(
                session -> {
                  session.leases().end(channel, lease.token);
                  return true;
                });
      } catch (StoreException e) {
        LOG.warn("the lease on {} ends by itself: {}", channel, e.getMessage());
      }
    }
  }
}
