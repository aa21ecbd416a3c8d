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

/** The channels on which this switch sends, where several share a database. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /** So long a channel waits for a switch that died while it sent. */
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

  /** Whether this switch may send on the channel now; from then on the lease is renewed. */
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

  /** Whether another message may be begun: the lease holds for half of its time at least. */
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

  /** Within a transaction that marks what was sent: the lease stays ours until it commits. */
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

  /** Others may send now. */
  void release(String channel) {
    @Nullable Held lease = held.remove(channel);
    if (lease != null) {
      try {
        service
            .store()
            .write(session -> session.leases().renew(channel, lease.token, Instant.EPOCH));
      } catch (StoreException e) {
        LOG.warn("the lease on {} ends by itself: {}", channel, e.getMessage());
      }
    }
  }
}
