package heartbeat.config;

import heartbeat.channel.AlertPlaceholder;
import heartbeat.channel.Webhook;
import java.util.List;

/** Finds placeholders that do not exist in the texts of a channel. */
final class PlaceholderCheck {
  private PlaceholderCheck() {}

  /** Warns of unknown placeholders in a webhook; a body that is broken JSON is a problem. */
  static void check(MapReader map, Webhook webhook) {
    check(map, "url", webhook.url());
    webhook.headers().values().forEach(value -> check(map, "headers", value));
    String body = webhook.body();
    if (body != null) {
      check(map, "body", body);
      String wrong = webhook.bodyProblem();
      if (wrong != null) {
        map.problem("body", wrong);
      }
    }
  }

  static void check(MapReader map, String key, String template) {
    List<String> names = AlertPlaceholder.names();
    int open = -1;
    while ((open = template.indexOf('{', open + 1)) >= 0) {
      int close = template.indexOf('}', open);
      String name = close < 0 ? "" : template.substring(open + 1, close);
      if (name.matches("[A-Za-z][A-Za-z_-]{0,19}") && !names.contains(name)) {
        map.warning(
            key,
            "'{" + name + "}' is no placeholder, and stays as it is" + Spelling.hint(name, names));
      }
    }
  }
}
