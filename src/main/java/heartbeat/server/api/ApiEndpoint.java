package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.StoredCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The management API of healthchecks, versions 1 to 3, as its dashboards and exporters use it:
 * which resources there are, and who may use them.
 */
public final class ApiEndpoint {
  private static final int LARGEST = 2_500_000;

  /** The largest body, in bytes, of a request without a key in its header. */
  private static final int LARGEST_OF_STRANGERS = 100_000;

  private final SwitchService service;
  private final AccessControl gate;
  private final TagBadges badges;
  private final CheckResource checks;

  public ApiEndpoint(SwitchService service, AccessControl gate, TagBadges badges) {
    this.service = service;
    this.gate = gate;
    this.badges = badges;
    this.checks = new CheckResource(service);
  }

  /** Answers {@code /api/v3/…}. */
  public void serve(Exchange exchange) {
    exchange.with("Cache-Control", "no-store");
    ServeSettings settings = service.settings();
    if (!settings.access().readKeys().isEmpty() || !settings.access().writeKeys().isEmpty()) {
      // Pages of other sites may read the answer only if the API asks for a key.
      exchange.with("Access-Control-Allow-Origin", "*");
    }
    try {
      route(exchange);
    } catch (Rejected rejected) {
      exchange.json(rejected.status(), error(rejected.text()));
    }
  }

  private void route(Exchange exchange) {
    List<String> path = exchange.segments();
    int version = path.size() > 1 ? version(path.get(1)) : 0;
    int length = path.getLast().isEmpty() ? path.size() - 1 : path.size();
    String kind = version == 0 || length < 3 ? "" : path.get(2);
    if (length == 3 && kind.equals("status")) {
      service.store().read(session -> session.alertOverview().waiting());
      exchange.text(200, "OK");
      return;
    }
    if (length == 3 && kind.equals("metrics")) {
      figures(exchange);
      return;
    }
    List<String> methods = methods(exchange, kind, length);
    if (exchange.method().equals("OPTIONS")) {
      exchange
          .with("Access-Control-Allow-Headers", "X-Api-Key")
          .with("Access-Control-Allow-Methods", String.join(", ", methods))
          .with("Access-Control-Max-Age", "600")
          .empty(204);
      return;
    }
    if (!methods.contains(exchange.method())) {
      exchange.with("Allow", String.join(", ", methods));
      throw new Rejected(405, "method not allowed");
    }
    answer(exchange, version, kind, length);
  }

  /** The HTTP methods of this resource; throws Rejected when there is no such resource. */
  private static List<String> methods(Exchange exchange, String kind, int length) {
    if (length == 3 && kind.equals("checks")) {
      return List.of("GET", "POST");
    }
    if (length == 3 && (kind.equals("channels") || kind.equals("badges"))) {
      return List.of("GET");
    }
    if (length == 4 && kind.equals("checks")) {
      return List.of("POST", "DELETE", "GET");
    }
    String action = kind.equals("checks") ? exchange.segment(4) : "";
    boolean body = length == 7 && action.equals("pings") && exchange.segment(6).equals("body");
    if (length != 5 && !body) {
      throw new Rejected(404, "not found");
    }
    return switch (action) {
      case "pause", "resume", "acknowledge", "unacknowledge" -> List.of("POST");
      case "flips", "pings" -> List.of("GET");
      default -> throw new Rejected(404, "not found");
    };
  }

  private void answer(Exchange exchange, int version, String kind, int length) {
    String key = exchange.header("X-Api-Key");
    AccessControl.Right right = key == null ? AccessControl.Right.NONE : admitted(exchange, key);
    JsonObject json = new JsonObject();
    if (!exchange.reads()) {
      json = ApiBody.read(exchange, key == null ? LARGEST_OF_STRANGERS : LARGEST);
    }
    if (key == null) {
      JsonElement inside = json.get("api_key");
      right = admitted(exchange, ApiCheck.isText(inside) ? inside.getAsString() : null);
    }
    boolean secret = kind.equals("channels") || exchange.segment(4).equals("pings");
    if (right != AccessControl.Right.CHANGE && (!exchange.reads() || secret)) {
      throw new Rejected(401, "wrong api key");
    }
    ApiJson writer = new ApiJson(service, version, right == AccessControl.Right.CHANGE);
    switch (kind) {
      case "channels" ->
          exchange.json(200, ApiChannels.list(service.settings().alerting().routes().all()));
      case "badges" -> exchange.json(200, badges.list(service.settings().listen().baseUrl()));
      default -> {
        if (length == 3) {
          checks.all(exchange, writer, json);
        } else {
          checks.one(exchange, length, writer, json);
        }
      }
    }
  }

  private AccessControl.Right admitted(Exchange exchange, @Nullable String key) {
    AccessControl.Right right = gate.program(exchange, key);
    if (right == AccessControl.Right.NONE) {
      throw new Rejected(401, key == null ? "missing api key" : "wrong api key");
    }
    return right;
  }

  private static int version(String segment) {
    return switch (segment) {
      case "v1" -> 1;
      case "v2" -> 2;
      case "v3" -> 3;
      default -> 0;
    };
  }

  /** Answers with numbers about the switch itself, to a client with a key. */
  private void figures(Exchange exchange) {
    String key = exchange.header("X-Metrics-Key");
    if (key == null || gate.program(exchange, key) == AccessControl.Right.NONE) {
      throw new Rejected(403, "wrong metrics key");
    }
    JsonObject json = new JsonObject();
    json.addProperty("ts", service.now().getEpochSecond());
    long pings = 0;
    for (StoredCheck stored : new AllChecks(service.store())) {
      pings += stored.state().pings();
    }
    json.addProperty("max_ping_id", pings);
    json.addProperty(
        "max_notification_id",
        service.store().<Long>read(session -> session.alertOverview().newest()));
    json.addProperty(
        "num_unprocessed_flips",
        service.store().<Integer>read(session -> session.alertOverview().waiting()));
    exchange.json(200, json.toString());
  }

  private static String error(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("error", text);
    return json.toString();
  }
}
