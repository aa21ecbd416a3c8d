package heartbeat.channel;

import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gotify's messages, as plain text: its documentation warns of Markdown in what scripts wrote.
 *
 * @param url of the server
 * @param token of an application; a secret
 * @param priority for what is down; null: 8
 */
public record Gotify(String url, String token, @Nullable Integer priority) implements Service {
  private static final int TITLE = 250;
  private static final int TEXT = 3_000;
  private static final int LOG = 8_000;

  @Override
  public String id() {
    return "gotify";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String text = Fit.head(message.text().strip(), TEXT);
    String log = Fit.lastLines(message.log(), LOG, line -> line);
    String all = log.isEmpty() ? text : text + "\n\n" + log;
    JsonObject display = new JsonObject();
    display.addProperty("contentType", "text/plain");
    JsonObject extras = new JsonObject();
    extras.add("client::display", display);
    if (!message.link().isEmpty()) {
      JsonObject click = new JsonObject();
      click.addProperty("url", message.link());
      JsonObject notification = new JsonObject();
      notification.add("click", click);
      extras.add("client::notification", notification);
    }
    JsonObject body = new JsonObject();
    body.addProperty("title", Fit.head(message.kind().sign() + " " + message.subject(), TITLE));
    body.addProperty("message", all.isBlank() ? message.subject() : all.strip());
    body.addProperty("priority", priority(message.kind()));
    body.add("extras", extras);
    return Requests.json("POST", url + "/message", Map.of("X-Gotify-Key", token), body);
  }

  private int priority(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> priority == null ? 8 : priority;
      case UP, WARNING, LATE, NOTICE, TEST -> 5;
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    return switch (status) {
      case 401, 403 -> "its \"gotify.token\" is not that of an application";
      case 404, 405 -> "its \"gotify.url\" is not that of a Gotify server";
      default -> null;
    };
  }
}
