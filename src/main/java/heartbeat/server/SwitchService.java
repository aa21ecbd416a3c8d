package heartbeat.server;

import heartbeat.channel.Told;
import heartbeat.check.Alert;
import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Flip;
import heartbeat.check.Maintenance;
import heartbeat.check.Signal;
import heartbeat.check.Transition;
import heartbeat.model.Human;
import heartbeat.model.LastWords;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.http.Buckets;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.DependencyIndex;
import heartbeat.server.store.Origin;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.PingTable;
import heartbeat.server.store.PlannedMaintenance;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import heartbeat.server.store.Stored;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one path of everything that happens to a check: ping or silence, what the evaluator makes of
 * it, and state, flips and alerts stored as one. Endpoints and watchdog share it.
 */
public final class SwitchService {
  private final Store store;
  private final InstantSource clock;
  private final Wakeup watchdog = new Wakeup();
  private final Wakeup alerts = new Wakeup();
  private final Buckets<Long> rates = new Buckets<>();
  private final RefusedPings refused = new RefusedPings();
  private volatile @Nullable Instant awake;
  private volatile Nodes nodes;
  private volatile ServeSettings settings;
  private volatile boolean lateWanted;

  SwitchService(Store store, InstantSource clock, ServeSettings settings) {
    this.store = store;
    this.clock = store.clock(clock);
    this.settings = settings;
    this.nodes = new Nodes(store.isShared(), "switch", "unknown");
    this.lateWanted = settings.alerting().routes().anybodyWantsLate();
  }

  /** The switches on this database. */
  public Nodes nodes() {
    return nodes;
  }

  /** This one has a name and a version. */
  void nodes(Nodes named) {
    nodes = named;
  }

  public Store store() {
    return store;
  }

  public ServeSettings settings() {
    return settings;
  }

  public void settings(ServeSettings next) {
    settings = next;
    lateWanted = next.alerting().routes().anybodyWantsLate();
  }

  /** Rings when a check must be looked at earlier than was known. */
  Wakeup watchdogBell() {
    return watchdog;
  }

  /** Rings when there is something to send. */
  Wakeup alertBell() {
    return alerts;
  }

  /** The time, to the millisecond, as it is stored. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Pings that could not be stored. */
  RefusedPings refused() {
    return refused;
  }

  /**
   * The switch heard nothing until then: what waited in its queues meanwhile is judged as of then.
   * Null: there is no such time, as after the clock was set back.
   */
  void notJudgedBefore(@Nullable Instant time) {
    awake = time;
  }

  private Instant judgedAt(Instant heard) {
    Instant earliest = awake;
    return earliest != null && heard.isBefore(earliest) ? earliest : heard;
  }

  /** What one event led to beyond the check itself. */
  public record Effect(Transition transition, @Nullable Instant wake) {}

  private record Reply(PingReply answer, @Nullable Effect effect) {}

  /** Takes a ping; when this returns OK or CREATED it is durable. */
  public PingReply ping(PingRequest call, PingOrigin envelope, byte[] body) {
    Instant now = now();
    Reply reply;
    try {
      reply =
          store.write(
              rows(call.target()),
              session -> receive(session, call, envelope, body, judgedAt(now)));
    } catch (StoreException e) {
      refused(call);
      throw e;
    }
    if (reply.effect != null) {
      ring(reply.effect);
    }
    return reply.answer;
  }

  /** The check that a ping is for, as far as the ping says. */
  static Rows rows(PingRequest.Target target) {
    return switch (target) {
      case PingRequest.Target.ByUuid byUuid -> Rows.of(byUuid.uuid());
      case PingRequest.Target.BySlug bySlug -> Rows.of(bySlug.slug());
    };
  }

  /** A ping came, and is answered that it can't be stored now. */
  public void refused(PingRequest call) {
    boolean ours =
        !(call.target() instanceof PingRequest.Target.BySlug slug) || isPingKey(slug.key());
    if (ours) {
      refused.add(call.target(), call.signal(), now());
    }
  }

  /** The one check that a ping is for; null when there is none, or more than one. */
  @Nullable Stored find(Session session, PingRequest.Target target) throws SQLException {
    return switch (target) {
      case PingRequest.Target.ByUuid byUuid -> session.checks().find(byUuid.uuid());
      case PingRequest.Target.BySlug bySlug -> {
        List<Stored> found = session.checks().withSlug(bySlug.slug());
        yield found.size() == 1 ? found.getFirst() : null;
      }
    };
  }

  private Reply receive(
      Session session, PingRequest call, PingOrigin envelope, byte[] body, Instant now)
      throws SQLException {
    Stored stored = null;
    boolean created = false;
    switch (call.target()) {
      case PingRequest.Target.ByUuid byUuid -> stored = session.checks().find(byUuid.uuid());
      case PingRequest.Target.BySlug bySlug -> {
        if (!isPingKey(bySlug.key())) {
          return new Reply(PingReply.NOT_FOUND, null);
        }
        List<Stored> found = session.checks().withSlug(bySlug.slug());
        if (found.size() > 1) {
          return new Reply(PingReply.AMBIGUOUS, null);
        }
        if (found.isEmpty() && call.unknown() == PingRequest.Unknown.INVALID) {
          return new Reply(PingReply.INVALID, null);
        }
        created = found.isEmpty() && call.unknown() == PingRequest.Unknown.CREATED;
        stored = found.isEmpty() ? null : found.getFirst();
        if (created) {
          session.checks().reserve(bySlug.slug());
          found = session.checks().withSlug(bySlug.slug());
          stored = found.isEmpty() ? null : found.getFirst();
          created = found.isEmpty();
        }
        if (created) {
          Check check = Check.named(UUID.randomUUID(), bySlug.slug());
          stored = session.checks().find(session.checks().add(Origin.PING, check));
        }
      }
    }
    if (stored == null) {
      return new Reply(PingReply.NOT_FOUND, null);
    }
    if (!rates.take(stored.id(), settings.rateLimits().perCheck(), now)) {
      return new Reply(PingReply.TOO_MANY, null);
    }
    Effect effect = take(session, stored, call, envelope, body, now);
    return new Reply(created ? PingReply.CREATED : PingReply.OK, effect);
  }

  private Effect take(
      Session session,
      Stored stored,
      PingRequest call,
      PingOrigin envelope,
      byte[] body,
      Instant now)
      throws SQLException {
    Check check = stored.check();
    boolean reads = check.intake().reads();
    String text = reads ? new String(body, StandardCharsets.UTF_8) : "";
    Signal meant = check.intake().take(call.signal(), call.plain(), envelope.method(), text);
    Signal wanted = stored.origin() == Origin.LEFT ? Signal.IGNORED : meant;
    Signal signal = Evaluator.taken(check, stored.state(), wanted);
    Event event =
        wanted == Signal.LOG && call.skipped()
            ? new Event.Skipped(call.rid())
            : new Event.Ping(wanted, call.rid());
    Transition transition = evaluated(stored, event, now);
    boolean ends = signal == Signal.SUCCESS || signal == Signal.FAILURE;
    PingRow ping =
        new PingRow(
            transition.state().pings(),
            now,
            signal,
            envelope.scheme(),
            envelope.method(),
            envelope.remote(),
            envelope.agent(),
            call.rid(),
            call.exitStatus(),
            ends ? transition.state().lastDuration() : null,
            body.length);
    session.pings().add(stored.id(), ping, body, settings.storage().pingLog());
    Told told = ends ? Told.parse(envelope.told(), call.rid()) : Told.NOBODY;
    return keep(session, stored, transition, now, told);
  }

  private boolean isPingKey(String key) {
    String known = settings.access().pingKey();
    return known != null
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  /** Lets an event happen to a check, within a transaction; ring the effect after it. */
  public Effect apply(Session session, Stored stored, Event event, Instant heard)
      throws SQLException {
    Instant now = judgedAt(heard);
    return keep(session, stored, evaluated(stored, event, now), now, Told.NOBODY);
  }

  /** Likewise; stores nothing and returns null when the event changes nothing. */
  @Nullable Effect applyIfItMatters(Session session, Stored stored, Event event, Instant now)
      throws SQLException {
    Transition transition = evaluated(stored, event, now);
    boolean matters = transition.excused() || !transition.state().equals(stored.state());
    return matters ? keep(session, stored, transition, now, Told.NOBODY) : null;
  }

  private Transition evaluated(Stored stored, Event event, Instant now) {
    Check check = stored.check();
    return Evaluator.apply(check, stored.state(), event, now, tellsLate(check));
  }

  private boolean tellsLate(Check check) {
    return lateWanted && settings.alerting().routes().wantLate(check);
  }

  /** Something to say of the switch itself, to whom all alerts go; ring the alert bell after it. */
  void tell(Session session, Message message) throws SQLException {
    List<Channel> channels = settings.alerting().routes().defaults();
    for (Channel channel : channels.isEmpty() ? settings.alerting().routes().all() : channels) {
      session.outbox().add(null, channel.key(), message, message.at(), message.at());
    }
  }

  /** {@code told} is whom the client that sent the ping has told of its run. */
  private Effect keep(Session session, Stored stored, Transition transition, Instant now, Told told)
      throws SQLException {
    Check check = stored.check();
    Instant wake = Evaluator.wake(check, transition.state(), tellsLate(check));
    session.checks().save(stored, transition.state(), wake, now);
    AlertRouting routing =
        new AlertRouting(
            session,
            stored.id(),
            settings.alerting().routes().of(check),
            transition.alerts().isEmpty() ? null : maintenance(session, check, now),
            now);
    for (Flip flip : transition.flips()) {
      session.flips().add(stored.id(), flip);
      routing.flipped(flip);
    }
    if (transition.state().hold().acknowledged() != null
        && stored.state().hold().acknowledged() == null) {
      routing.acknowledged();
    }
    for (Alert alert : transition.alerts()) {
      boolean known =
          alert.kind() == Alert.Kind.RECOVERED
              || (alert.kind() == Alert.Kind.DOWN && alert.cause() == Cause.FAILED);
      routing.add(alert, message(session, stored, transition, alert), known ? told : Told.NOBODY);
    }
    return new Effect(transition, wake);
  }

  /** The window in which this check's alerts wait now; null: they do not. */
  public Maintenance.@Nullable Span maintenance(Session session, Check check, Instant now)
      throws SQLException {
    return Maintenance.of(check, maintenance(session), now);
  }

  /** All maintenance, of the config and of the page. */
  public List<Maintenance> maintenance(Session session) throws SQLException {
    List<Maintenance> all = new ArrayList<>(settings.alerting().maintenance());
    for (PlannedMaintenance.Planned planned : PlannedMaintenance.all(session)) {
      all.add(planned.maintenance());
    }
    return all;
  }

  /** Removes maintenance that somebody planned; what waits for its end is told now. */
  public void endMaintenance(String id) {
    Instant now = now();
    store.write(
        session -> {
          for (PlannedMaintenance.Planned gone : PlannedMaintenance.remove(session, id)) {
            Maintenance.Span span = gone.maintenance().times().around(now);
            if (span != null) {
              session.outbox().maintenanceEnded(span.from(), span.until(), now);
            }
          }
          return true;
        });
    alerts.ring();
  }

  private Message message(Session session, Stored stored, Transition transition, Alert alert)
      throws SQLException {
    String base = settings.listen().baseUrl();
    String link = base.isEmpty() ? "" : base + "/checks/" + stored.id();
    boolean recovered = alert.kind() == Alert.Kind.RECOVERED;
    PingTable.Last last = session.pings().last(stored.id());
    Message message =
        Message.of(
            stored.check(),
            alert,
            recovered ? stored.state().lastPing() : transition.state().lastPing(),
            recovered ? null : last.exitStatus(),
            recovered ? "" : last.log(),
            recovered || !last.ofNewest() ? "" : LastWords.ofPing(last.log()),
            link);
    if (alert.kind() == Alert.Kind.DOWN) {
      message =
          message.expectedAt(Deadline.expected(stored.check(), stored.state(), alert.cause()));
    }
    if (alert.kind() == Alert.Kind.DOWN) {
      int held = DependencyIndex.dependants(session, stored.check().uuid()).size();
      return held == 0 ? message : message.withNote(heldBack(held));
    }
    List<PingRow> newest = recovered ? session.pings().newest(stored.id(), 1) : List.of();
    return newest.isEmpty() ? message : message.withNote(broughtBy(newest.getFirst()));
  }

  private static String heldBack(int checks) {
    return checks == 1
        ? "Alerts of the check that depends on it are held back until it is up again."
        : "Alerts of the "
            + checks
            + " checks that depend on it are held back until it is up again.";
  }

  /** Which ping it was: who looks into a recovery wants to know if it is the run that failed. */
  private static String broughtBy(PingRow ping) {
    StringBuilder text = new StringBuilder("It is back with ping number ").append(ping.n());
    text.append(" at ").append(AlertText.local(ping.at())).append(", from ").append(ping.remote());
    if (ping.rid() != null) {
      text.append(", run ").append(ping.rid());
    }
    if (ping.duration() != null) {
      text.append(", which took ").append(Human.duration(ping.duration()));
    }
    return text.append('.').toString();
  }

  /** Lets somebody pause, resume or acknowledge a check; throws Rejected when there is none. */
  public Stored change(long id, Event event) {
    Instant now = now();
    record Changed(Stored stored, Effect effect) {}
    Changed changed =
        store.write(
            Rows.of(List.of(id)),
            session -> {
              Stored stored = session.checks().find(id);
              if (stored == null) {
                throw new Rejected(404, "not found");
              }
              if (stored.origin() == Origin.LEFT) {
                throw new Rejected(409, "this check is not in the config any more");
              }
              Effect effect = apply(session, stored, event, now);
              CheckState state = effect.transition().state();
              return new Changed(new Stored(id, stored.origin(), stored.check(), state), effect);
            });
    ring(changed.effect);
    return changed.stored;
  }

  /** Tells the threads that wait. */
  public void ring(Effect effect) {
    if (effect.wake() != null) {
      watchdog.ringFor(effect.wake());
    }
    if (!effect.transition().alerts().isEmpty()) {
      alerts.ring();
    }
  }
}
