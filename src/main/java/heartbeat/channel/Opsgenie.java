package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opsgenie's Alert API: a failure makes an alert, its recovery closes it by the same alias. A
 * message has 130 characters, an alias 512, a description 15,000, and there are 20 tags of 50.
 *
 * @param url of the API, {@code https://api.opsgenie.com} or {@code https://api.eu.opsgenie.com}
 * @param key of an API integration; a secret
 */
public record Opsgenie(String url, String key) implements Service {
  private static final int MESSAGE = 130;
  private static final int ALIAS = 512;
  private static final int TEXT = 4_000;
  private static final int LOG = 10_000;

  @Override
  public String id() {
    return "opsgenie";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    Map<String, String> login = Map.of("Authorization", "GenieKey " + key);
    String alias = DedupKey.within(message.key(), ALIAS);
    JsonObject body = new JsonObject();
    body.addProperty("source", "heartbeat");
    if (message.kind() == ChannelMessage.Kind.UP) {
      body.addProperty("note", Fit.head(message.subject(), TEXT));
      String close = url + "/v2/alerts/" + Requests.encoded(alias) + "/close?identifierType=alias";
      return Requests.json("POST", close, login, body);
    }
    String text = Fit.head(message.text().strip(), TEXT);
    String log = Fit.lastLines(message.log(), LOG, line -> line);
    String link = message.link().isEmpty() ? "" : "\n\n" + Fit.head(message.link(), 500);
    body.addProperty("message", Fit.head(message.subject(), MESSAGE));
    body.addProperty("alias", alias);
    body.addProperty("description", text + (log.isEmpty() ? "" : "\n\n" + log) + link);
    body.addProperty("entity", Fit.head(message.name(), 500));
    body.addProperty("priority", priority(message.kind()));
    JsonArray tags = new JsonArray();
    message.tags().stream().limit(20).forEach(tag -> tags.add(Fit.head(tag, 50)));
    body.add("tags", tags);
    return Requests.json("POST", url + "/v2/alerts", login, body);
  }

  private static String priority(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> "P1";
      case WARNING, LATE, NOTICE -> "P3";
      case UP, TEST -> "P5";
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String said = Fit.head(Requests.said(body, "message"), 150);
    String words = said.isEmpty() ? "" : " (" + said + ")";
    return switch (status) {
      case 401, 403 ->
          "its \"opsgenie\" key is not accepted"
              + words
              + "; for an account in the EU set \"opsgenie.url\" to https://api.eu.opsgenie.com";
      case 404 -> "its \"opsgenie.url\" is wrong" + words;
      default -> said.isEmpty() ? null : "Opsgenie says: " + said;
    };
  }
}
