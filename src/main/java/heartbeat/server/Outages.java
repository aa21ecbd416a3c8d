package heartbeat.server;

import heartbeat.check.Event;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Message;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles times in which the switch could hear no pings (outages). There is one rule: when the time
 * between two stored transactions is longer than planned, that time is an outage. The reason does
 * not matter: the switch was stopped, frozen or suspended, its disk was full, or its clock was set
 * forward. The second of these transactions handles the outage before it judges any ping or
 * silence.
 */
final class Outages implements Store.Guard {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /** The name of the note that says when the switch was last alive. A restarted switch reads it. */
  static final String ALIVE = "alive";

  /** The watchdog notes at least this often that the switch is alive. */
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** How late the watchdog may be on a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** A shorter outage is reported only if a run may have been missed in it. */
  private static final Duration WORTH_A_NOTICE = Duration.ofMinutes(1);

  /** How far the clock may step back without being treated as set back. */
  private static final Duration DRIFT = Duration.ofSeconds(1);

  private static final int MOST_NAMES = 50;

  /** When nothing could be stored for this long, something is wrong. */
  private static final Duration TROUBLE = Duration.ofSeconds(4);

  private final SwitchService service;
  private final LongSupplier nanos;
  private final List<SwitchService.Effect> effects = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private Map<PingRequest.Target, RefusedPings.Refused> settled = Map.of();
  private @Nullable Instant lastStored;
  private @Nullable Instant ownNote;
  private volatile long calmAt;
  private volatile boolean troubled;
  private long lastNanos;
  private Instant begun = Instant.MIN;
  private long begunNanos;
  private boolean told;
  private volatile @Nullable Instant planned;

  /** {@code nanos} is a clock that nobody can set. */
  Outages(SwitchService service, LongSupplier nanos) {
    this.service = service;
    this.nanos = nanos;
  }

  /** The watchdog will look again at {@code next}; null: it is looking now. */
  void planned(@Nullable Instant next) {
    planned = next;
  }

  @Override
  public void before(Session session) throws SQLException {
    begun = service.now();
    begunNanos = nanos.getAsLong();
    effects.clear();
    open.clear();
    told = false;
    noticeTrouble();
    Instant own = lastStored;
    if (!service.store().isShared()) {
      Instant last = own == null ? time(session.note(ALIVE)) : own;
      judge(session, last, own == null, last != null && begun.isAfter(last));
    } else if (own == null || begun.isBefore(own.minus(DRIFT)) || isLate(own)) {
      lookAround(session, own);
    }
    refused(session);
  }

  /**
   * {@code gap}: when the switch has just started, whether the time before the start is an outage.
   */
  private void judge(Session session, @Nullable Instant last, boolean started, boolean gap)
      throws SQLException {
    if (last != null && begun.isBefore(last.minus(DRIFT))) {
      clockWasSetBack(session);
    } else if (last != null && (started ? gap : isLate(last))) {
      outage(session, last, started);
    }
  }

  /**
   * For switches that share a database: there is no outage while any of them could hear pings.
   * After an outage, the first switch that can store again handles it and updates the note. The
   * others wait for that note's lock, and then find nothing left to do.
   */
  private void lookAround(Session session, @Nullable Instant own) throws SQLException {
    Instant noted = time(session.lockedNote(ALIVE));
    boolean theirs = noted != null && !noted.equals(ownNote) && (own == null || noted.isAfter(own));
    boolean others = own == null ? service.nodes().hasOthers(session, begun) : theirs;
    Instant last = own == null || theirs ? noted : own;
    if (last != null && others && !begun.isBefore(last.minus(DRIFT))) {
      if (begun.isAfter(last.plus(Nodes.ALIVE))) {
        outage(session, last, own == null);
      } else {
        // Pings that waited in this switch's queue are judged as if they came now.
        service.notJudgedBefore(begun);
      }
    } else {
      judge(session, last, own == null, last != null && begun.isAfter(last));
    }
    noteAlive(session);
  }

  /** Notes, in the current transaction, that the switch is alive. */
  void noteAlive(Session session) throws SQLException {
    Instant now = service.now();
    session.note(ALIVE, now.toString());
    ownNote = now;
    service.nodes().note(session, now);
  }

  /**
   * Detects that nothing could be stored for a while. This works only for a shared database, whose
   * switches store a note every second; a switch with SQLite may sleep longer.
   */
  private void noticeTrouble() {
    if (service.store().isShared()
        && lastStored != null
        && begunNanos - lastNanos > TROUBLE.toNanos()) {
      calmAt = begunNanos + TROUBLE.toNanos();
      troubled = true;
    }
  }

  /**
   * Whether missing pings may be judged now. After nothing could be stored for a while, each switch
   * on this database first gets a moment to report which pings it refused.
   */
  boolean isCalm() {
    troubled = troubled && nanos.getAsLong() - calmAt < 0;
    return !troubled;
  }

  /** Reads the note. A damaged note counts as none: it must not keep the switch from starting. */
  private static @Nullable Instant time(@Nullable String noted) {
    try {
      return noted == null ? null : Instant.parse(noted);
    } catch (DateTimeException damaged) {
      LOG.error("can't read when the switch was last up: {}", noted);
      return null;
    }
  }

  private boolean isLate(Instant last) {
    Instant plan = planned;
    Instant expected = plan == null ? last.plus(SIGN_OF_LIFE) : plan.isAfter(last) ? plan : last;
    return begun.isAfter(expected.plus(LATE));
  }

  private void outage(Session session, Instant from, boolean started) throws SQLException {
    service.notJudgedBefore(begun);
    happen(session, session.dueChecks().watched(), new Event.Outage(from, begun));
    boolean brief = Duration.between(from, begun).compareTo(WORTH_A_NOTICE) < 0;
    if (!brief || !open.isEmpty()) {
      String failed = failed(session);
      String clock = started ? "" : clock(from);
      String note = note(from, clock, failed);
      LOG.warn("the switch was down from {} to {}{}", from, begun, clock);
      service.tell(session, Message.notice("outage", begun, from, note));
      told = true;
    }
  }

  private String failed(Session session) throws SQLException {
    List<String> names = new ArrayList<>();
    for (PingRequest.Target target : service.intake().refused().failed()) {
      StoredCheck stored = service.intake().find(session, target);
      if (stored != null) {
        names.add(stored.check().name());
      }
    }
    return String.join(", ", names);
  }

  /**
   * Compares with a clock that nobody can set, to find out whether this process was running all the
   * time.
   */
  private String clock(Instant from) {
    Duration ran = Duration.ofNanos(begunNanos - lastNanos);
    Duration left = Duration.between(from, begun).minus(ran);
    return left.compareTo(WORTH_A_NOTICE) < 0
        ? ""
        : ", or its clock was set forward by " + Human.duration(left);
  }

  private String note(Instant from, String clock, String failed) {
    StringBuilder note = new StringBuilder("The switch was down from ");
    note.append(AlertText.local(from)).append(" to ").append(AlertText.local(begun)).append(clock);
    if (open.isEmpty()) {
      note.append(". No run was expected in that time.");
    } else {
      note.append(". Whether these ran in that time can't be told; they are watched again from ")
          .append("now on: ")
          .append(String.join(", ", open.subList(0, Math.min(open.size(), MOST_NAMES))));
      if (open.size() > MOST_NAMES) {
        note.append(" and ").append(open.size() - MOST_NAMES).append(" more");
      }
      note.append('.');
    }
    if (!failed.isEmpty()) {
      note.append(" These reported a failure that could not be stored: ").append(failed);
      note.append('.');
    }
    return note.toString();
  }

  /** Changes times in the future to now: those of checks, flips and alerts. */
  private void clockWasSetBack(Session session) throws SQLException {
    service.notJudgedBefore(null);
    happen(session, session.dueChecks().fromTheFuture(begun), new Event.Tick());
    session.flips().notAfter(begun);
    session.outbox().notAfter(begun);
    told = true;
  }

  /**
   * Excuses the checks whose pings this switch refused because it could not store them: they are
   * not missing.
   */
  private void refused(Session session) throws SQLException {
    settled = service.intake().refused().all();
    session.checks().lock(Rows.all(settled.keySet().stream().map(PingIntake::rows).toList()));
    for (Map.Entry<PingRequest.Target, RefusedPings.Refused> one : settled.entrySet()) {
      if (one.getValue().heard() != null) {
        StoredCheck stored = service.intake().find(session, one.getKey());
        if (stored != null) {
          happen(session, List.of(stored.id()), new Event.Refused(one.getValue().heard()));
        }
      }
    }
  }

  private void happen(Session session, List<Long> ids, Event event) throws SQLException {
    session.checks().lock(Rows.of(ids));
    for (long id : ids) {
      try {
        StoredCheck stored = session.checks().find(id);
        if (stored == null) {
          continue;
        }
        SwitchService.Effect effect = service.applyIfItMatters(session, stored, event, begun);
        if (effect != null) {
          effects.add(effect);
          if (effect.transition().excused()) {
            open.add(stored.check().name());
          }
        }
      } catch (RuntimeException damaged) {
        // The watchdog will report the check the next time it looks.
        LOG.error("check {} can't be judged", id, damaged);
      }
    }
  }

  @Override
  public void stored() {
    lastStored = begun;
    lastNanos = begunNanos;
    if (!settled.isEmpty()) {
      service.intake().refused().forget(settled);
      settled = Map.of();
    }
    effects.forEach(service::ring);
    effects.clear();
    if (told) {
      service.alertsWakeup().ring();
      told = false;
    }
  }
}
