package heartbeat.server;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes pings in the three protocols, and answers each as its own service does. */
final class PingEndpoint {
  private static final String NO_CACHE = "max-age=0, no-cache, no-store, must-revalidate, private";

  private final Switch heart;
  private final Buckets<String> misses = new Buckets<>();

  PingEndpoint(Switch heart) {
    this.heart = heart;
  }

  /** Answers if it is a ping; false when it is not. */
  boolean serve(Exchange exchange) {
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
    Call call = PingUrls.healthchecks(exchange.segments(), exchange.query());
    Query query = exchange.query();
    boolean cronitor = query.get("state") != null;
    Answer answer =
        answer(exchange, call, cronitor ? query.get("message", query.get("msg", "")) : null);
    if (answer.status() < 300) {
      exchange.with("Ping-Body-Limit", Integer.toString(heart.settings().bodyLimit()));
    }
    exchange.text(answer.status(), answer.text());
  }

  private void cronitor(Exchange exchange) {
    Query query = exchange.query();
    Call call = PingUrls.cronitor(exchange.segments(), query);
    String message = query.get("message", query.get("msg", ""));
    Answer answer = answer(exchange, call, message);
    exchange.text(answer == Answer.CREATED ? 200 : answer.status(), answer.text());
  }

  private void kuma(Exchange exchange) {
    Query query = exchange.query();
    Call call = PingUrls.kuma(exchange.segments(), query);
    Answer answer = answer(exchange, call, query.get("msg", ""));
    exchange.json(
        answer.status(),
        answer.status() < 300
            ? "{\"ok\":true}"
            : "{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}");
  }

  /** {@code message} takes the place of a body, unless it is empty and there is one. */
  private Answer answer(Exchange exchange, @Nullable Call call, @Nullable String message) {
    ServeSettings settings = heart.settings();
    String network = Network.of(exchange.remote());
    // Nobody guesses a UUID: what others at this address do must not make its pings late.
    boolean known = call != null && call.target() instanceof Call.Target.ByUuid;
    if (!known && !misses.has(network, settings.perAddress(), heart.now())) {
      return tooMany(exchange);
    }
    byte[] body = exchange.body(settings.bodyLimit());
    if (message != null && !message.isEmpty()) {
      body = message.getBytes(StandardCharsets.UTF_8);
      body = body.length > settings.bodyLimit() ? cut(body, settings.bodyLimit()) : body;
    }
    Answer answer = call == null ? Answer.NOT_FOUND : heart.ping(call, exchange.envelope(), body);
    boolean often =
        answer == Answer.NOT_FOUND && !misses.take(network, settings.perAddress(), heart.now());
    return often || answer == Answer.TOO_MANY ? tooMany(exchange) : answer;
  }

  private static Answer tooMany(Exchange exchange) {
    exchange.with("Retry-After", "10");
    return Answer.TOO_MANY;
  }

  private static byte[] cut(byte[] body, int length) {
    byte[] first = new byte[length];
    System.arraycopy(body, 0, first, 0, length);
    return first;
  }
}
