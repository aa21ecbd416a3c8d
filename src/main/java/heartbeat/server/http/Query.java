package heartbeat.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL or a form. A value whose encoding is not valid stays as it is. */
public final class Query {
  private static final int MOST = 100;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  Query(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    for (String pair : text.split("&", MOST)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
  }

  /** The parameter's first value; null when there is none. */
  @Nullable
  public String get(String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.getFirst();
  }

  public String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
