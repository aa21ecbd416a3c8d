package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * PagerDuty's Events API v2: a failure triggers, its recovery resolves what it triggered, by the
 * same {@code dedup_key}, which has 255 characters at most. A summary has 1,024.
 *
 * @param url of the API, {@code https://events.pagerduty.com}
 * @param key the integration key, 32 characters; a secret
 */
public record PagerDuty(String url, String key) implements Service {
  private static final int SUMMARY = 1_024;
  private static final int TEXT = 8_000;
  private static final int LOG = 16_000;
  private static final int DEDUP = 255;

  @Override
  public String id() {
    return "pagerduty";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    JsonObject body = new JsonObject();
    body.addProperty("routing_key", key);
    body.addProperty("dedup_key", DedupKey.within(message.key(), DEDUP));
    if (message.kind() == ChannelMessage.Kind.UP) {
      body.addProperty("event_action", "resolve");
      return Requests.json(url + "/v2/enqueue", body);
    }
    body.addProperty("event_action", "trigger");
    body.addProperty("client", "heartbeat");
    if (!message.link().isEmpty()) {
      body.addProperty("client_url", message.link());
      JsonObject link = new JsonObject();
      link.addProperty("href", message.link());
      link.addProperty("text", "Open");
      JsonArray links = new JsonArray();
      links.add(link);
      body.add("links", links);
    }
    body.add("payload", payload(message));
    return Requests.json(url + "/v2/enqueue", body);
  }

  private static JsonObject payload(ChannelMessage message) {
    JsonObject details = new JsonObject();
    details.addProperty("text", Fit.head(message.text().strip(), TEXT));
    details.addProperty("log", Fit.lastLines(message.log(), LOG, line -> line));
    details.addProperty("tags", String.join(", ", message.tags()));
    JsonObject payload = new JsonObject();
    payload.addProperty("summary", Fit.head(message.subject(), SUMMARY));
    String host = message.facts().host();
    payload.addProperty("source", host.isEmpty() ? "heartbeat" : host);
    payload.addProperty("severity", severity(message.kind()));
    payload.addProperty("timestamp", message.at().toString());
    payload.addProperty("component", message.name());
    payload.addProperty("class", message.reason());
    payload.add("custom_details", details);
    return payload;
  }

  private static String severity(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> "critical";
      case WARNING, LATE, NOTICE -> "warning";
      case UP, TEST -> "info";
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    JsonObject answer = Requests.object(body);
    String errors =
        answer != null && answer.get("errors") instanceof JsonArray list
            ? Fit.head(list.toString(), 200)
            : "";
    return switch (status) {
      case 400 ->
          errors.contains("routing_key") || errors.isEmpty()
              ? "its \"pagerduty\" key is not an integration key of the Events API v2 " + errors
              : "PagerDuty says: " + errors;
      case 401, 403 -> "its \"pagerduty\" key is not accepted";
      case 404 -> "its \"pagerduty.url\" is wrong";
      default -> null;
    };
  }
}
