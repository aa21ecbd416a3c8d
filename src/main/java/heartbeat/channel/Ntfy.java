package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ntfy, published as JSON: a message has 4,096 bytes at most, a longer one becomes an attachment.
 *
 * @param server without a slash at its end
 * @param token an access token; null: none
 * @param priority 1 to 5 for what is down; null: 4
 */
public record Ntfy(String server, String topic, @Nullable String token, @Nullable Integer priority)
    implements Service {
  private static final int TITLE = 250;
  private static final int TEXT = 1_500;
  private static final int ALL_BYTES = 4_000;

  /** From the URL of a topic. */
  public static Ntfy of(String url, @Nullable String token, @Nullable Integer priority) {
    String plain = url.replaceAll("/+$", "");
    int slash = plain.lastIndexOf('/');
    return new Ntfy(plain.substring(0, slash), plain.substring(slash + 1), token, priority);
  }

  @Override
  public String id() {
    return "ntfy";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String text = Fit.headBytes(message.text().strip(), TEXT);
    String log = Fit.lastLines(message.log(), ALL_BYTES, line -> line);
    int room = ALL_BYTES - Fit.bytes(text) - 2;
    String end = heartbeat.model.Excerpt.tail(log, room);
    String all = end.isEmpty() ? text : text.isEmpty() ? end : text + "\n\n" + end;
    JsonObject body = new JsonObject();
    body.addProperty("topic", topic);
    body.addProperty("title", Fit.head(message.subject(), TITLE));
    body.addProperty("message", all.isBlank() ? message.subject() : all);
    body.addProperty("priority", priority(message.kind()));
    JsonArray tags = new JsonArray();
    tags.add(emoji(message.kind()));
    message.tags().stream().limit(5).forEach(tags::add);
    body.add("tags", tags);
    if (!message.link().isEmpty()) {
      body.addProperty("click", message.link());
    }
    Map<String, String> headers =
        token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
    return Requests.json("POST", server, headers, body);
  }

  private int priority(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> priority == null ? 4 : priority;
      case UP, WARNING, LATE, NOTICE, TEST -> 3;
    };
  }

  /** Names that ntfy shows as signs. */
  private static String emoji(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> "red_circle";
      case UP -> "green_circle";
      case WARNING, LATE -> "yellow_circle";
      case NOTICE, TEST -> "large_blue_circle";
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String said = Fit.head(Requests.said(body, "error"), 150);
    String words = said.isEmpty() ? "" : " (" + said + ")";
    return switch (status) {
      case 401 -> "its \"ntfy.token\" is missing or wrong" + words;
      case 403 -> "its \"ntfy.token\" may not publish to this topic" + words;
      case 404, 405 -> "its \"ntfy\" URL is not https://SERVER/TOPIC" + words;
      default -> said.isEmpty() ? null : "ntfy says: " + said;
    };
  }
}
