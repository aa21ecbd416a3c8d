package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.check.Flip;
import heartbeat.check.Signal;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The part of the API about the past of a check: its pings and flips. */
final class ApiHistory {
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private static final long LONGEST = 31_536_000;

  private final SwitchService service;

  ApiHistory(SwitchService service) {
    this.service = service;
  }

  /** {@code pings/} and {@code pings/<n>/body}. */
  void pings(Exchange exchange, int length, StoredCheck stored, ApiJson writer) {
    if (length == 7) {
      long n = number(exchange.segment(5));
      byte[] body =
          service
              .store()
              .read(
                  session -> {
                    byte[] found = session.pings().body(stored.id(), n);
                    if (found == null) {
                      throw new Rejected(404, "not found");
                    }
                    return found;
                  });
      exchange.send(200, "text/plain; charset=utf-8", body);
      return;
    }
    int most = service.settings().storage().pingLog();
    List<PingRow> rows = service.store().read(session -> session.pings().newest(stored.id(), most));
    Map<Long, Duration> durations = durations(rows);
    JsonArray pings = new JsonArray();
    for (PingRow ping : rows) {
      pings.add(writer.ping(stored, ping, durations.getOrDefault(ping.n(), ping.duration())));
    }
    JsonObject json = new JsonObject();
    json.add("pings", pings);
    exchange.json(200, json.toString());
  }

  /**
   * How long each run took, by the number of the ping that ended it. Start and end are matched by
   * their run id, because runs may overlap.
   */
  private static Map<Long, Duration> durations(List<PingRow> newestFirst) {
    Map<UUID, Instant> starts = new HashMap<>();
    Map<Long, Duration> durations = new HashMap<>();
    for (PingRow ping : newestFirst.reversed()) {
      UUID rid = ping.rid();
      if (rid == null) {
        continue;
      }
      if (ping.signal() == Signal.START) {
        starts.put(rid, ping.at());
      } else if (ping.signal() == Signal.SUCCESS || ping.signal() == Signal.FAILURE) {
        Instant start = starts.remove(rid);
        if (start != null) {
          durations.put(ping.n(), Duration.between(start, ping.at()));
        }
      }
    }
    return durations;
  }

  /** Answers {@code flips/}: all flips, or those between two times. */
  void flips(Exchange exchange, StoredCheck stored, ApiJson writer) {
    Query query = exchange.query();
    Instant from = Instant.EPOCH;
    Instant to = FAR;
    String seconds = query.get("seconds", "");
    // As in healthchecks, zero means no limit.
    if (!seconds.isEmpty() && number(seconds) > 0) {
      from = service.now().minusSeconds(Math.min(LONGEST, number(seconds)));
    }
    if (query.get("start") != null) {
      Instant start = Instant.ofEpochSecond(number(query.get("start", "")));
      from = start.isAfter(from) ? start : from;
    }
    if (query.get("end") != null) {
      to = Instant.ofEpochSecond(number(query.get("end", "")));
    }
    Instant first = from;
    Instant last = to;
    JsonArray flips = new JsonArray();
    for (Flip flip :
        service
            .store()
            .<List<Flip>>read(s -> s.flips().between(stored.id(), first, last, 10_000))) {
      flips.add(writer.flip(flip));
    }
    JsonObject json = new JsonObject();
    json.add("flips", flips);
    exchange.json(200, json.toString());
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= 10_000_000_000L) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The error follows below.
    }
    throw new Rejected(400, "not a number: " + text);
  }
}
