package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pushover: a title of 250 characters, a message of 1,024, a URL of 512 at most. Emergency messages
 * ({@code priority: 2}) are repeated each minute, for an hour, until somebody confirms.
 *
 * @param url of the API, {@code https://api.pushover.net}
 * @param token of the application; a secret
 * @param user the key of a user or group; a secret
 * @param device null: all of the user's
 * @param priority -2 to 2 for what is down; null: 1
 */
public record Pushover(
    String url, String token, String user, @Nullable String device, @Nullable Integer priority)
    implements Service {
  private static final int TITLE = 250;
  private static final int TEXT = 500;
  private static final int ALL = 1_020;
  private static final int LINK = 512;

  @Override
  public String id() {
    return "pushover";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String text = Fit.head(message.text().strip(), TEXT);
    String log = Fit.lastLines(message.log(), ALL - text.length() - 2, line -> line);
    String all = log.isEmpty() ? text : text + "\n\n" + log;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("token", token);
    fields.put("user", user);
    fields.put("title", Fit.head(message.kind().sign() + " " + message.subject(), TITLE));
    fields.put("message", all.isBlank() ? Fit.head(message.subject(), ALL) : all.strip());
    fields.put("timestamp", Long.toString(message.at().getEpochSecond()));
    int urgent = priority(message.kind());
    fields.put("priority", Integer.toString(urgent));
    if (urgent == 2) {
      fields.put("retry", "60");
      fields.put("expire", "3600");
    }
    if (device != null) {
      fields.put("device", device);
    }
    if (!message.link().isEmpty() && message.link().length() <= LINK) {
      fields.put("url", message.link());
      fields.put("url_title", "Open");
    }
    return Requests.form(url + "/1/messages.json", Map.of(), fields);
  }

  private int priority(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> priority == null ? 1 : priority;
      case UP, WARNING, LATE, NOTICE, TEST -> 0;
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    JsonObject answer = Requests.object(body);
    if (answer == null || status >= 500) {
      return status == 404 ? "its \"pushover.url\" is wrong" : null;
    }
    String errors =
        answer.get("errors") instanceof JsonArray list ? Fit.head(list.toString(), 200) : "";
    for (String part : new String[] {"token", "user", "device"}) {
      if (Requests.said(body, part).equals("invalid")) {
        return "its \"pushover." + part + "\" is not valid " + errors;
      }
    }
    return errors.isEmpty() ? null : "Pushover says: " + errors;
  }
}
