package heartbeat.server.api;

import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.page.BadgeDrawing;
import heartbeat.server.store.Stored;
import java.util.Locale;

/**
 * A check's state for programs: {@code /status/<check>}, 200 unless it is down, then 503; {@code
 * /badge/<check>.svg} and {@code .json}.
 */
public final class StatusEndpoint {
  private final SwitchService service;
  private final Finder finder;

  public StatusEndpoint(SwitchService service, Finder finder) {
    this.service = service;
    this.finder = finder;
  }

  public void status(Exchange exchange) {
    Stored stored = finder.named(exchange, exchange.segment(1));
    DisplayStatus look = look(stored);
    exchange.with("Cache-Control", "no-store");
    String word = look.id().toUpperCase(Locale.ROOT);
    exchange.text(look == DisplayStatus.DOWN ? 503 : 200, word + " " + stored.check().name());
  }

  public void badge(Exchange exchange) {
    String file = exchange.segment(1);
    boolean json = file.endsWith(".json");
    if (!json && !file.endsWith(".svg")) {
      throw new Rejected(404, "not found");
    }
    Stored stored = finder.named(exchange, file.substring(0, file.lastIndexOf('.')));
    DisplayStatus look = look(stored);
    exchange.with("Cache-Control", "no-store");
    if (json) {
      exchange.json(200, BadgeDrawing.json(stored.check().name(), look));
    } else {
      exchange.send(200, "image/svg+xml", BadgeDrawing.svg(stored.check().name(), look));
    }
  }

  private DisplayStatus look(Stored stored) {
    return Deadline.shown(stored.check(), stored.state(), service.now());
  }
}
