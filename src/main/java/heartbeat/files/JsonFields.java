package heartbeat.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a file. Every method throws JsonParseException when the field is
 * missing or of another type, so that a damaged file always gives the same exception. It ignores
 * fields that nobody asks for: a newer version may have written them.
 */
public final class JsonFields {
  private final JsonObject object;

  private JsonFields(JsonObject object) {
    this.object = object;
  }

  /** Reads an object. */
  public static JsonFields parse(byte[] utf8) {
    try {
      return of(JsonParser.parseString(new String(utf8, StandardCharsets.UTF_8)));
    } catch (StackOverflowError e) {
      throw new JsonParseException("nested too deeply", e);
    }
  }

  private static JsonFields of(JsonElement element) {
    if (!element.isJsonObject()) {
      throw new JsonParseException("no JSON object");
    }
    return new JsonFields(element.getAsJsonObject());
  }

  /** A text that may be missing. */
  public @Nullable String textOrNull(String name) {
    JsonElement element = object.get(name);
    if (element == null || element.isJsonNull()) {
      return null;
    }
    if (!element.isJsonPrimitive()) {
      throw new JsonParseException(name + " is no text");
    }
    return element.getAsString();
  }

  /** A text. */
  public String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw new JsonParseException(name + " is missing");
    }
    return text;
  }

  /** A text that the parser reads; when it throws, the file is damaged. */
  public <T> T parsed(String name, Function<String, T> parser) {
    T value = parsedOrNull(name, parser);
    if (value == null) {
      throw new JsonParseException(name + " is missing");
    }
    return value;
  }

  /** As {@link #parsed}, of a field that may be missing. */
  public <T> @Nullable T parsedOrNull(String name, Function<String, T> parser) {
    String text = textOrNull(name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JsonParseException(name + " can't be read: " + text, e);
    }
  }

  /** A whole number. */
  public long number(String name) {
    return parsed(name, Long::parseLong);
  }

  /** A whole number that may be missing. */
  public @Nullable Integer integerOrNull(String name) {
    return parsedOrNull(name, Integer::parseInt);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** A time in ISO 8601. */
  public Instant instant(String name) {
    return parsed(name, Instant::parse);
  }

  /** A time that may be missing. */
  public @Nullable Instant instantOrNull(String name) {
    return parsedOrNull(name, Instant::parse);
  }

  /** A duration in ISO 8601. */
  public Duration duration(String name) {
    return parsed(name, Duration::parse);
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array(name)) {
      if (!element.isJsonPrimitive()) {
        throw new JsonParseException(name + " holds something that is no text");
      }
      texts.add(element.getAsString());
    }
    return texts;
  }

  /** A list of objects, each read by this. */
  public <T> List<T> objects(String name, Function<JsonFields, T> reader) {
    List<T> objects = new ArrayList<>();
    for (JsonElement element : array(name)) {
      objects.add(reader.apply(of(element)));
    }
    return objects;
  }

  private JsonArray array(String name) {
    JsonElement element = object.get(name);
    if (element == null || !element.isJsonArray()) {
      throw new JsonParseException(name + " is no list");
    }
    return element.getAsJsonArray();
  }

  /** An object with these members, without those that are null. */
  public static byte[] write(Members members) {
    StringWriter text = new StringWriter(512);
    try (JsonWriter json = new JsonWriter(text)) {
      json.setSerializeNulls(false);
      json.beginObject();
      members.write(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a list of texts. */
  public static void writeTexts(JsonWriter json, String name, List<String> texts)
      throws IOException {
    json.name(name).beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  /** Writes the members of an object. */
  @FunctionalInterface
  public interface Members {
    void write(JsonWriter json) throws IOException;
  }
}
