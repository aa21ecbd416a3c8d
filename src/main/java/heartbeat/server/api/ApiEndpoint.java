package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.check.Status;
import heartbeat.model.Uuids;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.Stored;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The healthchecks management API, versions 1 to 3, as its dashboards and exporters use it. */
public final class ApiEndpoint {
  private static final int LARGEST = 100_000;

  private final SwitchService service;
  private final AccessControl gate;
  private final ApiHistory history;

  public ApiEndpoint(SwitchService service, AccessControl gate) {
    this.service = service;
    this.gate = gate;
    this.history = new ApiHistory(service);
  }

  /** Answers {@code /api/v3/…}. */
  public void serve(Exchange exchange) {
    exchange.with("Cache-Control", "no-store");
    ServeSettings settings = service.settings();
    if (!settings.readKeys().isEmpty() || !settings.writeKeys().isEmpty()) {
      // Only where a key is asked for may pages of other sites read the answer.
      exchange.with("Access-Control-Allow-Origin", "*");
    }
    if (exchange.method().equals("OPTIONS")) {
      exchange
          .with("Access-Control-Allow-Headers", "X-Api-Key")
          .with("Access-Control-Allow-Methods", "GET, POST, DELETE")
          .empty(204);
      return;
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
    if (kind.equals("status") && length == 3) {
      service.store().read(session -> session.outbox().waiting());
      exchange.text(200, "OK");
      return;
    }
    byte[] body = exchange.reads() ? new byte[0] : exchange.body(LARGEST);
    JsonObject json = json(body);
    String key = exchange.header("X-Api-Key");
    if (key == null && json.has("api_key") && json.get("api_key").isJsonPrimitive()) {
      key = json.get("api_key").getAsString();
    }
    AccessControl.Right right = gate.program(exchange, key);
    if (right == AccessControl.Right.NONE) {
      throw new Rejected(401, key == null ? "missing api key" : "wrong api key");
    }
    if (!exchange.reads() && right != AccessControl.Right.CHANGE) {
      throw new Rejected(401, "wrong api key");
    }
    ApiJson writer = new ApiJson(service, version, right == AccessControl.Right.CHANGE);
    switch (kind) {
      case "checks" -> checks(exchange, length, writer, json);
      case "channels" -> exchange.json(200, "{\"channels\":[]}");
      case "badges" -> stream(exchange, "{\"badges\":{", "}}", writer::badge);
      default -> throw new Rejected(404, "not found");
    }
  }

  private static int version(String segment) {
    return switch (segment) {
      case "v1" -> 1;
      case "v2" -> 2;
      case "v3" -> 3;
      default -> 0;
    };
  }

  private void checks(Exchange exchange, int length, ApiJson writer, JsonObject json) {
    if (length == 3) {
      if (exchange.reads()) {
        list(exchange, writer);
      } else if (exchange.method().equals("POST")) {
        create(exchange, writer, json);
      } else {
        throw new Rejected(405, "method not allowed");
      }
      return;
    }
    Stored stored = find(exchange.segment(3), writer.full());
    String action = length > 4 ? exchange.segment(4) : "";
    if (exchange.reads()) {
      switch (action) {
        case "" -> exchange.json(200, writer.check(stored).toString());
        case "pings" -> history.pings(exchange, length, stored, writer);
        case "flips" -> history.flips(exchange, stored, writer);
        default -> throw new Rejected(404, "not found");
      }
      return;
    }
    switch (exchange.method() + " " + action) {
      case "POST " -> update(exchange, stored, writer, json);
      case "DELETE " -> delete(exchange, stored, writer);
      case "POST pause" -> change(exchange, stored, new Event.Pause(), writer);
      case "POST resume" -> {
        if (stored.state().status() != Status.PAUSED) {
          throw new Rejected(409, "check is not paused");
        }
        change(exchange, stored, new Event.Resume(), writer);
      }
      default -> throw new Rejected(405, "method not allowed");
    }
  }

  private void list(Exchange exchange, ApiJson writer) {
    Set<String> tags = new HashSet<>(exchange.query().all("tag"));
    String slug = exchange.query().get("slug");
    stream(
        exchange,
        "{\"checks\":[",
        "]}",
        stored -> {
          boolean wanted = slug == null || slug.equals(stored.check().slug());
          return wanted && stored.check().tags().containsAll(tags)
              ? writer.check(stored).toString()
              : null;
        });
  }

  /** Sends what is made of each check, nulls left out. */
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

  private Stored find(String name, boolean full) {
    UUID uuid = full ? Uuids.any(name) : null;
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
    Check made = ApiCheck.changed(Check.named(UUID.randomUUID(), "").withName("", ""), json);
    Set<String> unique = ApiCheck.unique(json);
    record Made(Stored stored, boolean created) {}
    Made result =
        service
            .store()
            .write(
                session -> {
                  Stored same = unique.isEmpty() ? null : alike(session, made, unique);
                  if (same != null) {
                    return new Made(redefine(session, same, json), false);
                  }
                  return new Made(again(session, session.checks().add(Origin.API, made)), true);
                });
    exchange.json(result.created ? 201 : 200, writer.check(result.stored).toString());
  }

  private static @Nullable Stored alike(Session session, Check made, Set<String> unique)
      throws SQLException {
    List<Stored> found = new ArrayList<>();
    session
        .checks()
        .each(
            0,
            Integer.MAX_VALUE,
            stored -> {
              if (found.isEmpty() && ApiCheck.same(stored.check(), made, unique)) {
                found.add(stored);
              }
            });
    return found.isEmpty() ? null : found.getFirst();
  }

  private void update(Exchange exchange, Stored stored, ApiJson writer, JsonObject json) {
    Stored changed = service.store().write(session -> redefine(session, stored, json));
    exchange.json(200, writer.check(changed).toString());
  }

  private Stored redefine(Session session, Stored stored, JsonObject json) throws SQLException {
    refuseConfigured(stored);
    Stored now = again(session, stored.id());
    Check check = ApiCheck.changed(now.check(), json);
    session.checks().define(stored.id(), now.origin(), check);
    Stored defined = new Stored(stored.id(), now.origin(), check, now.state());
    SwitchService.Effect effect = service.apply(session, defined, new Event.Tick(), service.now());
    service.ring(effect);
    return again(session, stored.id());
  }

  private static void refuseConfigured(Stored stored) {
    if (stored.origin() == Origin.CONFIG || stored.origin() == Origin.LEFT) {
      throw new Rejected(403, "this check is set in the config file");
    }
  }

  private void delete(Exchange exchange, Stored stored, ApiJson writer) {
    refuseConfigured(stored);
    service
        .store()
        .write(
            session -> {
              session.checks().remove(stored.id());
              return true;
            });
    exchange.json(200, writer.check(stored).toString());
  }

  private void change(Exchange exchange, Stored stored, Event event, ApiJson writer) {
    exchange.json(200, writer.check(service.change(stored.id(), event)).toString());
  }

  private static Stored again(Session session, long id) throws SQLException {
    Stored stored = session.checks().find(id);
    if (stored == null) {
      throw new Rejected(404, "not found");
    }
    return stored;
  }

  private static JsonObject json(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject()) {
        return json.getAsJsonObject();
      }
    } catch (JsonParseException | StackOverflowError e) {
      // said below
    }
    throw new Rejected(400, "could not parse request body");
  }

  private static String error(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("error", text);
    return json.toString();
  }
}
