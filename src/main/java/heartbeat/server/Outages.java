package heartbeat.server;

import heartbeat.check.Event;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Message;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.Stored;
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
 * What the switch itself did not hear. One rule: the time from the last transaction that was stored
 * to the next one is an outage when it is longer than planned, whatever the reason: the switch was
 * stopped, frozen or suspended, its disk was full, its clock was set forward. It is seen to in that
 * next transaction, before any ping or silence is judged there.
 */
final class Outages implements Store.Guard {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /** The note of when the switch last looked: what a restart knows of the time before it. */
  static final String ALIVE = "alive";

  /** How often the watchdog looks at least, and notes it. */
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** So late a busy machine may be. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** A shorter outage that left nothing open is not worth a word. */
  private static final Duration WORTH_A_NOTICE = Duration.ofMinutes(1);

  /** What the clock may be corrected by at a time without anybody being wrong. */
  private static final Duration DRIFT = Duration.ofSeconds(1);

  private static final int MOST_NAMES = 50;

  /** Nothing could be stored for so long: something is not as it should be. */
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

  /** The watchdog means to look again at this time; null: it is looking. */
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

  /** {@code gap}: whether it is an outage when the switch has just started. */
  private void judge(Session session, @Nullable Instant last, boolean started, boolean gap)
      throws SQLException {
    if (last != null && begun.isBefore(last.minus(DRIFT))) {
      clockWasSetBack(session);
    } else if (last != null && (started ? gap : isLate(last))) {
      outage(session, last, started);
    }
  }

  /**
   * Where several switches share the database, it is no outage that one heard nothing, as long as
   * another one did. The first of them that can store something again sees to an outage, and notes
   * that it has: the others wait for that note, and find that nothing is left to do.
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
        // What waited in our own queues meanwhile is judged as of now.
        service.notJudgedBefore(begun);
      }
    } else {
      judge(session, last, own == null, last != null && begun.isAfter(last));
    }
    noteAlive(session);
  }

  /** Notes, in the transaction that has begun, that the switch is alive. */
  void noteAlive(Session session) throws SQLException {
    Instant now = service.now();
    session.note(ALIVE, now.toString());
    ownNote = now;
    service.nodes().note(session, now);
  }

  /**
   * Several switches note each second that they are alive; one alone sleeps until it has to look.
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
   * Whether silence may be judged: just after nothing could be stored for a while, the switches on
   * this database need a moment to tell which pings they refused.
   */
  boolean isCalm() {
    troubled = troubled && nanos.getAsLong() - calmAt < 0;
    return !troubled;
  }

  /** A damaged note must not keep the switch from starting. */
  private static @Nullable Instant time(@Nullable String noted) {
    try {
      return noted == null ? null : Instant.parse(noted);
    } catch (DateTimeException damaged) {
      LOG.error("until when the switch was up can't be read: {}", noted);
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
    happen(session, session.checks().watched(), new Event.Outage(from, begun));
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
      Stored stored = service.intake().find(session, target);
      if (stored != null) {
        names.add(stored.check().name());
      }
    }
    return String.join(", ", names);
  }

  /** A clock that nobody can set tells if this process was there all the time. */
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

  /** What was seen or was to be sent in the future belongs to the present. */
  private void clockWasSetBack(Session session) throws SQLException {
    service.notJudgedBefore(null);
    happen(session, session.checks().fromTheFuture(begun), new Event.Tick());
    session.flips().notAfter(begun);
    session.outbox().notAfter(begun);
    told = true;
  }

  /** Checks whose pings were answered that they can't be stored are not missing. */
  private void refused(Session session) throws SQLException {
    settled = service.intake().refused().all();
    session.checks().lock(Rows.all(settled.keySet().stream().map(PingIntake::rows).toList()));
    for (Map.Entry<PingRequest.Target, RefusedPings.Refused> one : settled.entrySet()) {
      if (one.getValue().heard() != null) {
        Stored stored = service.intake().find(session, one.getKey());
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
        Stored stored = session.checks().find(id);
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
        // The watchdog's next look will say so.
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
      service.alertBell().ring();
      told = false;
    }
  }
}
