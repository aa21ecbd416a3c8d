package heartbeat.server.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import heartbeat.check.Maintenance;
import heartbeat.check.Schedule;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance that people planned on the pages. All of it is one note: there is little of it,
 * and it is always read and written as a whole.
 */
public final class PlannedMaintenance {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");
  private static final String NOTE = "maintenance";

  private PlannedMaintenance() {}

  /** A planned maintenance with its id in the note. */
  public record Planned(String id, Maintenance maintenance) {}

  /**
   * All planned maintenance. When the note is damaged, only what stands before the damage: alerts
   * that should wait are then sent, which does no harm.
   */
  public static List<Planned> all(Session session) throws SQLException {
    String text = session.note(NOTE);
    List<Planned> all = new ArrayList<>();
    if (text == null || text.isEmpty()) {
      return all;
    }
    try {
      for (JsonElement one : JsonParser.parseString(text).getAsJsonArray()) {
        all.add(planned(one.getAsJsonObject()));
      }
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
      LOG.error("the planned maintenance can't be read: {}", e.getMessage());
    }
    return all;
  }

  /** Adds a maintenance, and removes those that are over. */
  public static void add(Session session, Maintenance maintenance, Instant now)
      throws SQLException {
    session.lock(NOTE);
    List<Planned> all = all(session);
    all.removeIf(
        one -> one.maintenance.times() instanceof Maintenance.Once o && !now.isBefore(o.until()));
    all.add(new Planned(UUID.randomUUID().toString(), maintenance));
    store(session, all);
  }

  /** Removes a maintenance and returns it; an empty list when it was removed already. */
  public static List<Planned> remove(Session session, String id) throws SQLException {
    session.lock(NOTE);
    List<Planned> all = all(session);
    List<Planned> removed = all.stream().filter(one -> one.id.equals(id)).toList();
    all.removeAll(removed);
    store(session, all);
    return removed;
  }

  private static void store(Session session, List<Planned> all) throws SQLException {
    JsonArray array = new JsonArray();
    all.forEach(one -> array.add(json(one)));
    session.note(NOTE, array.toString());
  }

  private static JsonObject json(Planned one) {
    JsonObject json = new JsonObject();
    json.addProperty("id", one.id);
    json.add("checks", array(one.maintenance.scope().checks()));
    json.add("tags", array(one.maintenance.scope().tags()));
    json.addProperty("why", one.maintenance.why());
    switch (one.maintenance.times()) {
      case Maintenance.Once once -> {
        json.addProperty("from", once.from().toString());
        json.addProperty("until", once.until().toString());
      }
      case Maintenance.Repeated repeated -> {
        String text =
            switch (repeated.starts()) {
              case Schedule.Cron cron -> cron.expression().toString();
              case Schedule.Calendar calendar -> calendar.text();
              case Schedule.Period period -> throw new IllegalArgumentException("no times");
            };
        ZoneId zone = repeated.starts().zone();
        json.addProperty("schedule", text);
        json.addProperty("tz", zone == null ? "UTC" : zone.getId());
        json.addProperty("for", repeated.length().toSeconds());
      }
    }
    return json;
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static Planned planned(JsonObject json) {
    Maintenance.Times times =
        json.has("from")
            ? new Maintenance.Once(
                Instant.parse(json.get("from").getAsString()),
                Instant.parse(json.get("until").getAsString()))
            : new Maintenance.Repeated(
                Schedule.parse(
                    json.get("schedule").getAsString(), ZoneId.of(json.get("tz").getAsString())),
                Duration.ofSeconds(json.get("for").getAsLong()));
    Maintenance.Scope scope =
        new Maintenance.Scope(
            strings(json.getAsJsonArray("checks")), strings(json.getAsJsonArray("tags")));
    return new Planned(
        json.get("id").getAsString(), new Maintenance(scope, times, json.get("why").getAsString()));
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }
}
