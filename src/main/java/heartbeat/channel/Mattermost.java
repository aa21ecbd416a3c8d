package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Mattermost's incoming webhooks: one attachment in Markdown; a post has 16,383 characters at most.
 * Its texts support mentions, so those are broken up.
 *
 * @param url of an incoming webhook; a secret
 */
public record Mattermost(String url) implements Service {
  private static final int SUBJECT = 500;
  private static final int TEXT = 4_000;
  private static final int LOG = 8_000;

  @Override
  public String id() {
    return "mattermost";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String subject = message.kind().sign() + " " + message.subject();
    String text = Fit.head(message.text().strip(), TEXT, Markup::markdown);
    String log = Fit.lastLines(message.log(), LOG, Mattermost::code);
    JsonObject attachment = new JsonObject();
    attachment.addProperty("fallback", Fit.head(subject, SUBJECT, Markup::quiet));
    attachment.addProperty("color", "#%06X".formatted(message.kind().color()));
    attachment.addProperty("title", Fit.head(subject, SUBJECT, Markup::markdown));
    if (!message.link().isEmpty()) {
      attachment.addProperty("title_link", message.link());
    }
    attachment.addProperty("text", log.isEmpty() ? text : text + "\n```\n" + log + "\n```");
    JsonArray attachments = new JsonArray();
    attachments.add(attachment);
    JsonObject body = new JsonObject();
    body.add("attachments", attachments);
    return Requests.json(url, body);
  }

  private static String code(String line) {
    return Markup.quiet(Markup.code(line));
  }

  @Override
  public @Nullable String blame(int status, String body) {
    return switch (status) {
      case 400, 401, 403, 404 ->
          "its \"mattermost\" URL is no incoming webhook, or its channel is gone"
              + said(Requests.said(body, "message"));
      default -> null;
    };
  }

  private static String said(String message) {
    return message.isEmpty() ? "" : " (" + Fit.head(message, 100) + ")";
  }
}
