package heartbeat.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import heartbeat.model.Excerpt;
import heartbeat.model.HttpRequest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request of the user's own make.
 *
 * @param url with placeholders; may hold secrets
 * @param headers with placeholders
 * @param body with placeholders; one that begins with a brace or bracket is JSON, and values are
 *     escaped in it; null: the whole message as JSON
 */
public record Webhook(String url, String method, Map<String, String> headers, @Nullable String body)
    implements Service {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  public Webhook {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  @Override
  public String id() {
    return "webhook";
  }

  @Override
  public HttpRequest request(ChannelMessage message) {
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach(
        (name, value) ->
            filled.put(
                name, headerText(AlertPlaceholder.fill(value, message, UnaryOperator.identity()))));
    // Who gets it twice can tell: after a crash, or from another machine, it is the same message.
    if (filled.keySet().stream().noneMatch(IDEMPOTENCY_KEY::equalsIgnoreCase)) {
      filled.put(IDEMPOTENCY_KEY, headerText(message.id()));
    }
    boolean typed = filled.keySet().stream().anyMatch(CONTENT_TYPE::equalsIgnoreCase);
    if (!typed) {
      filled.put(
          CONTENT_TYPE,
          body == null || isJson() ? "application/json" : "text/plain; charset=utf-8");
    }
    return new HttpRequest(
        AlertPlaceholder.fill(url, message, Requests::encoded),
        method,
        filled,
        body == null ? json(message).toString() : AlertPlaceholder.fill(body, message, escape()));
  }

  /** Whether the body is JSON: by its header, or because it begins so. */
  private boolean isJson() {
    String type = contentType();
    if (type.contains("json")) {
      return true;
    }
    String start = body == null ? "" : body.strip();
    if (start.startsWith("[")) {
      return true;
    }
    int close = start.indexOf('}');
    boolean placeholder = close > 0 && AlertPlaceholder.named(start.substring(1, close)) != null;
    return start.startsWith("{") && !placeholder;
  }

  private String contentType() {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(CONTENT_TYPE)) {
        return header.getValue().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private UnaryOperator<String> escape() {
    if (isJson()) {
      return Webhook::insideJson;
    }
    return contentType().contains("x-www-form-urlencoded")
        ? Requests::encoded
        : UnaryOperator.identity();
  }

  private static String insideJson(String value) {
    String quoted = new JsonPrimitive(value).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  /** What is wrong with a body that is to be JSON; null: nothing. */
  public @Nullable String bodyProblem() {
    if (body == null || !isJson()) {
      return null;
    }
    String filled = AlertPlaceholder.fill(body, SAMPLE, escape());
    try (JsonReader reader = new JsonReader(new StringReader(filled))) {
      reader.setStrictness(Strictness.STRICT);
      boolean something = !JsonParser.parseReader(reader).isJsonNull();
      return something && reader.peek() == JsonToken.END_DOCUMENT
          ? null
          : "is JSON with something behind it";
    } catch (IOException | JsonParseException | IllegalStateException wrong) {
      return "is not valid JSON once its placeholders are filled in: put each in double quotes";
    }
  }

  private static final ChannelMessage SAMPLE =
      new ChannelMessage(
          ChannelMessage.Kind.TEST,
          "1",
          "sample",
          "a \"name\"",
          "a \"subject\"",
          "missed",
          "two\nlines",
          List.of("tag"),
          List.of("log"),
          "https://example.org/",
          Instant.EPOCH,
          new ChannelMessage.Facts("s", "u", "d", "w", "h", Instant.EPOCH, Instant.EPOCH, 1, 1));

  /** Header values are ASCII; others are written as in mail (RFC 2047), which ntfy reads. */
  private static String headerText(String text) {
    String line = Excerpt.oneLine(text);
    if (line.chars().allMatch(c -> c < 128)) {
      return line;
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  /** The whole message, with {@code text} and {@code subject} that chat services show. */
  public static JsonObject json(ChannelMessage message) {
    ChannelMessage.Facts facts = message.facts();
    JsonObject json = new JsonObject();
    json.addProperty("id", message.id());
    json.addProperty("key", message.key());
    json.addProperty("event", message.kind().id());
    json.addProperty("kind", message.kindWord());
    json.addProperty("check", message.name());
    json.addProperty("slug", facts.slug());
    json.addProperty("uuid", facts.uuid());
    json.addProperty("desc", facts.description());
    json.addProperty("schedule", facts.schedule());
    JsonArray tags = new JsonArray();
    message.tags().forEach(tags::add);
    json.add("tags", tags);
    json.addProperty("reason", message.reason());
    json.addProperty("at", message.at().toString());
    json.addProperty("since", text(facts.since()));
    json.addProperty("missed", facts.missed());
    json.addProperty("lastPing", text(facts.lastPing()));
    json.addProperty("exitStatus", facts.exitStatus());
    json.addProperty("log", String.join("\n", message.log()));
    json.addProperty("note", message.text());
    json.addProperty("link", message.link());
    json.addProperty("host", facts.host());
    json.addProperty("subject", message.subject());
    String link = message.link().isEmpty() ? "" : "\n" + message.link();
    json.addProperty("text", message.subject() + "\n" + message.text().strip() + link);
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  @Override
  public @Nullable String blame(int status, String answer) {
    return switch (status) {
      case 401, 403 -> "the key in its \"url\" or \"headers\" is not accepted";
      case 404, 410 -> "its \"url\" is wrong";
      case 405 -> "its \"method\" is wrong";
      case 400, 413, 415, 422 -> "its \"body\" is not what the server wants";
      default -> null;
    };
  }
}
