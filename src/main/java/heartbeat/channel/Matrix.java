package heartbeat.channel;

import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matrix: {@code m.room.message} by PUT. The transaction id stays the same when a message is sent
 * again, so that it arrives once. {@code m.mentions} names nobody. An event has 65 kB at most.
 *
 * @param url of the homeserver
 * @param token an access token; a secret
 * @param room its id, which begins with {@code !}
 */
public record Matrix(String url, String token, String room) implements Service {
  private static final int SUBJECT = 500;
  private static final int TEXT = 3_000;
  private static final int LOG = 5_000;

  @Override
  public String id() {
    return "matrix";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    String subject = message.kind().sign() + " " + Fit.head(message.subject(), SUBJECT);
    String text = Fit.head(message.text().strip(), TEXT);
    String log = Fit.lastLines(message.log(), LOG, line -> line);
    StringBuilder plain = new StringBuilder(subject);
    StringBuilder html = new StringBuilder("<strong>");
    html.append(Markup.entities(subject)).append("</strong>");
    if (!text.isEmpty()) {
      plain.append('\n').append(text);
      html.append("<br>").append(Markup.entities(text).replace("\n", "<br>"));
    }
    if (!log.isEmpty()) {
      plain.append("\n\n").append(log);
      html.append("<pre><code>").append(Markup.entities(log)).append("</code></pre>");
    }
    if (!message.link().isEmpty()) {
      plain.append('\n').append(message.link());
      html.append("<br><a href=\"").append(Markup.attribute(message.link())).append("\">Open</a>");
    }
    JsonObject body = new JsonObject();
    body.addProperty("msgtype", "m.text");
    body.addProperty("body", plain.toString());
    body.addProperty("format", "org.matrix.custom.html");
    body.addProperty("formatted_body", html.toString());
    body.add("m.mentions", new JsonObject());
    String target =
        url
            + "/_matrix/client/v3/rooms/"
            + Requests.encoded(room)
            + "/send/m.room.message/"
            + Requests.encoded("heartbeat-" + message.id());
    return Requests.json("PUT", target, Map.of("Authorization", "Bearer " + token), body);
  }

  @Override
  public @Nullable String blame(int status, String body) {
    String code = Requests.said(body, "errcode");
    String said = code.isEmpty() ? "" : " (" + Fit.head(code, 60) + ")";
    return switch (status) {
      case 401 -> "its \"matrix.token\" is not accepted" + said;
      case 403 -> "the user of its \"matrix.token\" is not in \"matrix.room\"" + said;
      case 400, 404 ->
          code.equals("M_UNRECOGNIZED") || code.isEmpty()
              ? "its \"matrix.url\" is not that of a homeserver" + said
              : "its \"matrix.room\" is not the id of a room" + said;
      default -> null;
    };
  }
}
