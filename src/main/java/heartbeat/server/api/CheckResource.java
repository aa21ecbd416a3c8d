package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.check.Check;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Event;
import heartbeat.check.Status;
import heartbeat.model.Uuids;
import heartbeat.server.CheckChanges;
import heartbeat.server.ParentChecks;
import heartbeat.server.SwitchService;
import heartbeat.server.alert.Channel;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Origin;
import heartbeat.server.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the management API does with checks: it lists, creates, changes and deletes them. */
final class CheckResource {
  private final SwitchService service;
  private final CheckChanges changes;
  private final ApiHistory history;

  CheckResource(SwitchService service) {
    this.service = service;
    this.changes = new CheckChanges(service);
    this.history = new ApiHistory(service);
  }

  /** Answers {@code checks/}: lists all checks, or creates one. */
  void all(Exchange exchange, ApiJson writer, JsonObject json) {
    if (exchange.reads()) {
      list(exchange, writer);
    } else {
      create(exchange, writer, json);
    }
  }

  /**
   * Answers {@code checks/ID} and what is below it.
   *
   * @param length the number of segments of the path
   */
  void one(Exchange exchange, int length, ApiJson writer, JsonObject json) {
    StoredCheck stored = find(exchange.segment(3));
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
        if (Deadline.exactStatus(stored.check(), stored.state(), now) != DisplayStatus.DOWN) {
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
      Exchange exchange,
      String before,
      String after,
      Function<StoredCheck, @Nullable String> text) {
    exchange.stream(
        "application/json",
        out -> {
          String separator = before;
          for (StoredCheck stored : new AllChecks(service.store())) {
            String json = text.apply(stored);
            if (json != null) {
              out.append(separator).append(json);
              separator = ",";
            }
          }
          out.append(separator.equals(before) ? before : "").append(after);
        });
  }

  private StoredCheck find(String name) {
    UUID uuid = Uuids.any(name);
    return service
        .store()
        .read(
            session -> {
              StoredCheck found =
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
    StoredCheck there =
        unique.isEmpty()
            ? changes.add(Origin.API, made)
            : changes.addUnlessThere(Origin.API, made, unique);
    boolean isNew = there.check().uuid().equals(made.uuid());
    StoredCheck result = isNew ? there : redefine(there, request, writer.version());
    exchange.json(isNew ? 201 : 200, writer.check(result).toString());
  }

  private void update(Exchange exchange, StoredCheck stored, ApiJson writer, JsonObject json) {
    StoredCheck changed = redefine(stored, new ApiCheck(json), writer.version());
    exchange.json(200, writer.check(changed).toString());
  }

  private StoredCheck redefine(StoredCheck stored, ApiCheck request, int version) {
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

  private void delete(Exchange exchange, StoredCheck stored, ApiJson writer) {
    changes.delete(stored.id());
    exchange.json(200, writer.check(stored).toString());
  }

  private void change(Exchange exchange, StoredCheck stored, Event event, ApiJson writer) {
    exchange.json(200, writer.check(service.change(stored.id(), event)).toString());
  }
}
