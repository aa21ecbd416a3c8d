package heartbeat.server;

import heartbeat.channel.ToldRecipients;
import heartbeat.check.Check;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.check.Transition;
import heartbeat.server.http.TokenBuckets;
import heartbeat.server.store.Origin;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import heartbeat.server.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Receives pings: finds the check, stores the ping, and applies it to the check. */
public final class PingIntake {
  private final SwitchService service;
  private final TokenBuckets<Long> rates = new TokenBuckets<>();
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
  public PingReply ping(PingRequest ping, PingOrigin origin, byte[] body) {
    Instant now = service.now();
    Reply reply;
    try {
      reply =
          service
              .store()
              .write(
                  rows(ping.target()),
                  session -> receive(session, ping, origin, body, service.judgedAt(now)));
    } catch (StoreException e) {
      refused(ping);
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
  public void refused(PingRequest ping) {
    boolean ours =
        !(ping.target() instanceof PingRequest.Target.BySlug slug) || isPingKey(slug.key());
    if (ours) {
      refused.add(ping.target(), ping.signal(), service.now());
    }
  }

  /** The check that a ping names; null when there is no such check, or more than one. */
  @Nullable StoredCheck find(Session session, PingRequest.Target target) throws SQLException {
    return switch (target) {
      case PingRequest.Target.ByUuid byUuid -> session.checks().find(byUuid.uuid());
      case PingRequest.Target.BySlug bySlug -> {
        List<StoredCheck> found = session.checks().withSlug(bySlug.slug());
        yield found.size() == 1 ? found.getFirst() : null;
      }
    };
  }

  private Reply receive(
      Session session, PingRequest ping, PingOrigin origin, byte[] body, Instant now)
      throws SQLException {
    Named named = named(session, ping);
    StoredCheck stored = named.check;
    if (stored == null) {
      return new Reply(named.answer, null);
    }
    if (!rates.take(stored.id(), service.settings().rateLimits().perCheck(), now)) {
      return new Reply(PingReply.TOO_MANY, null);
    }
    return new Reply(named.answer, take(session, stored, ping, origin, body, now));
  }

  /**
   * What a ping names.
   *
   * @param check null: none that it could be applied to
   * @param answer when it has been applied; without a check, the reason
   */
  private record Named(@Nullable StoredCheck check, PingReply answer) {}

  private Named named(Session session, PingRequest ping) throws SQLException {
    return switch (ping.target()) {
      case PingRequest.Target.ByUuid byUuid -> {
        StoredCheck found = session.checks().find(byUuid.uuid());
        yield new Named(found, found == null ? PingReply.NOT_FOUND : PingReply.OK);
      }
      case PingRequest.Target.BySlug bySlug ->
          isPingKey(bySlug.key())
              ? bySlug(session, bySlug.slug(), ping.unknown())
              : new Named(null, PingReply.NOT_FOUND);
    };
  }

  private static Named bySlug(Session session, String slug, PingRequest.Unknown unknown)
      throws SQLException {
    List<StoredCheck> found = session.checks().withSlug(slug);
    if (found.isEmpty() && unknown == PingRequest.Unknown.CREATED) {
      session.checks().reserve(slug);
      // Another ping may have created it meanwhile.
      found = session.checks().withSlug(slug);
      if (found.isEmpty()) {
        Check check = Check.named(UUID.randomUUID(), slug);
        StoredCheck stored = session.checks().find(session.definitions().add(Origin.PING, check));
        return new Named(Objects.requireNonNull(stored), PingReply.CREATED);
      }
    }
    return switch (found.size()) {
      case 0 ->
          new Named(
              null,
              unknown == PingRequest.Unknown.INVALID ? PingReply.INVALID : PingReply.NOT_FOUND);
      case 1 -> new Named(found.getFirst(), PingReply.OK);
      default -> new Named(null, PingReply.AMBIGUOUS);
    };
  }

  private SwitchService.Effect take(
      Session session,
      StoredCheck stored,
      PingRequest ping,
      PingOrigin origin,
      byte[] body,
      Instant now)
      throws SQLException {
    Check check = stored.check();
    boolean reads = check.intake().reads();
    String text = reads ? new String(body, StandardCharsets.UTF_8) : "";
    Signal meant = check.intake().take(ping.signal(), ping.plain(), origin.method(), text);
    Signal wanted = stored.origin() == Origin.LEFT ? Signal.IGNORED : meant;
    Signal signal = Evaluator.taken(check, stored.state(), wanted);
    Event event =
        wanted == Signal.LOG && ping.skipped()
            ? new Event.Skipped(ping.rid())
            : new Event.Ping(wanted, ping.rid());
    Transition transition = service.evaluated(stored, event, now);
    boolean ends = signal == Signal.SUCCESS || signal == Signal.FAILURE;
    PingRow row =
        new PingRow(
            transition.state().pings(),
            now,
            signal,
            origin.scheme(),
            origin.method(),
            origin.remote(),
            origin.agent(),
            ping.rid(),
            ping.exitStatus(),
            ends ? transition.state().lastDuration() : null,
            body.length);
    session.pings().add(stored.id(), row, body, service.settings().storage().pingLog());
    ToldRecipients told =
        ends ? ToldRecipients.parse(origin.told(), ping.rid()) : ToldRecipients.NOBODY;
    return service.keep(session, stored, transition, now, told);
  }

  private boolean isPingKey(String key) {
    String known = service.settings().access().pingKey();
    return known != null
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }
}
