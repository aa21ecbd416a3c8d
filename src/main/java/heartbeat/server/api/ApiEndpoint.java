package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import heartbeat.check.Check;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Event;
import heartbeat.check.Status;
import heartbeat.model.Uuids;
import heartbeat.server.CheckChanges;
import heartbeat.server.ParentChecks;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchService;
import heartbeat.server.alert.Channel;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The management API of healthchecks, versions 1 to 3, as its dashboards and exporters use it. */
public final class ApiEndpoint {
  private static final int LARGEST = 2_500_000;

  /** The largest body, in bytes, of a request without a key in its header. */
  private static final int LARGEST_OF_STRANGERS = 100_000;

  private final SwitchService service;
  private final AccessControl gate;
  private final ApiHistory history;
  private final TagBadges badges;
  private final CheckChanges changes;

  public ApiEndpoint(SwitchService service, AccessControl gate, TagBadges badges) {
    this.service = service;
    this.gate = gate;
    this.badges = badges;
    this.changes = new CheckChanges(service);
    this.history = new ApiHistory(service);
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
          checks(exchange, writer, json);
        } else {
          check(exchange, length, writer, json);
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
    for (Stored stored : new AllChecks(service.store())) {
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

  private void checks(Exchange exchange, ApiJson writer, JsonObject json) {
    if (exchange.reads()) {
      list(exchange, writer);
    } else {
      create(exchange, writer, json);
    }
  }

  private void check(Exchange exchange, int length, ApiJson writer, JsonObject json) {
    Stored stored = find(exchange.segment(3));
    String action = length > 4 ? exchange.segment(4) : "";
    switch (exchange.method() + " " + action) {
      case "GET " -> exchange.json(200, writer.check(stored).toString());
      case "GET pings" -> history.pings(exchange, length, stored, writer);
      case "GET flips" -> history.flips(exchange, stored, writer);
      case "POST " -> update(exchange, stored, writer, json);
      case "DELETE " -> delete(exchange, stored, writer);
      case "POST pause" -> change(exchange, stored, new Event.Pause(), writer);
      case "POST resume" -> {
        if (stored.state().status() != Status.PAUSED) {
          exchange.text(409, "check is not paused");
          return;
        }
        change(exchange, stored, new Event.Resume(), writer);
      }
      case "POST acknowledge" -> {
        Instant now = service.now();
        if (Deadline.look(stored.check(), stored.state(), now) != DisplayStatus.DOWN) {
          exchange.text(409, "check is not down");
          return;
        }
        change(exchange, stored, new Event.Acknowledge(), writer);
      }
      case "POST unacknowledge" -> {
        if (stored.state().hold().acknowledged() == null) {
          exchange.text(409, "check is not acknowledged");
          return;
        }
        change(exchange, stored, new Event.Unacknowledge(), writer);
      }
      default -> throw new Rejected(404, "not found");
    }
  }

  /**
   * The channels that can't deliver alerts, for {@code status --url --nagios}; empty when all of
   * them can.
   */
  private String undelivered() {
    JsonArray lines = new JsonArray();
    service
        .store()
        .read(session -> session.alertOverview().stuck(service.now().minus(Duration.ofDays(1))))
        .forEach(stuck -> lines.add(stuck.summary()));
    return lines.isEmpty() ? "" : ",\"undelivered\":" + lines;
  }

  private void list(Exchange exchange, ApiJson writer) {
    Set<String> tags = new HashSet<>(exchange.query().all("tag"));
    String slug = exchange.query().get("slug");
    stream(
        exchange,
        "{\"checks\":[",
        "]" + undelivered() + "}",
        stored -> {
          boolean wanted = slug == null || slug.equals(stored.check().slug());
          return wanted && stored.check().tags().containsAll(tags)
              ? writer.check(stored).toString()
              : null;
        });
  }

  /** Sends one text per check; skips a check when its text is null. */
  private void stream(
      Exchange exchange, String before, String after, Function<Stored, @Nullable String> text) {
    exchange.stream(
        "application/json",
        out -> {
          String separator = before;
          for (Stored stored : new AllChecks(service.store())) {
            String json = text.apply(stored);
            if (json != null) {
              out.append(separator).append(json);
              separator = ",";
            }
          }
          out.append(separator.equals(before) ? before : "").append(after);
        });
  }

  private Stored find(String name) {
    UUID uuid = Uuids.any(name);
    return service
        .store()
        .read(
            session -> {
              Stored found =
                  uuid == null ? session.checks().withUniqueKey(name) : session.checks().find(uuid);
              if (found == null) {
                throw new Rejected(404, "not found");
              }
              return found;
            });
  }

  private void create(Exchange exchange, ApiJson writer, JsonObject json) {
    ApiCheck request = new ApiCheck(json);
    Check blank = Check.named(UUID.randomUUID(), "").withName("", "");
    Check made = changed(request, writer.version(), parents(request)).apply(blank);
    Set<String> unique = request.unique();
    Stored there =
        unique.isEmpty()
            ? changes.add(Origin.API, made)
            : changes.addUnlessThere(Origin.API, made, unique);
    boolean isNew = there.check().uuid().equals(made.uuid());
    Stored result = isNew ? there : redefine(there, request, writer.version());
    exchange.json(isNew ? 201 : 200, writer.check(result).toString());
  }

  private void update(Exchange exchange, Stored stored, ApiJson writer, JsonObject json) {
    Stored changed = redefine(stored, new ApiCheck(json), writer.version());
    exchange.json(200, writer.check(changed).toString());
  }

  private Stored redefine(Stored stored, ApiCheck request, int version) {
    return changes.redefine(stored.id(), changed(request, version, parents(request)));
  }

  private UnaryOperator<Check> changed(
      ApiCheck request, int version, @Nullable List<UUID> parents) {
    List<Channel> known = service.settings().alerting().routes().all();
    return check -> request.changed(check, version, known, parents);
  }

  private @Nullable List<UUID> parents(ApiCheck request) {
    List<String> names = request.dependsOn();
    if (names == null || names.isEmpty()) {
      return names == null ? null : List.of();
    }
    try {
      return service.store().read(session -> ParentChecks.named(session, names));
    } catch (IllegalArgumentException e) {
      throw ApiFields.problem("depends_on: " + e.getMessage());
    }
  }

  private void delete(Exchange exchange, Stored stored, ApiJson writer) {
    changes.delete(stored.id());
    exchange.json(200, writer.check(stored).toString());
  }

  private void change(Exchange exchange, Stored stored, Event event, ApiJson writer) {
    exchange.json(200, writer.check(service.change(stored.id(), event)).toString());
  }

  private static String error(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("error", text);
    return json.toString();
  }
}
