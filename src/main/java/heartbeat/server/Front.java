package heartbeat.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Where every request comes in: finds who answers it, and answers for what goes wrong. */
final class Front extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger("heartbeat");

  private final Switch heart;
  private final PingEndpoint pings;
  private final Health health;

  Front(Switch heart, Watchdog watchdog) {
    this.heart = heart;
    this.pings = new PingEndpoint(heart);
    this.health = new Health(heart, watchdog);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange =
        new Exchange(request, response, callback, heart.settings().trustedProxies());
    try {
      route(exchange);
    } catch (Rejected rejected) {
      Exchange last = rejected.status() == 408 ? exchange.close() : exchange;
      last.text(rejected.status(), rejected.text());
    } catch (StoreException down) {
      LOG.log(System.Logger.Level.ERROR, "{0}", down.getMessage());
      exchange.with("Retry-After", "5").text(503, "not stored, try again");
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "request failed", bug);
      exchange.text(500, "internal error");
    }
    return true;
  }

  private void route(Exchange exchange) {
    if (pings.serve(exchange)) {
      return;
    }
    switch (exchange.segment(0)) {
      case "healthz" -> health.serve(exchange);
      default -> exchange.text(404, "not found");
    }
  }
}
