package heartbeat.server.api;

import com.google.gson.JsonObject;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.page.BadgeDrawing;
import heartbeat.server.store.StoredCheck;
import java.util.Locale;

/**
 * The status of a check for programs. {@code /status/<check>} answers 503 when the check is down,
 * else 200. {@code /badge/<check>.svg}, {@code .json} and {@code .shields} are its badges. {@code
 * /status/tag/<tag>} and {@code /badge/tag/<tag>} do the same for all checks with a tag.
 */
public final class StatusEndpoint {
  private final SwitchService service;
  private final CheckFinder finder;
  private final AccessControl gate;
  private final TagBadges tags;

  public StatusEndpoint(SwitchService service, AccessControl gate, TagBadges tags) {
    this.service = service;
    this.finder = new CheckFinder(service, gate);
    this.gate = gate;
    this.tags = tags;
  }

  public void status(Exchange exchange) {
    if (exchange.segments().size() == 3 && exchange.segment(1).equals("tag")) {
      tagStatus(exchange);
      return;
    }
    StoredCheck stored = finder.named(exchange, exchange.segment(1));
    DisplayStatus look = look(stored);
    exchange.with("Cache-Control", "no-store");
    String word = look.id().toUpperCase(Locale.ROOT);
    exchange.text(look == DisplayStatus.DOWN ? 503 : 200, word + " " + stored.check().name());
  }

  public void badge(Exchange exchange) {
    if (exchange.segments().size() == 3 && exchange.segment(1).equals("tag")) {
      tagBadge(exchange);
      return;
    }
    String file = exchange.segment(1);
    String format = format(file);
    StoredCheck stored = finder.named(exchange, file.substring(0, file.lastIndexOf('.')));
    DisplayStatus look = look(stored);
    TagBadges.Count one = TagBadges.Count.NONE.plus(look);
    send(exchange, format, stored.check().name(), look, one);
  }

  /**
   * Answers 503 when a check with this tag is down, else 200, with the numbers of all checks and of
   * those that are down.
   */
  private void tagStatus(Exchange exchange) {
    String tag = exchange.query().get("tag", Query.decoded(exchange.segment(2)));
    admit(exchange, tag);
    TagBadges.Count count = counted(tag);
    exchange.with("Cache-Control", "no-store");
    String word = count.look(true).id().toUpperCase(Locale.ROOT);
    exchange.text(
        count.down() > 0 ? 503 : 200,
        word + " " + tag + ": " + count.down() + " of " + count.total() + " down");
  }

  private void tagBadge(Exchange exchange) {
    String file = exchange.segment(2);
    int dot = file.lastIndexOf('.');
    boolean named = dot > 0 && isFormat(file.substring(dot + 1));
    String format = named ? file.substring(dot + 1) : "svg";
    String inPath = Query.decoded(named ? file.substring(0, dot) : file);
    String tag = exchange.query().get("tag", inPath);
    boolean threeStates = admit(exchange, tag);
    TagBadges.Count count = counted(tag);
    String label = tag.equals(TagBadges.ALL) ? "heartbeat" : tag;
    send(exchange, format, label, count.look(threeStates), count);
  }

  /**
   * Refuses a client without signature and login. Returns whether the badge shows late as a state
   * of its own.
   */
  private boolean admit(Exchange exchange, String tag) {
    String key = exchange.query().get("key");
    Boolean threeStates = key == null ? Boolean.TRUE : tags.threeStates(tag, key);
    if (threeStates == null) {
      throw new Rejected(404, "not found");
    }
    if (key == null) {
      gate.person(exchange);
    }
    return threeStates;
  }

  private TagBadges.Count counted(String tag) {
    TagBadges.Count count = tags.count(tag);
    if (count.total() == 0 && !tag.equals(TagBadges.ALL)) {
      throw new Rejected(404, "no check has this tag");
    }
    return count;
  }

  private static String format(String file) {
    String format = file.substring(file.lastIndexOf('.') + 1);
    if (file.indexOf('.') < 0 || !isFormat(format)) {
      throw new Rejected(404, "not found");
    }
    return format;
  }

  private static boolean isFormat(String format) {
    return format.equals("svg") || isJson(format);
  }

  private static boolean isJson(String format) {
    return format.equals("json") || format.equals("shields");
  }

  private static void send(
      Exchange exchange, String format, String label, DisplayStatus look, TagBadges.Count count) {
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

  private DisplayStatus look(StoredCheck stored) {
    return Deadline.shown(stored.check(), stored.state(), service.now());
  }
}
