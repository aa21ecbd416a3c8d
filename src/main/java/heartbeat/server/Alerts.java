package heartbeat.server;

import heartbeat.server.store.AlertTable;
import heartbeat.server.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks for due alerts. It claims their channels, and lets {@link AlertDelivery}
 * send on several channels at the same time, on each of them one alert at a time.
 */
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** How often it looks for alerts of other switches on the same database. */
  private static final Duration SHARED_LOOK = Duration.ofSeconds(1);

  /**
   * How long an alert waits for a switch whose config has its channel. After that, any switch takes
   * it.
   */
  private static final Duration UNCLAIMED = Duration.ofMinutes(10);

  private final SwitchService service;
  private final Dependencies dependencies;
  private final AlertDelivery delivery;
  private final Set<String> busy = new HashSet<>();

  private volatile boolean ended;
  private final LongSupplier nanos;

  private volatile long healthy;

  /** When the loop began its last turn, successful or not, in nanoseconds. */
  private volatile long turned;

  private @Nullable Thread thread;

  Alerts(SwitchService service, AlertDelivery.Sender sender) {
    this(service, sender, Leases.LENGTH, System::nanoTime);
  }

  /**
   * @param lease how long a channel is blocked when the switch that sends on it dies
   * @param nanos the clock for {@link #sinceLook}
   */
  Alerts(SwitchService service, AlertDelivery.Sender sender, Duration lease, LongSupplier nanos) {
    this.nanos = nanos;
    this.healthy = nanos.getAsLong();
    this.turned = nanos.getAsLong();
    this.service = service;
    this.dependencies = new Dependencies(service);
    this.delivery = new AlertDelivery(service, sender, dependencies, new Leases(service, lease));
  }

  void start() {
    service
        .store()
        .write(
            session -> {
              session.outbox().notAfter(service.now());
              session.outbox().tryAllNow();
              return true;
            });
    thread = Thread.ofPlatform().name("alerts").start(this::loop);
  }

  /** Retries all waiting alerts now: a reload may have fixed the reason of the failures. */
  void tryAllNow() {
    delivery.reloaded();
    try {
      service
          .store()
          .write(
              session -> {
                session.outbox().tryAllNow();
                return true;
              });
    } catch (StoreException e) {
      LOG.warn("waiting alerts are not retried before their time: {}", e.getMessage());
    }
    service.alertsWakeup().ring();
  }

  /** How long ago it last looked for alerts successfully. */
  public Duration sinceLook() {
    return Duration.ofNanos(nanos.getAsLong() - healthy);
  }

  /** How long ago its thread began its last turn, successful or not. */
  Duration sinceTurn() {
    return Duration.ofNanos(nanos.getAsLong() - turned);
  }

  private void loop() {
    while (!ended) {
      turned = nanos.getAsLong();
      try {
        Duration nap = service.store().isShared() ? SHARED_LOOK : LOOK;
        try {
          Instant now = service.now();
          dispatch(now);
          Instant next = service.store().read(session -> session.outbox().next(now)).orElse(null);
          if (next != null && next.isAfter(now)) {
            Duration until = Duration.between(now, next).plusMillis(1);
            nap = until.compareTo(nap) < 0 ? until : nap;
          }
          healthy = nanos.getAsLong();
        } catch (RuntimeException | Error trouble) {
          Watchdog.log("alerts could not be read", trouble);
          nap = Duration.ofSeconds(5);
        }
        service.alertsWakeup().sleep(null, nap);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void dispatch(Instant now) {
    for (AlertTable.Open open : claimDue(now)) {
      Thread.ofVirtual().name("alert " + open.id()).start(() -> deliver(open));
    }
  }

  /** Sends what a turn of the thread sends, but in the calling thread. */
  void sendDue() {
    claimDue(service.now()).forEach(this::deliver);
  }

  /** The oldest due alert of each channel that is free; it claims these channels. */
  private List<AlertTable.Open> claimDue(Instant now) {
    dependencies.sort(now);
    return service.store().read(session -> session.outbox().heads(now)).stream()
        .filter(open -> isOurs(open, now) && claim(open.channel()))
        .toList();
  }

  /**
   * Whether this switch should try the alert now. Another switch may have a channel that this
   * config lacks, or reach a server that this switch can't reach.
   */
  private boolean isOurs(AlertTable.Open open, Instant now) {
    if (!service.store().isShared()) {
      return true;
    }
    boolean known =
        service.settings().alerting().has(open.channel())
            || now.isAfter(open.created().plus(UNCLAIMED));
    return known && !delivery.isLeftToOthers(open.channel(), now);
  }

  private synchronized boolean claim(String channel) {
    return !ended && busy.add(channel);
  }

  private synchronized void release(String channel) {
    busy.remove(channel);
    notifyAll();
  }

  private void deliver(AlertTable.Open first) {
    try {
      delivery.deliver(first, () -> !ended);
    } finally {
      release(first.channel());
      if (!service.store().isShared()) {
        service.alertsWakeup().ring();
      }
    }
  }

  /**
   * Stops. It waits up to ten seconds, so that alerts that are being sent can be marked as sent.
   */
  @Override
  public void close() {
    try {
      synchronized (this) {
        ended = true;
        service.alertsWakeup().ring();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!busy.isEmpty() && System.nanoTime() < end) {
          wait(100);
        }
      }
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
