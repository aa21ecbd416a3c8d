package heartbeat.channel;

import heartbeat.model.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zulip's bots: a message of 10,000 characters at most, under a topic of 60.
 *
 * @param url of the organisation
 * @param email of the bot
 * @param key its API key; a secret
 * @param stream the channel's name
 * @param topic null: the name of the check or job
 */
public record Zulip(String url, String email, String key, String stream, @Nullable String topic)
    implements Service {
  private static final int SUBJECT = 500;
  private static final int TEXT = 3_000;
  private static final int LOG = 6_000;
  private static final int TOPIC = 60;

  @Override
  public String id() {
    return "zulip";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    StringBuilder text = new StringBuilder();
    text.append(message.kind().sign()).append(' ');
    text.append(Fit.head(message.subject(), SUBJECT, Markup::markdown));
    if (!message.text().isBlank()) {
      text.append('\n').append(Fit.head(message.text().strip(), TEXT, Markup::markdown));
    }
    String log = Fit.lastLines(message.log(), LOG, line -> Markup.quiet(Markup.code(line)));
    if (!log.isEmpty()) {
      text.append("\n```text\n").append(log).append("\n```");
    }
    if (!message.link().isEmpty()) {
      text.append('\n').append(message.link());
    }
    String under = topic != null ? topic : message.name().isEmpty() ? "heartbeat" : message.name();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("type", "stream");
    fields.put("to", stream);
    fields.put("topic", Fit.head(under, TOPIC));
    fields.put("content", text.toString());
    return Requests.form(
        url + "/api/v1/messages", Map.of("Authorization", Requests.basic(email, key)), fields);
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String said = Fit.head(Requests.said(body, "msg"), 150);
    String words = said.isEmpty() ? "" : " (" + said + ")";
    if (status == 401 || status == 403) {
      return "its \"zulip.email\" or \"zulip.key\" is not that of a bot" + words;
    }
    if (said.toLowerCase(Locale.ROOT).matches(".*(stream|channel).*")) {
      return "its \"zulip.stream\" is no channel that the bot can write to" + words;
    }
    if (status == 404) {
      return "its \"zulip.url\" is not that of a Zulip organisation" + words;
    }
    return said.isEmpty() ? null : "Zulip says: " + said;
  }
}
