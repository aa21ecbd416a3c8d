package heartbeat.channel;

import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's bots: {@code sendMessage} with HTML, 4,096 characters at most.
 *
 * @param url of the Bot API, {@code https://api.telegram.org}
 * @param token of the bot; a secret
 * @param chat the id of a chat, or {@code @channel}
 * @param topic the id of a topic in it; null: none
 */
public record Telegram(String url, String token, String chat, @Nullable String topic)
    implements Service {
  private static final int SUBJECT = 400;
  private static final int TEXT = 1_200;
  private static final int ALL = 4_000;

  @Override
  public String id() {
    return "telegram";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    StringBuilder text = new StringBuilder();
    text.append("<b>").append(message.kind().sign()).append(' ');
    text.append(Fit.head(message.subject(), SUBJECT, Telegram::shown)).append("</b>");
    if (!message.text().isBlank()) {
      text.append('\n').append(Fit.head(message.text().strip(), TEXT, Telegram::shown));
    }
    String link =
        message.link().isEmpty() || message.link().length() > 1_000
            ? ""
            : "\n<a href=\"" + Markup.attribute(message.link()) + "\">Open</a>";
    int room = ALL - text.length() - link.length() - "\n<pre></pre>".length();
    String log = Fit.lastLines(message.log(), room, Markup::entities);
    if (!log.isEmpty()) {
      text.append("\n<pre>").append(log).append("</pre>");
    }
    JsonObject preview = new JsonObject();
    preview.addProperty("is_disabled", true);
    JsonObject body = new JsonObject();
    body.addProperty("chat_id", chat);
    if (topic != null) {
      body.addProperty("message_thread_id", topic);
    }
    body.addProperty("text", text.append(link).toString());
    body.addProperty("parse_mode", "HTML");
    body.add("link_preview_options", preview);
    return Requests.json(url + "/bot" + token + "/sendMessage", body);
  }

  private static String shown(String text) {
    return Markup.entities(Markup.quiet(text));
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String said = Fit.head(Requests.said(body, "description"), 150);
    String lower = said.toLowerCase(Locale.ROOT);
    if (status == 401 || status == 404) {
      return "its \"telegram.token\" is not that of a bot" + quoted(said);
    }
    if (lower.contains("thread")) {
      return "its \"telegram.topic\" is wrong" + quoted(said);
    }
    if (status == 403 || lower.contains("chat")) {
      return "its \"telegram.chat\" is wrong, or the bot is not in that chat" + quoted(said);
    }
    return said.isEmpty() ? null : "Telegram says: " + said;
  }

  private static String quoted(String said) {
    return said.isEmpty() ? "" : " (" + said + ")";
  }
}
