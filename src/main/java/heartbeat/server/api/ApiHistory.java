package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.check.Flip;
import heartbeat.check.Status;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Stored;
import java.time.Instant;
import java.util.List;

/** The part of the API that tells what happened to a check. */
final class ApiHistory {
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final SwitchService service;

  ApiHistory(SwitchService service) {
    this.service = service;
  }

  /** {@code pings/} and {@code pings/<n>/body}. */
  void pings(Exchange exchange, int length, Stored stored, ApiJson writer) {
    if (!writer.full()) {
      throw new Rejected(401, "wrong api key");
    }
    if (length == 7 && exchange.segment(6).equals("body")) {
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
    int most = service.settings().pingLog();
    JsonArray pings = new JsonArray();
    for (PingRow ping :
        service.store().<List<PingRow>>read(session -> session.pings().newest(stored.id(), most))) {
      pings.add(writer.ping(stored, ping));
    }
    JsonObject json = new JsonObject();
    json.add("pings", pings);
    exchange.json(200, json.toString());
  }

  /** {@code flips/}, all or those of a time. */
  void flips(Exchange exchange, Stored stored, ApiJson writer) {
    Query query = exchange.query();
    Instant from = Instant.EPOCH;
    Instant to = FAR;
    if (query.get("seconds") != null) {
      from = service.now().minusSeconds(number(query.get("seconds", "")));
    }
    if (query.get("start") != null) {
      from = Instant.ofEpochSecond(number(query.get("start", "")));
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
      if (flip.to() == Status.UP || flip.to() == Status.DOWN) {
        flips.add(writer.flip(flip));
      }
    }
    exchange.json(200, flips.toString());
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= 10_000_000_000L) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Rejected(400, "not a number: " + text);
  }
}
