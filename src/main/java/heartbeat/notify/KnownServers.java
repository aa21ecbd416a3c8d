package heartbeat.notify;

import heartbeat.channel.ToldRecipients;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What servers said of themselves in their answers: how much of a ping's body each keeps ({@code
 * Ping-Body-Limit}; a healthchecks server keeps the first bytes, and what matters in a log is its
 * end), and whether it reads whom the client has told.
 */
final class KnownServers {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Map<String, Integer> limits = new ConcurrentHashMap<>();
  private final Set<String> readers = ConcurrentHashMap.newKeySet();

  /** The end of the body, as valid UTF-8, not longer than this server keeps. */
  byte[] fit(HttpUrl url, String body) {
    return end(body.getBytes(StandardCharsets.UTF_8), of(url));
  }

  /** How many bytes this server is known to keep; Integer.MAX_VALUE when it has not said. */
  int of(HttpUrl url) {
    return limits.getOrDefault(key(url), NO_LIMIT);
  }

  /** Remembers a header's value, and returns the limit that is now known. */
  int learn(HttpUrl url, @Nullable String header) {
    if (header != null) {
      try {
        int limit = Integer.parseInt(header.strip());
        if (limit >= 0) {
          limits.put(key(url), limit);
        }
      } catch (NumberFormatException notALimit) {
        // The header is only advice: send the whole body.
      }
    }
    return of(url);
  }

  /** Takes note of what it answered in {@link ToldRecipients#HEADER}. */
  void learnWhetherItReads(HttpUrl url, @Nullable String header) {
    if (header != null) {
      readers.add(key(url));
    }
  }

  /** Whether it is a switch that reads whom the client has told. */
  boolean readsWhoIsTold(HttpUrl url) {
    return readers.contains(key(url));
  }

  /** Cut from the front, and on a character: some servers answer 500 to half of one. */
  static byte[] end(byte[] utf8, int limit) {
    int from = Math.max(0, utf8.length - limit);
    while (from > 0 && from < utf8.length && (utf8[from] & 0xC0) == 0x80) {
      from++;
    }
    return Arrays.copyOfRange(utf8, from, utf8.length);
  }

  private static String key(HttpUrl url) {
    return url.scheme() + "://" + url.host() + ":" + url.port();
  }
}
