package heartbeat.cli;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import heartbeat.model.Excerpt;
import heartbeat.notify.WebReader;
import heartbeat.process.ExitStatus;
import heartbeat.process.Refusal;
import heartbeat.process.Version;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks another switch, by the management API of healthchecks, version 3. */
final class RemoteSwitch {
  private static final String NO_ADDRESS =
      "--url is not an address; write it with http:// or https://: https://hb.example.org";

  private static final String CHECKS = "/api/v3/checks/";
  private static final Pattern TOO_MUCH = Pattern.compile("/+$|/api(/v[123](/checks)?)?/*$");

  private final String server;
  private final String url;
  private final RemoteOptions options;
  private final Map<String, String> environment;

  /** Throws Refusal when the address is not a URL, or has a secret in it. */
  RemoteSwitch(String address, RemoteOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
    try {
      URI uri = new URI(address.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (uri.getUserInfo() != null) {
        throw new Refusal(
            ExitStatus.USAGE,
            "--url has a login in it, which everybody on this machine can see: put it into a file"
                + " and say --login-file");
      }
      if (!web || uri.getHost() == null || uri.getQuery() != null) {
        throw new Refusal(ExitStatus.USAGE, NO_ADDRESS);
      }
      server = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
      String path = TOO_MUCH.matcher(String.valueOf(uri.getRawPath())).replaceAll("");
      url = scheme + "://" + server + path + CHECKS;
    } catch (URISyntaxException e) {
      // Its own message quotes the text.
      throw new Refusal(ExitStatus.USAGE, NO_ADDRESS);
    }
  }

  /**
   * What it has.
   *
   * @param undelivered a line for each of its channels that does not work; only heartbeat tells
   */
  record Found(List<RemoteCheck> checks, List<String> undelivered) {}

  /** All its checks. Throws IOException with a message for people. */
  Found checks() throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(options.credentials(environment));
    boolean known = !headers.isEmpty();
    headers.put("User-Agent", "heartbeat/" + Version.number());
    return new WebReader(environment)
        .read(
            new WebReader.Question(url, headers, options.caFile(), options.timeout()),
            (status, location, text) -> answer(status, location, text, known));
  }

  private Found answer(int status, @Nullable String location, Reader text, boolean known)
      throws IOException {
    if (location != null) {
      throw refused("leads elsewhere (status " + status + "): use the address it leads to");
    }
    return switch (status) {
      case 200 -> read(text);
      case 401 ->
          throw refused(
              known
                  ? "does not accept this key or login"
                  : "asks for a key or login: put it into a file and say --api-key-file or"
                      + " --login-file, or set HEARTBEAT_API_KEY or HEARTBEAT_LOGIN");
      case 403 -> throw refused("does not answer under this name without a login (status 403)");
      case 429 -> throw refused("was asked too often; try again later");
      default -> throw refused("is no switch, or not well: it answers with status " + status);
    };
  }

  private Found read(Reader text) throws IOException {
    List<RemoteCheck> checks = new ArrayList<>();
    List<String> undelivered = new ArrayList<>();
    boolean found = false;
    try (JsonReader json = new JsonReader(text)) {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.equals("undelivered") && json.peek() == JsonToken.BEGIN_ARRAY) {
          JsonParser.parseReader(json)
              .getAsJsonArray()
              .forEach(line -> undelivered.add(Excerpt.oneLine(line.getAsString())));
          continue;
        }
        if (!name.equals("checks") || json.peek() != JsonToken.BEGIN_ARRAY) {
          json.skipValue();
          continue;
        }
        found = true;
        json.beginArray();
        while (json.hasNext()) {
          checks.add(RemoteCheck.of(JsonParser.parseReader(json).getAsJsonObject()));
        }
        json.endArray();
      }
    } catch (MalformedJsonException | EOFException e) {
      found = false;
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
      found = false;
    }
    if (!found) {
      throw refused("is no switch: what it answers is no list of checks");
    }
    return new Found(checks, undelivered);
  }

  private WebReader.Unreadable refused(String why) {
    return new WebReader.Unreadable(server + " " + why);
  }
}
