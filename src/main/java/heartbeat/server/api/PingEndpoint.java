package heartbeat.server.api;

import heartbeat.server.PingOrigin;
import heartbeat.server.PingReply;
import heartbeat.server.PingRequest;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Network;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.http.TokenBuckets;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Receives pings in three protocols (healthchecks, Cronitor, Uptime Kuma) and answers each ping as
 * the original service does.
 */
public final class PingEndpoint {
  private static final String NO_CACHE = "max-age=0, no-cache, no-store, must-revalidate, private";

  private final SwitchService service;
  private final TokenBuckets<String> misses = new TokenBuckets<>();

  public PingEndpoint(SwitchService service) {
    this.service = service;
  }

  /** Answers the request and returns true if its URL is a ping; else returns false. */
  public boolean serve(Exchange exchange) {
    switch (exchange.segment(0)) {
      case "ping" -> healthchecks(exchange);
      case "p" -> cronitor(exchange);
      case "api" -> {
        if (!exchange.segment(1).equals("push")) {
          return false;
        }
        kuma(exchange);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void healthchecks(Exchange exchange) {
    exchange.with("Access-Control-Allow-Origin", "*").with("Cache-Control", NO_CACHE);
    PingRequest call = PingUrls.healthchecks(exchange.segments(), exchange.query());
    Query query = exchange.query();
    boolean cronitor = query.get("state") != null;
    PingReply answer =
        answer(exchange, call, cronitor ? query.get("message", query.get("msg", "")) : null);
    if (answer.status() < 300) {
      exchange.with("Ping-Body-Limit", Integer.toString(service.settings().storage().bodyLimit()));
      if (call != null && call.rid() != null) {
        exchange.with(PingOrigin.TOLD, PingOrigin.TOLD_READ);
      }
    }
    exchange.text(answer.status(), answer.text());
  }

  private void cronitor(Exchange exchange) {
    Query query = exchange.query();
    PingRequest call = PingUrls.cronitor(exchange.segments(), query);
    String message = query.get("message", query.get("msg", ""));
    PingReply answer = answer(exchange, call, message);
    exchange.text(answer == PingReply.CREATED ? 200 : answer.status(), answer.text());
  }

  private void kuma(Exchange exchange) {
    Query query = exchange.query();
    PingRequest call = PingUrls.kuma(exchange.segments(), query);
    PingReply answer = answer(exchange, call, query.get("msg", ""));
    exchange.json(
        answer.status(),
        answer.status() < 300
            ? "{\"ok\":true}"
            : "{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}");
  }

  /** Passes the ping on. A {@code message} that is not empty replaces the body. */
  private PingReply answer(
      Exchange exchange, @Nullable PingRequest call, @Nullable String message) {
    ServeSettings settings = service.settings();
    String network = Network.of(exchange.remote());
    // A client with a UUID has not guessed it. Its pings must not be refused because of others at
    // its address.
    boolean known = call != null && call.target() instanceof PingRequest.Target.ByUuid;
    if (!known && !misses.has(network, settings.rateLimits().perAddress(), service.now())) {
      return tooMany(exchange);
    }
    byte[] body = body(exchange, call);
    if (message != null && !message.isEmpty()) {
      body = message.getBytes(StandardCharsets.UTF_8);
      body =
          body.length > settings.storage().bodyLimit()
              ? cut(body, settings.storage().bodyLimit())
              : body;
    }
    PingReply answer =
        call == null
            ? PingReply.NOT_FOUND
            : service.intake().ping(call, exchange.pingOrigin(), body);
    boolean often =
        answer == PingReply.NOT_FOUND
            && !misses.take(network, settings.rateLimits().perAddress(), service.now());
    return often || answer == PingReply.TOO_MANY ? tooMany(exchange) : answer;
  }

  private byte[] body(Exchange exchange, @Nullable PingRequest call) {
    try {
      return exchange.body(service.settings().storage().bodyLimit());
    } catch (Rejected rejected) {
      if (rejected.status() == 503 && call != null) {
        service.intake().refused(call);
      }
      throw rejected;
    }
  }

  private static PingReply tooMany(Exchange exchange) {
    exchange.with("Retry-After", "10");
    return PingReply.TOO_MANY;
  }

  private static byte[] cut(byte[] body, int length) {
    byte[] first = new byte[length];
    System.arraycopy(body, 0, first, 0, length);
    return first;
  }
}
