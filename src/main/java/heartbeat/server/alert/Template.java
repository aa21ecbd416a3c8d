package heartbeat.server.alert;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fills alerts into a webhook: {@code {check}}, {@code {kind}}, {@code {reason}}, {@code
 * {subject}}, {@code {text}}, {@code {at}}, {@code {since}}, {@code {missed}}, {@code {tags}},
 * {@code {link}}.
 */
final class Template {
  private Template() {}

  /** The whole alert, with {@code text} and {@code subject} that chat services show. */
  static String json(Message message) {
    JsonObject json = message.json();
    json.addProperty("subject", AlertText.subject(message));
    json.addProperty("text", AlertText.subject(message) + details(message));
    return json.toString();
  }

  private static String details(Message message) {
    String note = message.note().isEmpty() ? "" : "\n" + message.note();
    return note + (message.link().isEmpty() ? "" : "\n" + message.link());
  }

  /** In a JSON body what is filled in is escaped as inside a JSON string. */
  static String filled(String template, Map<String, String> headers, Message message) {
    boolean json =
        headers.entrySet().stream()
            .anyMatch(
                header ->
                    header.getKey().equalsIgnoreCase("Content-Type")
                        && header.getValue().contains("json"));
    return fill(template, message, json ? Template::insideJson : UnaryOperator.identity());
  }

  static String plain(String template, Message message) {
    return fill(template, message, UnaryOperator.identity());
  }

  static String url(String template, Message message) {
    return fill(
        template,
        message,
        value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String insideJson(String value) {
    String quoted = new JsonPrimitive(value).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String fill(String template, Message message, UnaryOperator<String> escape) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (true) {
      int open = template.indexOf('{', from);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return text.append(template, from, template.length()).toString();
      }
      String value = value(template.substring(open + 1, close), message);
      text.append(template, from, open);
      if (value == null) {
        text.append('{');
        from = open + 1;
      } else {
        text.append(escape.apply(value));
        from = close + 1;
      }
    }
  }

  private static @Nullable String value(String name, Message message) {
    return switch (name) {
      case "check" -> message.check();
      case "kind" -> message.kind();
      case "reason" -> message.cause();
      case "subject" -> AlertText.subject(message);
      case "text" -> AlertText.text(message);
      case "at" -> message.at().toString();
      case "since" -> String.valueOf(message.since());
      case "missed" -> Integer.toString(message.missed());
      case "tags" -> String.join(", ", message.tags());
      case "link" -> message.link();
      default -> null;
    };
  }
}
