package heartbeat.server;

import heartbeat.server.api.ApiEndpoint;
import heartbeat.server.api.Health;
import heartbeat.server.api.Metrics;
import heartbeat.server.api.PingEndpoint;
import heartbeat.server.api.StatusEndpoint;
import heartbeat.server.api.TagBadges;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.BodyMemory;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.page.Assets;
import heartbeat.server.page.ChannelsPage;
import heartbeat.server.page.CheckEditor;
import heartbeat.server.page.CheckPage;
import heartbeat.server.page.MaintenancePage;
import heartbeat.server.page.OverviewPage;
import heartbeat.server.page.PublicPage;
import heartbeat.server.store.StoreException;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes each request to the class that answers it. When that fails, it sends the error itself. */
final class Router extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private final SwitchService service;
  private final Duration slowestBody;
  private final BodyMemory bodies = BodyMemory.usual();
  private final PingEndpoint pings;
  private final Health health;
  private final AccessControl gate;
  private final StatusEndpoint status;
  private final ApiEndpoint api;
  private final Metrics metrics;
  private final OverviewPage overview;
  private final MaintenancePage maintenance;
  private final ChannelsPage channels;
  private final PublicPage shared;
  private final CheckPage check;
  private final CheckEditor editor;
  private final Assets assets = new Assets();

  Router(SwitchService service, Health health, TestAlerts test, Duration slowestBody) {
    this.service = service;
    this.slowestBody = slowestBody;
    this.pings = new PingEndpoint(service);
    this.health = health;
    this.gate = new AccessControl(service);
    ShareLinks links = new ShareLinks(service);
    TagBadges badges = new TagBadges(service, links);
    this.status = new StatusEndpoint(service, gate, badges);
    this.api = new ApiEndpoint(service, gate, badges);
    this.metrics = new Metrics(service);
    this.overview = new OverviewPage(service, links);
    this.maintenance = new MaintenancePage(service);
    this.channels = new ChannelsPage(service, test);
    this.shared = new PublicPage(service, links);
    this.check = new CheckPage(service);
    this.editor = new CheckEditor(service);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange =
        new Exchange(request, response, callback, service.settings(), slowestBody, bodies);
    try {
      route(exchange);
    } catch (Rejected rejected) {
      Exchange last = rejected.status() == 408 ? exchange.close() : exchange;
      if (rejected.status() == 503) {
        last.with("Retry-After", "5");
      }
      last.text(rejected.status(), rejected.text());
    } catch (StoreException down) {
      LOG.error("{}", down.getMessage());
      exchange.with("Retry-After", "5").text(503, "not stored, try again");
    } catch (RuntimeException bug) {
      LOG.error("request failed", bug);
      exchange.text(500, "internal error");
    } finally {
      exchange.done();
    }
    return true;
  }

  private void route(Exchange exchange) {
    if (exchange.climbs()) {
      throw new Rejected(400, "a path may not hold '..'");
    }
    if (!answers(exchange)) {
      // A proxy may pass on the path of base-url or remove it; both work.
      boolean below = exchange.withoutBase() && answers(exchange);
      if (!below) {
        exchange.text(404, "not found");
      }
    }
  }

  private boolean answers(Exchange exchange) {
    if (pings.serve(exchange)) {
      return true;
    }
    switch (exchange.segment(0)) {
      case "" -> {
        overview.serve(exchange, gate.person(exchange));
      }
      case "checks" -> {
        AccessControl.Right right = gate.person(exchange);
        if (!CheckEditor.isFor(exchange)) {
          check.serve(exchange, right);
        } else if (right == AccessControl.Right.CHANGE) {
          editor.serve(exchange);
        } else {
          throw new Rejected(403, "you may look at this switch, not change it");
        }
      }
      case "maintenance" -> maintenance.serve(exchange, gate.person(exchange));
      case "channels" -> channels.serve(exchange, gate.person(exchange));
      case "public" -> shared.serve(exchange);
      case "assets" -> assets.serve(exchange);
      case "healthz" -> health.serve(exchange);
      case "status" -> status.status(exchange);
      case "badge" -> status.badge(exchange);
      case "api" -> api.serve(exchange);
      case "metrics" -> {
        if (gate.program(exchange, key(exchange)) == AccessControl.Right.NONE) {
          throw new Rejected(401, "key or login needed");
        }
        metrics.serve(exchange);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The API key; Prometheus sends it as a bearer token. */
  private static @Nullable String key(Exchange exchange) {
    String bearer = exchange.header("Authorization", "");
    boolean given = bearer.regionMatches(true, 0, "Bearer ", 0, 7);
    return given ? bearer.substring(7).strip() : exchange.header("X-Api-Key");
  }
}
