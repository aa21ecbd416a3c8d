package heartbeat.server;

import heartbeat.check.Event;
import heartbeat.server.alert.Message;
import heartbeat.server.store.StoreException;
import heartbeat.server.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when pings are missing. It sleeps until the earliest deadline, or until a change sets an
 * earlier one. It also notices when the switch was down or suspended, or its clock was set.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");
  private static final int AT_ONCE = 500;
  private static final Duration DAMAGED = Duration.ofHours(1);

  /** How often it looks at what other switches have stored. */
  private static final Duration SHARED_LOOK = Duration.ofSeconds(1);

  /** With a shared database, it is an outage only when all switches were late for this long. */
  private static final Duration SHARED_PLAN = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final SwitchService service;
  private final LongSupplier nanos;
  private final Housekeeping housekeeping;
  private final Reports reports;
  private final Outages outages;
  private final Set<Long> damaged = new HashSet<>();
  private volatile boolean ended;
  private volatile @Nullable Long healthy;

  /** When the loop began its last turn, successful or not, in nanoseconds. */
  private volatile long turned = System.nanoTime();

  private @Nullable Thread thread;
  private boolean differed;

  /**
   * {@code nanos} is a clock that nobody can set and that stands still while the machine is
   * suspended.
   */
  Watchdog(SwitchService service, LongSupplier nanos) {
    this.service = service;
    this.nanos = nanos;
    this.housekeeping = new Housekeeping(service.store());
    this.reports = new Reports(service);
    this.outages = new Outages(service, nanos);
  }

  /** Handles what happened while the switch was down, then starts watching. */
  void start() {
    wakeUp();
    thread = Thread.ofPlatform().name("watchdog").start(this::loop);
  }

  /** How long ago it last looked successfully; null: never. */
  @Nullable
  public Duration sinceLook() {
    Long looked = healthy;
    return looked == null ? null : Duration.ofNanos(nanos.getAsLong() - looked);
  }

  /** How long ago its thread began its last turn, successful or not. */
  Duration sinceTurn() {
    return Duration.ofNanos(System.nanoTime() - turned);
  }

  /** Looks for the first time after a start, and finds out whether the switch was down. */
  void wakeUp() {
    guard();
    look();
  }

  /** From now on, an outage is handled before any check is judged. */
  void guard() {
    service.store().guard(outages);
  }

  /** Sets when it will look next; if it looks much later, that is an outage. */
  void plan(Instant next) {
    outages.planned(next);
  }

  /**
   * Looks; or only waits while missing pings may not be judged yet. Returns what {@link #look}
   * returns.
   */
  @Nullable Instant watch() {
    return outages.isCalm() ? look() : wait(service.now());
  }

  /** Judges all due checks. Returns when to look again; null: only after a change. */
  @Nullable Instant look() {
    noteThatItIsAlive();
    outages.planned(null);
    Instant now = service.now();
    List<Long> due = service.store().read(session -> session.dueChecks().due(now, AT_ONCE));
    while (!due.isEmpty()) {
      judge(due, now);
      List<Long> before = due;
      due = service.store().read(session -> session.dueChecks().due(now, AT_ONCE));
      if (due.equals(before)) {
        if (service.store().isShared()) {
          break; // another switch judges them
        }
        throw new IllegalStateException("checks stay due: " + due);
      }
    }
    healthy = nanos.getAsLong();
    return service.store().read(session -> session.dueChecks().earliestWake()).orElse(null);
  }

  private void noteThatItIsAlive() {
    service
        .store()
        .write(
            session -> {
              outages.noteAlive(session);
              return true;
            });
  }

  private void tell(Message message) {
    service
        .store()
        .write(
            session -> {
              service.tell(session, message);
              return true;
            });
    service.alertsWakeup().ring();
  }

  /** Judges these checks; when that fails, each one on its own. */
  private void judge(List<Long> ids, Instant now) {
    try {
      tick(ids, now);
    } catch (RuntimeException | Error trouble) {
      if (ids.size() > 1) {
        ids.forEach(id -> judge(List.of(id), now));
        return;
      }
      if (trouble instanceof StoreException down) {
        throw down;
      }
      LOG.error("check {} can't be judged", ids, trouble);
      unwatched(ids.getFirst(), now);
    }
  }

  /**
   * Handles a check that can't be judged: heartbeat retries in an hour, and alerts people once that
   * nobody watches the check.
   */
  private void unwatched(long id, Instant now) {
    String name =
        service
            .store()
            .write(
                session -> {
                  session.dueChecks().postpone(id, now.plus(DAMAGED));
                  return session.definitions().name(id);
                });
    if (damaged.add(id)) {
      String note =
          "Check \""
              + name
              + "\" can't be read from the database: nobody watches it. A reload restores what"
              + " the config says of it; for the rest, restore the database from a backup.";
      tell(Message.notice("damaged", now, null, note));
    }
  }

  private void tick(List<Long> ids, Instant now) {
    List<SwitchService.Effect> effects = new ArrayList<>();
    service
        .store()
        .write(
            session -> {
              effects.clear();
              for (long id : session.dueChecks().stillDue(ids, now)) {
                StoredCheck stored = session.checks().find(id);
                if (stored != null) {
                  effects.add(service.apply(session, stored, new Event.Tick(), now));
                }
              }
              return true;
            });
    effects.forEach(service::ring);
  }

  /** Logs a problem; for the database only its message, because a stack trace would not help. */
  static void log(String what, Throwable trouble) {
    if (trouble instanceof StoreException down) {
      LOG.error("{}: {}", what, down.getMessage());
    } else {
      LOG.error(what, trouble);
    }
  }

  private void loop() {
    boolean troubled = false;
    while (!ended) {
      turned = System.nanoTime();
      try {
        Instant next = null;
        Duration nap = Duration.ofSeconds(1);
        try {
          next = watch();
          housekeeping.hourly(service.now());
          agree();
          reports.look(service.now());
          nap = nap(next);
          outages.planned(service.now().plus(service.store().isShared() ? SHARED_PLAN : nap));
          if (troubled) {
            LOG.info("the watchdog can look again");
          }
          troubled = false;
        } catch (RuntimeException | Error trouble) {
          troubled = true;
          log("the watchdog could not look", trouble);
        }
        service.watchdogWakeup().sleep(next, nap);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Only notes that the switch is alive. */
  private Instant wait(Instant now) {
    noteThatItIsAlive();
    healthy = nanos.getAsLong();
    return now.plus(SHARED_LOOK);
  }

  /**
   * When the switches have agreed on a config again, takes out the checks that are not in it. They
   * were kept while the configs differed.
   */
  private void agree() {
    boolean differ = service.nodes().differ();
    if (differed && !differ) {
      new ConfiguredChecks(service).take(service.settings().checks());
    }
    differed = differ;
  }

  private Duration nap(@Nullable Instant next) {
    if (service.store().isShared()) {
      Duration until = next == null ? SHARED_LOOK : Duration.between(service.now(), next);
      boolean soon = until.compareTo(SHARED_LOOK) < 0;
      return soon && until.compareTo(SHORTEST) > 0
          ? until.plusMillis(1)
          : soon ? SHORTEST : SHARED_LOOK;
    }
    if (next == null) {
      return Outages.SIGN_OF_LIFE;
    }
    Duration until = Duration.between(service.now(), next).plusMillis(1);
    return until.compareTo(Outages.SIGN_OF_LIFE) < 0 ? until : Outages.SIGN_OF_LIFE;
  }

  /** Stops after the current look, and notes that the switch was alive until now. */
  @Override
  public void close() {
    ended = true;
    service.watchdogWakeup().ring();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      noteThatItIsAlive();
      service
          .store()
          .write(
              session -> {
                service.nodes().leave(session);
                return true;
              });
    } catch (StoreException gone) {
      LOG.warn("could not note when the switch was last up: {}", gone.getMessage());
    }
  }
}
