package heartbeat.server;

import heartbeat.check.Event;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import heartbeat.server.store.Stored;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices silence. Sleeps until the earliest deadline, or until something changes it; also notices
 * that the switch itself was down, suspended, or that the clock was set.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");
  private static final String ALIVE = "alive";
  private static final int AT_ONCE = 500;
  private static final Duration DAMAGED = Duration.ofHours(1);

  /** How often it notes that it is alive: so exactly it can say later when it was not. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** A jump of the clock against the one that can't be set, from which it is told of. */
  private static final Duration JUMP = Duration.ofSeconds(60);

  private final SwitchService service;
  private final LongSupplier nanos;
  private final Housekeeping housekeeping;
  private final Set<Long> damaged = new HashSet<>();
  private @Nullable Instant lastLook;
  private long lastNanos;
  private volatile boolean ended;
  private volatile @Nullable Long healthy;
  private @Nullable Thread thread;

  /** {@code nanos} is a clock that nobody can set and that stands still in suspend. */
  Watchdog(SwitchService service, LongSupplier nanos) {
    this.service = service;
    this.nanos = nanos;
    this.housekeeping = new Housekeeping(service.store());
  }

  /** Sees to what happened while the switch was down; then starts watching. */
  void start() {
    wakeUp();
    thread = Thread.ofPlatform().name("watchdog").start(this::loop);
  }

  /** For how long it has not looked without trouble; null: it never has. */
  @Nullable
  public Duration blind() {
    Long looked = healthy;
    return looked == null ? null : Duration.ofNanos(nanos.getAsLong() - looked);
  }

  /** The first look after a start: was the switch down? */
  void wakeUp() {
    Instant now = service.now();
    Instant alive =
        service
            .store()
            .read(session -> Optional.ofNullable(session.note(ALIVE)))
            .map(Watchdog::time)
            .orElse(null);
    lastLook = now;
    lastNanos = nanos.getAsLong();
    if (alive != null && alive.isBefore(now)) {
      outage(alive, now);
    }
    look();
  }

  /** A damaged note must not keep the switch from starting. */
  private static @Nullable Instant time(String noted) {
    try {
      return Instant.parse(noted);
    } catch (DateTimeException damaged) {
      LOG.error("until when the switch was up can't be read: {}", noted);
      return null;
    }
  }

  /** Sees to all that is due. Returns when to look again; null: only when something changes. */
  @Nullable Instant look() {
    Instant now = service.now();
    noticeJumps(now);
    List<Long> due = service.store().read(session -> session.checks().due(now, AT_ONCE));
    while (!due.isEmpty()) {
      happen(due, new Event.Tick(), now);
      List<Long> before = due;
      due = service.store().read(session -> session.checks().due(now, AT_ONCE));
      if (due.equals(before)) {
        throw new IllegalStateException("checks stay due: " + due);
      }
    }
    service
        .store()
        .write(
            session -> {
              session.note(ALIVE, now.toString());
              return true;
            });
    healthy = nanos.getAsLong();
    return service.store().read(session -> session.checks().earliestWake()).orElse(null);
  }

  private void noticeJumps(Instant now) {
    long ticks = nanos.getAsLong();
    Instant before = Objects.requireNonNull(lastLook);
    Instant expected = before.plusNanos(ticks - lastNanos);
    lastLook = now;
    lastNanos = ticks;
    if (Duration.between(expected, now).compareTo(JUMP) >= 0) {
      outage(before, now);
    } else if (now.isBefore(before)) {
      List<Long> ahead = service.store().read(session -> session.checks().fromTheFuture(now));
      for (int i = 0; i < ahead.size(); i += AT_ONCE) {
        List<Long> some = ahead.subList(i, Math.min(ahead.size(), i + AT_ONCE));
        happen(some, new Event.Tick(), now);
      }
    }
  }

  private void outage(Instant from, Instant to) {
    boolean brief = Duration.between(from, to).compareTo(Duration.ofMinutes(1)) < 0;
    List<Long> expecting =
        service.store().read(session -> session.checks().expecting(brief ? to : null));
    List<String> open = new ArrayList<>();
    for (int i = 0; i < expecting.size(); i += AT_ONCE) {
      List<Long> some = expecting.subList(i, Math.min(expecting.size(), i + AT_ONCE));
      open.addAll(happen(some, new Event.Outage(from, to), to));
    }
    if (!brief || !open.isEmpty()) {
      LOG.warn("the switch was down from {} to {}", from, to);
      notice(from, to, open);
    }
  }

  private void notice(Instant from, Instant to, List<String> open) {
    StringBuilder note = new StringBuilder("The switch was down from ");
    note.append(AlertText.time(from)).append(" to ").append(AlertText.time(to));
    if (open.isEmpty()) {
      note.append(". No run was expected in that time.");
    } else {
      note.append(". Whether these ran in that time can't be told; they are watched again from ")
          .append("now on: ")
          .append(String.join(", ", open.subList(0, Math.min(open.size(), 50))));
      if (open.size() > 50) {
        note.append(" and ").append(open.size() - 50).append(" more");
      }
      note.append('.');
    }
    tell(Message.notice("outage", to, from, note.toString()));
  }

  private void tell(Message message) {
    service
        .store()
        .write(
            session -> {
              for (Channel channel : service.settings().routes().defaults()) {
                session.outbox().add(null, channel.key(), message, message.at(), message.at());
              }
              return true;
            });
    service.alertBell().ring();
  }

  /** Lets the event happen to these checks; returns the names of those it left open. */
  private List<String> happen(List<Long> ids, Event event, Instant now) {
    try {
      return apply(ids, event, now);
    } catch (RuntimeException | Error trouble) {
      if (ids.size() > 1) {
        List<String> open = new ArrayList<>();
        for (long id : ids) {
          open.addAll(happen(List.of(id), event, now));
        }
        return open;
      }
      if (trouble instanceof StoreException down) {
        throw down;
      }
      LOG.error("check {} can't be judged", ids, trouble);
      unwatched(ids.getFirst(), now);
      return List.of();
    }
  }

  /** A check that can't be judged is tried again later; that nobody watches it is told once. */
  private void unwatched(long id, Instant now) {
    String name =
        service
            .store()
            .write(
                session -> {
                  session.checks().postpone(id, now.plus(DAMAGED));
                  return session.checks().name(id);
                });
    if (damaged.add(id)) {
      String note =
          "Check \""
              + name
              + "\" can't be read from the database: nobody watches it. A reload mends what the"
              + " config says of it; else put the database back from a backup.";
      tell(Message.notice("damaged", now, null, note));
    }
  }

  private List<String> apply(List<Long> ids, Event event, Instant now) {
    List<SwitchService.Effect> effects = new ArrayList<>();
    List<String> open = new ArrayList<>();
    service
        .store()
        .write(
            session -> {
              effects.clear();
              open.clear();
              for (long id : ids) {
                applyOne(session, id, event, now, effects, open);
              }
              return true;
            });
    effects.forEach(service::ring);
    return open;
  }

  private void applyOne(
      Session session,
      long id,
      Event event,
      Instant now,
      List<SwitchService.Effect> effects,
      List<String> open)
      throws SQLException {
    Stored stored = session.checks().find(id);
    if (stored != null) {
      SwitchService.Effect effect = service.apply(session, stored, event, now);
      effects.add(effect);
      if (effect.transition().excused()) {
        open.add(stored.check().name());
      }
    }
  }

  private void loop() {
    while (!ended) {
      try {
        Instant next = null;
        Duration nap = Duration.ofSeconds(1);
        try {
          next = look();
          housekeeping.daily(service.now());
          nap = nap(next);
        } catch (RuntimeException | Error trouble) {
          LOG.error("the watchdog could not look", trouble);
        }
        service.watchdogBell().sleep(next, nap);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration nap(@Nullable Instant next) {
    if (next == null) {
      return SIGN_OF_LIFE;
    }
    Duration until = Duration.between(service.now(), next).plusMillis(1);
    return until.compareTo(SIGN_OF_LIFE) < 0 ? until : SIGN_OF_LIFE;
  }

  /** Ends after the look it is at; notes that it was alive until now. */
  @Override
  public void close() {
    ended = true;
    service.watchdogBell().ring();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    service
        .store()
        .write(
            session -> {
              session.note(ALIVE, service.now().toString());
              return true;
            });
  }
}
