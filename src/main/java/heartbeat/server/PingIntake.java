package heartbeat.server;

import heartbeat.channel.Told;
import heartbeat.check.Check;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.check.Transition;
import heartbeat.server.http.Buckets;
import heartbeat.server.store.Origin;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import heartbeat.server.store.Stored;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Receives pings: finds the check, stores the ping, and applies it to the check. */
public final class PingIntake {
  private final SwitchService service;
  private final Buckets<Long> rates = new Buckets<>();
  private final RefusedPings refused = new RefusedPings();

  PingIntake(SwitchService service) {
    this.service = service;
  }

  /** The pings that could not be stored. */
  RefusedPings refused() {
    return refused;
  }

  private record Reply(PingReply answer, SwitchService.@Nullable Effect effect) {}

  /**
   * Receives a ping. When it returns OK or CREATED, the ping is durable. Throws StoreException when
   * the ping could not be stored.
   */
  public PingReply ping(PingRequest call, PingOrigin envelope, byte[] body) {
    Instant now = service.now();
    Reply reply;
    try {
      reply =
          service
              .store()
              .write(
                  rows(call.target()),
                  session -> receive(session, call, envelope, body, service.judgedAt(now)));
    } catch (StoreException e) {
      refused(call);
      throw e;
    }
    if (reply.effect != null) {
      service.ring(reply.effect);
    }
    return reply.answer;
  }

  /** The rows of the check that the ping names. */
  static Rows rows(PingRequest.Target target) {
    return switch (target) {
      case PingRequest.Target.ByUuid byUuid -> Rows.of(byUuid.uuid());
      case PingRequest.Target.BySlug bySlug -> Rows.of(bySlug.slug());
    };
  }

  /** Remembers a ping that the switch refuses because it can't store it now. */
  public void refused(PingRequest call) {
    boolean ours =
        !(call.target() instanceof PingRequest.Target.BySlug slug) || isPingKey(slug.key());
    if (ours) {
      refused.add(call.target(), call.signal(), service.now());
    }
  }

  /** The check that a ping names; null when there is no such check, or more than one. */
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
          stored = session.checks().find(session.definitions().add(Origin.PING, check));
        }
      }
    }
    if (stored == null) {
      return new Reply(PingReply.NOT_FOUND, null);
    }
    if (!rates.take(stored.id(), service.settings().rateLimits().perCheck(), now)) {
      return new Reply(PingReply.TOO_MANY, null);
    }
    SwitchService.Effect effect = take(session, stored, call, envelope, body, now);
    return new Reply(created ? PingReply.CREATED : PingReply.OK, effect);
  }

  private SwitchService.Effect take(
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
    Transition transition = service.evaluated(stored, event, now);
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
    session.pings().add(stored.id(), ping, body, service.settings().storage().pingLog());
    Told told = ends ? Told.parse(envelope.told(), call.rid()) : Told.NOBODY;
    return service.keep(session, stored, transition, now, told);
  }

  private boolean isPingKey(String key) {
    String known = service.settings().access().pingKey();
    return known != null
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }
}
