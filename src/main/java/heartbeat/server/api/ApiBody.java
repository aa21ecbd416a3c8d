package heartbeat.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The body of an API request: one JSON object in valid UTF-8, or nothing. */
public final class ApiBody {
  private ApiBody() {}

  /**
   * Reads the body. Throws Rejected when it is not a JSON object, or longer than {@code largest}
   * bytes.
   */
  public static JsonObject read(Exchange exchange, int largest) {
    byte[] body = exchange.body(largest + 1);
    if (body.length == 0) {
      return new JsonObject();
    }
    if (body.length > largest) {
      throw new Rejected(413, "body too large");
    }
    JsonElement json = parsed(body);
    if (!json.isJsonObject()) {
      throw ApiFields.problem("value is not an object");
    }
    return json.getAsJsonObject();
  }

  private static JsonElement parsed(byte[] body) {
    try {
      // Unlike new String(…), this throws an exception when the bytes are not UTF-8.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return json;
      }
    } catch (CharacterCodingException | JsonParseException | StackOverflowError e) {
      // The error follows below.
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The error follows below.
    }
    throw new Rejected(400, "could not parse request body");
  }
}
