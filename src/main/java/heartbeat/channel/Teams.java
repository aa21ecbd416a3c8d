package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Teams: an Adaptive Card to the URL of a workflow ("When a Teams webhook request is
 * received"). A message has 28 kB at most. Text goes into a RichTextBlock, where Markdown and
 * mentions mean nothing.
 *
 * @param url of a workflow; a secret
 */
public record Teams(String url) implements Service {
  private static final int MOST_BYTES = 27_000;
  private static final int SUBJECT = 500;
  private static final int TEXT = 4_000;
  private static final int LOG = 12_000;

  @Override
  public String id() {
    return "teams";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    int log = LOG;
    int text = TEXT;
    while (true) {
      JsonObject body = body(card(blocks(message, text, log), message.link()));
      if (Fit.bytes(body.toString()) <= MOST_BYTES || text < 100) {
        return Requests.json(url, body);
      }
      text = log == 0 ? text / 2 : text;
      log = log < 200 ? 0 : log / 2;
    }
  }

  /** What the message says, a block each: its subject, its text, the last lines of the log. */
  private static JsonArray blocks(ChannelMessage message, int text, int log) {
    JsonArray blocks = new JsonArray();
    JsonObject subject = run(message.kind().sign() + " " + Fit.head(message.subject(), SUBJECT));
    subject.addProperty("weight", "Bolder");
    subject.addProperty("size", "Medium");
    subject.addProperty("color", color(message.kind()));
    blocks.add(block(subject));
    if (!message.text().isBlank()) {
      blocks.add(block(run(Fit.head(message.text().strip(), text))));
    }
    String lines = Fit.lastLines(message.log(), log, line -> line);
    if (!lines.isEmpty()) {
      JsonObject code = run(lines);
      code.addProperty("fontType", "Monospace");
      code.addProperty("size", "Small");
      blocks.add(block(code));
    }
    return blocks;
  }

  private static JsonObject card(JsonArray blocks, String link) {
    JsonObject card = new JsonObject();
    card.addProperty("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.addProperty("type", "AdaptiveCard");
    card.addProperty("version", "1.4");
    card.add("body", blocks);
    if (!link.isEmpty()) {
      JsonObject open = new JsonObject();
      open.addProperty("type", "Action.OpenUrl");
      open.addProperty("title", "Open");
      open.addProperty("url", link);
      JsonArray actions = new JsonArray();
      actions.add(open);
      card.add("actions", actions);
    }
    JsonObject wide = new JsonObject();
    wide.addProperty("width", "Full");
    card.add("msteams", wide);
    return card;
  }

  /** The message that carries a card to a workflow. */
  private static JsonObject body(JsonObject card) {
    JsonObject attachment = new JsonObject();
    attachment.addProperty("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.add("contentUrl", JsonNull.INSTANCE);
    attachment.add("content", card);
    JsonArray attachments = new JsonArray();
    attachments.add(attachment);
    JsonObject body = new JsonObject();
    body.addProperty("type", "message");
    body.add("attachments", attachments);
    return body;
  }

  private static JsonObject block(JsonObject run) {
    JsonArray inlines = new JsonArray();
    inlines.add(run);
    JsonObject block = new JsonObject();
    block.addProperty("type", "RichTextBlock");
    block.add("inlines", inlines);
    return block;
  }

  private static JsonObject run(String text) {
    JsonObject run = new JsonObject();
    run.addProperty("type", "TextRun");
    run.addProperty("text", text);
    return run;
  }

  private static String color(ChannelMessage.Kind kind) {
    return switch (kind) {
      case DOWN, REMINDER -> "Attention";
      case UP -> "Good";
      case WARNING, LATE -> "Warning";
      case NOTICE, TEST -> "Accent";
    };
  }

  @Override
  public @Nullable String blame(int status, String body) {
    return switch (status) {
      case 401, 403 ->
          "its \"teams\" URL is not accepted: copy the whole URL of the workflow, with its \"sig\"";
      case 404, 410 -> "its \"teams\" URL leads to no workflow: it was deleted or turned off";
      default -> null;
    };
  }
}
