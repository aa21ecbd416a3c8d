package heartbeat.channel;

import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Google Chat's webhooks: text of 32,000 bytes at most. A failure and its recovery go into one
 * thread, by {@code threadKey}.
 *
 * @param url of a webhook, with its key and token; a secret
 */
public record GoogleChat(String url) implements Service {
  private static final int SUBJECT = 500;
  private static final int TEXT = 3_000;
  private static final int LOG = 6_000;

  @Override
  public String id() {
    return "google-chat";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    StringBuilder text = new StringBuilder();
    text.append(message.kind().sign()).append(' ');
    text.append(Fit.head(message.subject(), SUBJECT, Markup::quiet));
    if (!message.text().isBlank()) {
      text.append('\n').append(Fit.head(message.text().strip(), TEXT, Markup::quiet));
    }
    String log = Fit.lastLines(message.log(), LOG, line -> Markup.quiet(Markup.code(line)));
    if (!log.isEmpty()) {
      text.append("\n```\n").append(log).append("\n```");
    }
    if (!message.link().isEmpty()) {
      text.append('\n').append(message.link());
    }
    JsonObject thread = new JsonObject();
    thread.addProperty("threadKey", message.key());
    JsonObject body = new JsonObject();
    body.addProperty("text", text.toString());
    body.add("thread", thread);
    String target =
        url
            + (url.contains("?") ? "&" : "?")
            + "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
    return Requests.json(target, body);
  }

  @Override
  public @Nullable String blame(int status, String body) {
    return switch (status) {
      case 400, 401, 403, 404 ->
          "its \"google-chat\" URL is no webhook of a space (any more): copy the whole URL, with"
              + " its key and token";
      default -> null;
    };
  }
}
