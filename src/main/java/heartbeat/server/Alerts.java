package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Gathered;
import heartbeat.server.alert.Message;
import heartbeat.server.store.AlertTable;
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
 * Sends what is in the outbox: one at a time and in order on each channel, channels side by side.
 * It retries what it can't send now, later and later, until that is too old to be of use.
 */
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** What other switches have stored, or left unsent, is seen after so long at the latest. */
  private static final Duration SHARED_LOOK = Duration.ofSeconds(1);

  /** So long an alert waits for a switch whose config has its channel. */
  private static final Duration UNCLAIMED = Duration.ofMinutes(10);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  /** So long another switch has, when this one could not send, to try it first. */
  private static final Duration AFTER_OTHERS = Duration.ofSeconds(3);

  /** How often it retries what was refused for good: its receiver may just be restarting. */
  private static final int REFUSALS = 5;

  /** So many alerts at most become one message; what is left becomes another one. */
  private static final int MOST_TOGETHER = 5_000;

  private final SwitchService service;
  private final Sender sender;
  private final Dependencies dependencies;
  private final Leases leases;
  private final Set<String> busy = new HashSet<>();

  /**
   * Channels on which this switch could not send, and when it retries what others have not sent.
   */
  private final Map<String, Instant> left = new ConcurrentHashMap<>();

  /** Grows with each reload. */
  private final AtomicInteger reloads = new AtomicInteger();

  private volatile boolean ended;
  private final LongSupplier nanos;

  private volatile long healthy;

  /** When the loop began its last turn, well or not. */
  private volatile long turned;

  private @Nullable Thread thread;

  /** Sends one message on one channel. Failure is a value. */
  public interface Sender {
    Delivery send(Channel channel, Message message, long id);
  }

  Alerts(SwitchService service, Sender sender) {
    this(service, sender, Leases.LENGTH, System::nanoTime);
  }

  /**
   * @param lease so long a channel waits for a switch that died while it sent
   * @param nanos what {@link #blind} is measured by
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

  /** What held them up may be over. */
  void tryAllNow() {
    reloads.incrementAndGet();
    left.clear();
    service
        .store()
        .write(
            session -> {
              session.outbox().tryAllNow();
              return true;
            });
    service.alertBell().ring();
  }

  /** For how long it has not looked for alerts without trouble. */
  public Duration blind() {
    return Duration.ofNanos(nanos.getAsLong() - healthy);
  }

  /** How long ago its thread began its last turn, whatever came of that. */
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
    dependencies.sort(now);
    List<AlertTable.Open> heads = service.store().read(session -> session.outbox().heads(now));
    for (AlertTable.Open open : heads) {
      if (isOurs(open, now) && claim(open.channel())) {
        Thread.ofVirtual().name("alert " + open.id()).start(() -> deliver(open));
      }
    }
  }

  /** Another switch may have the channel that our config does not have, or the way that we lack. */
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

  /** Sends what is due, in this thread. */
  void sendDue() {
    Instant now = service.now();
    dependencies.sort(now);
    for (AlertTable.Open open : service.store().read(session -> session.outbox().heads(now))) {
      if (isOurs(open, now) && claim(open.channel())) {
        deliver(open);
      }
    }
  }

  private synchronized boolean claim(String channel) {
    return !ended && busy.add(channel);
  }

  private synchronized void release(String channel) {
    busy.remove(channel);
    notifyAll();
  }

  /** Sends this one, and what is behind it on its channel. */
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

  /** Another switch may have sent it before the lease was ours. */
  private Optional<AlertTable.Open> newest(AlertTable.Open open) {
    if (!service.store().isShared()) {
      return Optional.of(open);
    }
    Instant now = service.now();
    return service.store().read(session -> session.outbox().head(open.channel(), now));
  }

  /** Alone, or as one message with what else is to go out on its channel in these moments. */
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
   * Of these, which are in order, the first and what goes to the same people as it does: some of a
   * channel may know of one alert already. What is left keeps its order check by check.
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

  /** The alert will be sent again: not at once, while the database can't be written. */
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
   * What came of an attempt is noted. One that hung while the config was read anew went by the old
   * one: the next follows at once.
   *
   * @param before how many reloads there had been when it began
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

  /** Ends; what is being sent has ten seconds to be marked. */
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
