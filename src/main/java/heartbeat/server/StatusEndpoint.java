package heartbeat.server;

import com.google.gson.JsonObject;
import heartbeat.check.Deadline;
import heartbeat.check.Look;
import java.util.Locale;

/**
 * A check's state for programs: {@code /status/<check>}, 200 unless it is down, then 503; {@code
 * /badge/<check>.svg}, {@code .json} and {@code .shields}; and badges of a tag.
 */
final class StatusEndpoint {
  private final Switch heart;
  private final Finder finder;
  private final Gate gate;
  private final TagBadges tags;

  StatusEndpoint(Switch heart, Gate gate, TagBadges tags) {
    this.heart = heart;
    this.finder = new Finder(heart, gate);
    this.gate = gate;
    this.tags = tags;
  }

  void status(Exchange exchange) {
    Stored stored = finder.named(exchange, exchange.segment(1));
    Look look = look(stored);
    exchange.with("Cache-Control", "no-store");
    String word = look.id().toUpperCase(Locale.ROOT);
    exchange.text(look == Look.DOWN ? 503 : 200, word + " " + stored.check().name());
  }

  void badge(Exchange exchange) {
    if (exchange.segments().size() == 3 && exchange.segment(1).equals("tag")) {
      tagBadge(exchange);
      return;
    }
    String file = exchange.segment(1);
    String format = format(file);
    Stored stored = finder.named(exchange, file.substring(0, file.lastIndexOf('.')));
    Look look = look(stored);
    TagBadges.Count one = TagBadges.Count.NONE.plus(look);
    send(exchange, format, stored.check().name(), look, one);
  }

  private void tagBadge(Exchange exchange) {
    String file = exchange.segment(2);
    String format = format(file);
    String inPath = Query.decoded(file.substring(0, file.lastIndexOf('.')));
    String tag = exchange.query().get("tag", inPath);
    String key = exchange.query().get("key");
    Boolean threeStates = key == null ? Boolean.TRUE : tags.threeStates(tag, key);
    if (threeStates == null) {
      throw new Rejected(404, "not found");
    }
    if (key == null) {
      gate.person(exchange);
    }
    TagBadges.Count count = tags.count(tag);
    if (count.total() == 0 && !tag.equals(TagBadges.ALL)) {
      throw new Rejected(404, "no check has this tag");
    }
    String label = tag.equals(TagBadges.ALL) ? "heartbeat" : tag;
    send(exchange, format, label, count.look(threeStates), count);
  }

  private static String format(String file) {
    String format = file.substring(file.lastIndexOf('.') + 1);
    if (file.indexOf('.') < 0 || !(format.equals("svg") || isJson(format))) {
      throw new Rejected(404, "not found");
    }
    return format;
  }

  private static boolean isJson(String format) {
    return format.equals("json") || format.equals("shields");
  }

  private static void send(
      Exchange exchange, String format, String label, Look look, TagBadges.Count count) {
    exchange.with("Cache-Control", "no-store");
    if (!isJson(format)) {
      exchange.send(200, "image/svg+xml", BadgeDrawing.svg(label, look));
      return;
    }
    JsonObject json = BadgeDrawing.json(label, look);
    if (format.equals("json")) {
      json.addProperty("total", count.total());
      json.addProperty("grace", count.late());
      json.addProperty("down", count.down());
    }
    exchange.with("Access-Control-Allow-Origin", "*").json(200, json.toString());
  }

  private Look look(Stored stored) {
    return Deadline.look(stored.check(), stored.state(), heart.now());
  }
}
