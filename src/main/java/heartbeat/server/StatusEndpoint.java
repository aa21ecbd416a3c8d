package heartbeat.server;

import heartbeat.check.Deadline;
import heartbeat.check.Look;
import java.util.Locale;

/**
 * A check's state for programs: {@code /status/<check>}, 200 unless it is down, then 503; {@code
 * /badge/<check>.svg} and {@code .json}.
 */
final class StatusEndpoint {
  private final Switch heart;
  private final Finder finder;

  StatusEndpoint(Switch heart, Finder finder) {
    this.heart = heart;
    this.finder = finder;
  }

  void status(Exchange exchange) {
    Stored stored = finder.named(exchange, exchange.segment(1));
    Look look = look(stored);
    exchange.with("Cache-Control", "no-store");
    String word = look.id().toUpperCase(Locale.ROOT);
    exchange.text(look == Look.DOWN ? 503 : 200, word + " " + stored.check().name());
  }

  void badge(Exchange exchange) {
    String file = exchange.segment(1);
    boolean json = file.endsWith(".json");
    if (!json && !file.endsWith(".svg")) {
      throw new Rejected(404, "not found");
    }
    Stored stored = finder.named(exchange, file.substring(0, file.lastIndexOf('.')));
    Look look = look(stored);
    exchange.with("Cache-Control", "no-store");
    if (json) {
      exchange.json(200, BadgeDrawing.json(stored.check().name(), look));
    } else {
      exchange.send(200, "image/svg+xml", BadgeDrawing.svg(stored.check().name(), look));
    }
  }

  private Look look(Stored stored) {
    return Deadline.look(stored.check(), stored.state(), heart.now());
  }
}
