package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Slack's incoming webhooks. Only {@code &}, {@code <} and {@code >} have a meaning in its markup;
 * with them escaped there is no mention. A section holds 3,000 characters.
 *
 * @param url of an incoming webhook; a secret
 */
public record Slack(String url) implements Service {
  private static final int SUBJECT = 500;
  private static final int SECTION = 2_900;

  @Override
  public String id() {
    return "slack";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String subject = Fit.head(message.subject(), SUBJECT, Markup::entities);
    JsonArray blocks = new JsonArray();
    if (!message.text().isBlank()) {
      blocks.add(section(Fit.head(message.text().strip(), SECTION, Markup::entities)));
    }
    String log = Fit.lastLines(message.log(), SECTION, Slack::code);
    if (!log.isEmpty()) {
      blocks.add(section("```\n" + log + "\n```"));
    }
    if (!message.link().isEmpty()) {
      String target = Markup.entities(message.link()).replace("|", "%7C");
      blocks.add(section("<" + target + "|Open>"));
    }
    JsonObject body = new JsonObject();
    body.addProperty("text", message.kind().sign() + " " + subject);
    body.addProperty("link_names", false);
    if (!blocks.isEmpty()) {
      JsonObject attachment = new JsonObject();
      attachment.addProperty("color", "#%06X".formatted(message.kind().color()));
      attachment.addProperty("fallback", subject);
      attachment.add("blocks", blocks);
      JsonArray attachments = new JsonArray();
      attachments.add(attachment);
      body.add("attachments", attachments);
    }
    return Requests.json(url, body);
  }

  private static String code(String line) {
    return Markup.entities(Markup.code(line));
  }

  private static JsonObject section(String content) {
    JsonObject text = new JsonObject();
    text.addProperty("type", "mrkdwn");
    text.addProperty("text", content);
    text.addProperty("verbatim", true);
    JsonObject section = new JsonObject();
    section.addProperty("type", "section");
    section.add("text", text);
    return section;
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String said = Fit.head(body.strip(), 100);
    return switch (said) {
      case "no_service", "invalid_token", "no_team", "no_active_hooks" ->
          "its \"slack\" URL is no webhook any more (" + said + "); make a new one in Slack";
      case "channel_not_found", "channel_is_archived", "action_prohibited" ->
          "the Slack channel of its \"slack\" URL takes no messages (" + said + ")";
      default ->
          status == 403 || status == 404 || status == 410
              ? "its \"slack\" URL is not that of an incoming webhook"
              : null;
    };
  }
}
