package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertDigest;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.Store;
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
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends the alerts of a channel, one after the other, and stores how each attempt went. It retries
 * a failed alert after longer and longer waits, and gives it up when it is too old.
 */
public final class AlertDelivery {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  /**
   * When this switch could not send an alert, other switches have this much more time to try first.
   */
  private static final Duration AFTER_OTHERS = Duration.ofSeconds(3);

  /**
   * How many times it retries an alert that the receiver rejects permanently: the receiver may be
   * restarting.
   */
  private static final int REFUSALS = 5;

  /** How many alerts one message combines at most; the next message has the rest. */
  private static final int MOST_TOGETHER = 5_000;

  private final SwitchService service;
  private final Sender sender;
  private final Dependencies dependencies;
  private final Leases leases;

  /**
   * Channels on which this switch failed to send, and when it tries again unless another switch has
   * sent the alert by then.
   */
  private final Map<String, Instant> leftToOthers = new ConcurrentHashMap<>();

  /** Counts the reloads of the config. */
  private final AtomicInteger reloads = new AtomicInteger();

  /** Sends one message on one channel; reports a failure in its result. */
  public interface Sender {
    Delivery send(Channel channel, Message message, long id);
  }

  AlertDelivery(SwitchService service, Sender sender, Dependencies dependencies, Leases leases) {
    this.service = service;
    this.sender = sender;
    this.dependencies = dependencies;
    this.leases = leases;
  }

  /** The config was reloaded: that may have fixed the reason of the failures. */
  void reloaded() {
    reloads.incrementAndGet();
    leftToOthers.clear();
  }

  /** Whether other switches try this channel first, because this one could not send on it. */
  boolean isLeftToOthers(String channel, Instant now) {
    Instant others = leftToOthers.get(channel);
    return others != null && now.isBefore(others);
  }

  /** Sends this alert, then the due alerts behind it on the same channel. */
  void deliver(AlertTable.Open first, BooleanSupplier goesOn) {
    String channel = first.channel();
    try {
      Optional<AlertTable.Open> next = leases.claim(channel) ? newest(first) : Optional.empty();
      while (next.isPresent() && goesOn.getAsBoolean() && leases.holds(channel)) {
        send(next.get());
        Instant now = service.now();
        dependencies.sort(now);
        next = head(channel, now);
      }
    } catch (RuntimeException | Error trouble) {
      Watchdog.log("an alert to " + channel + " could not be marked", trouble);
      pause();
    } finally {
      leases.release(channel);
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
    return head(open.channel(), service.now());
  }

  private Optional<AlertTable.Open> head(String channel, Instant now) {
    return service.store().read(session -> session.outbox().head(channel, now));
  }

  private void send(AlertTable.Open open) {
    int before = reloads.get();
    List<AlertTable.Open> all = together(open);
    switch (attempt(open, message(all))) {
      case Delivery.Delivered sent -> sent(open.channel(), all);
      case Delivery.Undelivered failed -> failed(open, failed, before);
    }
  }

  /**
   * The alerts for one message: this one; if the channel gathers alerts, also the others that are
   * due soon.
   */
  private List<AlertTable.Open> together(AlertTable.Open open) {
    String key = open.channel();
    Channel channel = service.settings().alerting().channel(key);
    if (channel == null || !channel.gather().isPositive()) {
      return List.of(open);
    }
    Instant now = service.now();
    List<AlertTable.Open> all =
        service.store().read(s -> s.outbox().together(key, now, channel.gather(), MOST_TOGETHER));
    List<AlertTable.Open> same = forTheSame(all);
    return same.size() < 2 ? List.of(open) : same;
  }

  /**
   * The first alert, and all alerts that go to the same people as the first: the client may have
   * notified some people of a channel already. An alert stays behind when an earlier one of its
   * check does, so each check keeps its order.
   */
  private static List<AlertTable.Open> forTheSame(List<AlertTable.Open> all) {
    List<AlertTable.Open> same = new ArrayList<>();
    Set<String> behind = new HashSet<>();
    for (AlertTable.Open open : all) {
      Message.About about = open.message().about();
      boolean alike =
          same.isEmpty() || about.told().equals(same.getFirst().message().about().told());
      if (alike && !behind.contains(about.uuid())) {
        same.add(open);
      } else {
        behind.add(about.uuid());
      }
    }
    return same;
  }

  private Message message(List<AlertTable.Open> all) {
    if (all.size() == 1) {
      return all.getFirst().message();
    }
    List<Message> messages = all.stream().map(AlertTable.Open::message).toList();
    return AlertDigest.of(messages, service.now(), service.settings().listen().baseUrl());
  }

  private Delivery attempt(AlertTable.Open open, Message message) {
    Channel channel = service.settings().alerting().channel(open.channel());
    if (channel == null) {
      return new Delivery.Undelivered("the config has no such channel any more", true);
    }
    try {
      return sender.send(channel, message, open.id());
    } catch (RuntimeException | Error broken) {
      return new Delivery.Undelivered(
          "not sent (" + broken.getClass().getSimpleName() + ")", false);
    }
  }

  private void sent(String channel, List<AlertTable.Open> all) {
    Instant now = service.now();
    mark(
        channel,
        session -> {
          for (AlertTable.Open each : all) {
            session.outbox().sent(each.id(), now);
          }
          return true;
        });
  }

  /**
   * When the config was reloaded during the attempt, the attempt used the old config, so heartbeat
   * retries at once.
   *
   * @param before the number of reloads when the attempt began
   */
  private void failed(AlertTable.Open open, Delivery.Undelivered failed, int before) {
    Instant now = service.now();
    boolean tooOld = now.isAfter(open.created().plus(service.settings().alerting().keepTrying()));
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
    leftToOthers.put(open.channel(), again.plus(AFTER_OTHERS));
    mark(
        open.channel(),
        session -> {
          if (over) {
            session.outbox().gaveUp(open.id(), now, failed.detail());
          } else {
            session.outbox().failed(open.id(), again, failed.detail());
          }
          return true;
        });
  }

  /** Stores a result, unless another switch sends on this channel by now. */
  private void mark(String channel, Store.Work<Boolean> result) {
    service.store().write(session -> leases.owns(session, channel) && result.in(session));
  }

  private static Duration backoff(int attempts) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(AlertTable.LONGEST_RETRY) < 0 ? wait : AlertTable.LONGEST_RETRY;
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
}
