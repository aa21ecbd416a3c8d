package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Gathered;
import heartbeat.server.alert.Message;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends the alerts of the outbox. On each channel it sends one at a time, in order; it serves
 * several channels at the same time. It retries a failed alert after longer and longer waits, and
 * gives it up when it is too old.
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

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  /**
   * When this switch could not send an alert, other switches have this much more time to try first.
   */
  private static final Duration AFTER_OTHERS = Duration.ofSeconds(3);

  /**
   * How many times it retries an alert that the receiver rejects for good: the receiver may be
   * restarting.
   */
  private static final int REFUSALS = 5;

  /** How many alerts one message combines at most; the next message has the rest. */
  private static final int MOST_TOGETHER = 5_000;

  private final SwitchService service;
  private final Sender sender;
  private final Dependencies dependencies;
  private final Leases leases;
  private final Set<String> busy = new HashSet<>();

  /**
   * Channels on which this switch failed to send, and when it tries again unless another switch has
   * sent the alert by then.
   */
  private final Map<String, Instant> left = new ConcurrentHashMap<>();

  /** Counts the reloads of the config. */
  private final AtomicInteger reloads = new AtomicInteger();

  private volatile boolean ended;
  private final LongSupplier nanos;

  private volatile long healthy;

  /** When the loop began its last turn, successful or not, in nanoseconds. */
  private volatile long turned;

  private @Nullable Thread thread;

  /** Sends one message on one channel; reports a failure in its result. */
  public interface Sender {
    Delivery send(Channel channel, Message message, long id);
  }

  Alerts(SwitchService service, Sender sender) {
    this(service, sender, Leases.LENGTH, System::nanoTime);
  }

  /**
   * @param lease how long a channel is blocked when the switch that sends on it dies
   * @param nanos the clock for {@link #blind}
   */
  Alerts(SwitchService service, Sender sender, Duration lease, LongSupplier nanos) {
    this.leases = new Leases(service, lease);
    this.nanos = nanos;
    this.healthy = nanos.getAsLong();
    this.turned = nanos.getAsLong();
    this.service = service;
    this.sender = sender;
    this.dependencies = new Dependencies(service);
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
    reloads.incrementAndGet();
    left.clear();
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
    service.alertBell().ring();
  }

  /** How long ago it last looked for alerts successfully. */
  public Duration blind() {
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
        service.alertBell().sleep(null, nap);
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
    Instant others = left.get(open.channel());
    boolean known =
        service.settings().alerting().has(open.channel())
            || now.isAfter(open.created().plus(UNCLAIMED));
    return known && (others == null || !now.isBefore(others));
  }

  private synchronized boolean claim(String channel) {
    return !ended && busy.add(channel);
  }

  private synchronized void release(String channel) {
    busy.remove(channel);
    notifyAll();
  }

  /** Sends this alert, then the due alerts behind it on the same channel. */
  private void deliver(AlertTable.Open open) {
    try {
      Optional<AlertTable.Open> next =
          leases.claim(open.channel()) ? newest(open) : Optional.empty();
      while (next.isPresent() && !ended && leases.holds(open.channel())) {
        sendNext(next.get());
        Instant now = service.now();
        dependencies.sort(now);
        next = service.store().read(session -> session.outbox().head(open.channel(), now));
      }
    } catch (RuntimeException | Error trouble) {
      Watchdog.log("an alert to " + open.channel() + " could not be marked", trouble);
      pause();
    } finally {
      leases.release(open.channel());
      release(open.channel());
      if (!service.store().isShared()) {
        service.alertBell().ring();
      }
    }
  }

  /**
   * Reads the channel's next alert again: another switch may have sent this one before this switch
   * got the lease.
   */
  private Optional<AlertTable.Open> newest(AlertTable.Open open) {
    if (!service.store().isShared()) {
      return Optional.of(open);
    }
    Instant now = service.now();
    return service.store().read(session -> session.outbox().head(open.channel(), now));
  }

  /**
   * Sends the alert; if the channel gathers alerts, in one message with the others that are due
   * soon.
   */
  private void sendNext(AlertTable.Open open) {
    int before = reloads.get();
    Instant now = service.now();
    Duration gather = gather(open.channel());
    List<AlertTable.Open> all =
        gather.isPositive()
            ? forTheSame(
                service
                    .store()
                    .read(s -> s.outbox().together(open.channel(), now, gather, MOST_TOGETHER)))
            : List.of();
    if (all.size() < 2) {
      settle(open, attempt(open), before);
      return;
    }
    List<Message> messages = all.stream().map(AlertTable.Open::message).toList();
    Message one = Gathered.of(messages, now, service.settings().listen().baseUrl());
    AlertTable.Open together =
        new AlertTable.Open(open.id(), open.channel(), one, open.created(), open.attempts());
    Delivery delivery = attempt(together);
    if (delivery instanceof Delivery.Delivered) {
      service
          .store()
          .write(
              session -> {
                if (!leases.owns(session, open.channel())) {
                  return false;
                }
                for (AlertTable.Open each : all) {
                  session.outbox().sent(each.id(), now);
                }
                return true;
              });
    } else {
      settle(open, delivery, before);
    }
  }

  /**
   * The first alert, and all alerts that go to the same people as the first: the client may have
   * notified some people of a channel already. An alert stays behind when an earlier one of its
   * check does, so each check keeps its order.
   */
  private static List<AlertTable.Open> forTheSame(List<AlertTable.Open> all) {
    List<AlertTable.Open> same = new ArrayList<>();
    Set<String> left = new HashSet<>();
    for (AlertTable.Open open : all) {
      Message.About about = open.message().about();
      boolean alike =
          same.isEmpty() || about.told().equals(same.getFirst().message().about().told());
      if (alike && !left.contains(about.uuid())) {
        same.add(open);
      } else {
        left.add(about.uuid());
      }
    }
    return same;
  }

  private Duration gather(String key) {
    Channel channel = service.settings().alerting().channel(key);
    return channel == null ? Duration.ZERO : channel.gather();
  }

  /**
   * Waits before the next attempt: the alert was sent but could not be marked as sent, so it will
   * be sent again once the database can be written.
   */
  private static void pause() {
    try {
      Thread.sleep(FIRST_RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Delivery attempt(AlertTable.Open open) {
    Channel channel = service.settings().alerting().channel(open.channel());
    if (channel == null) {
      return new Delivery.Undelivered("the config has no such channel any more", true);
    }
    try {
      return sender.send(channel, open.message(), open.id());
    } catch (RuntimeException | Error broken) {
      return new Delivery.Undelivered(
          "not sent (" + broken.getClass().getSimpleName() + ")", false);
    }
  }

  /**
   * Stores the result of an attempt. When the config was reloaded during the attempt, the attempt
   * used the old config, so heartbeat retries at once.
   *
   * @param before the number of reloads when the attempt began
   */
  private void settle(AlertTable.Open open, Delivery delivery, int before) {
    Instant now = service.now();
    switch (delivery) {
      case Delivery.Delivered sent ->
          service
              .store()
              .write(
                  session -> {
                    boolean ours = leases.owns(session, open.channel());
                    if (ours) {
                      session.outbox().sent(open.id(), now);
                    }
                    return ours;
                  });
      case Delivery.Undelivered failed -> {
        boolean tooOld =
            now.isAfter(open.created().plus(service.settings().alerting().keepTrying()));
        boolean refused = failed.permanent() && open.attempts() >= REFUSALS;
        boolean over = refused || tooOld;
        LOG.atLevel(over ? Level.ERROR : Level.WARN)
            .log(
                "alert to {} {}: {}",
                open.channel(),
                over ? "given up" : "not sent yet",
                failed.detail());
        Duration wait = before == reloads.get() ? backoff(open.attempts()) : Duration.ZERO;
        boolean asked = failed.notBefore().compareTo(wait) > 0;
        Instant again = now.plus(asked ? failed.notBefore() : wait);
        left.put(open.channel(), again.plus(AFTER_OTHERS));
        service
            .store()
            .write(
                session -> {
                  if (!leases.owns(session, open.channel())) {
                    return false;
                  }
                  if (over) {
                    session.outbox().gaveUp(open.id(), now, failed.detail());
                  } else {
                    session.outbox().failed(open.id(), again, failed.detail());
                  }
                  return true;
                });
      }
    }
  }

  private static Duration backoff(int attempts) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(AlertTable.LONGEST_RETRY) < 0 ? wait : AlertTable.LONGEST_RETRY;
  }

  /**
   * Stops. It waits up to ten seconds, so that alerts that are being sent can be marked as sent.
   */
  @Override
  public void close() {
    try {
      synchronized (this) {
        ended = true;
        service.alertBell().ring();
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
