package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import heartbeat.server.http.Rejected;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON object. Errors have the texts of healthchecks. */
public final class ApiFields {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final BigInteger SHORTEST = BigInteger.valueOf(60);
  private static final BigInteger LONGEST = BigInteger.valueOf(31_536_000);

  private final JsonObject json;

  public ApiFields(JsonObject json) {
    this.json = json;
  }

  public boolean has(String key) {
    return json.has(key);
  }

  public boolean hasAll(Set<String> keys) {
    return keys.stream().allMatch(json::has);
  }

  /** A text of at most {@code longest} characters (code points); null when the field is missing. */
  @Nullable
  public String text(String key, int most) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!ApiCheck.isText(value)) {
      throw problem(key + " is not a string");
    }
    String text = value.getAsString();
    if (text.codePointCount(0, text.length()) > most) {
      throw problem(key + " is too long");
    }
    // No database can store these characters.
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
      throw problem(key + " has unexpected value");
    }
    return text;
  }

  @Nullable
  public Boolean flag(String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
      throw problem(key + " is not a boolean");
    }
    return value.getAsBoolean();
  }

  /** A duration in whole seconds, from one minute to one year; null when the field is missing. */
  @Nullable
  public Duration seconds(String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    boolean whole =
        value instanceof JsonPrimitive primitive
            && primitive.isNumber()
            && WHOLE.matcher(primitive.getAsString()).matches();
    if (!whole) {
      throw problem(key + " is not a number");
    }
    BigInteger seconds = new BigInteger(value.getAsString());
    if (seconds.compareTo(SHORTEST) < 0) {
      throw problem(key + " is too small");
    }
    if (seconds.compareTo(LONGEST) > 0) {
      throw problem(key + " is too large");
    }
    return Duration.ofSeconds(seconds.longValueExact());
  }

  /** One of the allowed texts; null when the field is missing. */
  @Nullable
  public String choice(String key, Set<String> choices) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!ApiCheck.isText(value) || !choices.contains(value.getAsString())) {
      throw problem(key + " has unexpected value");
    }
    return value.getAsString();
  }

  /** An array of allowed texts; empty when the field is missing. */
  public Set<String> choices(String key, Set<String> choices) {
    Set<String> chosen = new TreeSet<>();
    JsonElement value = json.get(key);
    if (value == null) {
      return chosen;
    }
    if (!value.isJsonArray()) {
      throw problem(key + " is not an array");
    }
    for (JsonElement one : value.getAsJsonArray()) {
      if (!ApiCheck.isText(one) || !choices.contains(one.getAsString())) {
        throw problem("an item in '" + key + "' has unexpected value");
      }
      chosen.add(one.getAsString());
    }
    return chosen;
  }

  /** An array of any texts; null when the field is missing. */
  @Nullable
  public List<String> texts(String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isJsonArray()) {
      throw problem(key + " is not an array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonElement one : value.getAsJsonArray()) {
      if (!ApiCheck.isText(one)) {
        throw problem("an item in '" + key + "' is not a string");
      }
      texts.add(one.getAsString());
    }
    return texts;
  }

  public static Rejected problem(String what) {
    return new Rejected(400, "json validation error: " + what);
  }
}
