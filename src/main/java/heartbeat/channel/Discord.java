package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Discord's webhooks: one embed, its title with 256 characters and its description with 4,096 at
 * most; {@code allowed_mentions} names nobody.
 *
 * @param url of a webhook; a secret
 */
public record Discord(String url) implements Service {
  private static final int TITLE = 250;
  private static final int TEXT = 1_500;
  private static final int DESCRIPTION = 4_000;

  @Override
  public String id() {
    return "discord";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String text = Fit.head(message.text().strip(), TEXT, Markup::markdown);
    String log = Fit.lastLines(message.log(), DESCRIPTION - TEXT - 20, Markup::code);
    JsonObject embed = new JsonObject();
    embed.addProperty(
        "title",
        Fit.head(message.kind().sign() + " " + message.subject(), TITLE, Markup::markdown));
    embed.addProperty("description", log.isEmpty() ? text : text + "\n```\n" + log + "\n```");
    embed.addProperty("color", message.kind().color());
    embed.addProperty("timestamp", message.at().toString());
    if (!message.link().isEmpty()) {
      embed.addProperty("url", message.link());
    }
    JsonArray embeds = new JsonArray();
    embeds.add(embed);
    JsonObject nobody = new JsonObject();
    nobody.add("parse", new JsonArray());
    JsonObject body = new JsonObject();
    body.add("embeds", embeds);
    body.add("allowed_mentions", nobody);
    return Requests.json(url, body);
  }

  @Override
  public @Nullable String blame(int status, String body) {
    return status == 401 || status == 403 || status == 404
        ? "its \"discord\" URL is no webhook (any more); make a new one in the channel's settings"
        : null;
  }
}
