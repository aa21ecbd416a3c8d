package heartbeat.channel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import heartbeat.model.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The forms that requests have, and what answers say. */
final class Requests {
  private Requests() {}

  static HttpRequest json(String url, JsonObject body) {
    return json("POST", url, Map.of(), body);
  }

  static HttpRequest json(String method, String url, Map<String, String> headers, JsonObject body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new HttpRequest(url, method, all, body.toString());
  }

  static HttpRequest form(String url, Map<String, String> headers, Map<String, String> fields) {
    StringJoiner body = new StringJoiner("&");
    fields.forEach((name, value) -> body.add(encoded(name) + "=" + encoded(value)));
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    return new HttpRequest(url, "POST", all, body.toString());
  }

  /** Percent-encoded, for a path, a query or a form. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** The text of a member of an answer in JSON; empty when there is none. */
  static String said(String body, String member) {
    JsonObject object = object(body);
    JsonElement value = object == null ? null : object.get(member);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  static @Nullable JsonObject object(String body) {
    try {
      JsonElement element = JsonParser.parseString(body);
      return element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException | StackOverflowError notJson) {
      return null;
    }
  }
}
