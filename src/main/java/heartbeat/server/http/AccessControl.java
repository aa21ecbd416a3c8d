package heartbeat.server.http;

import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may look and who may change. When the switch listens on loopback and the config has
 * no users, everybody on this machine may do both. Else pages ask for a login, and the API asks for
 * a key.
 */
public final class AccessControl {
  /** Login attempts per second of one {@link Network}; a burst of five is allowed. */
  private static final double TRIES = 0.5;

  private static final int MOST_REMEMBERED = 1_000;

  /** How many logins may wait while the switch compares a password; further ones are refused. */
  private static final int QUEUE = 4;

  /** IP addresses only: anybody may own a name such as {@code 127.example.org}. */
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final SwitchService service;
  private final TokenBuckets<String> tries = new TokenBuckets<>();

  private final Semaphore comparing = new Semaphore(1 + QUEUE);

  /**
   * Digests of the pairs of hash and password that match: so PBKDF2, which is slow, runs only once
   * for each pair.
   */
  private final Set<String> matched = ConcurrentHashMap.newKeySet();

  /** What a person or program may do. */
  public enum Right {
    NONE,
    LOOK,
    CHANGE
  }

  public AccessControl(SwitchService service) {
    this.service = service;
  }

  /**
   * Returns what the person may do. Throws Rejected, with a request to log in, when the person is
   * not logged in, or when a person who may only look sends a form.
   */
  public Right person(Exchange exchange) {
    ServeSettings settings = service.settings();
    Right right = Right.CHANGE;
    if (!settings.asksWho()) {
      refuseStrangeNames(exchange);
    } else {
      right = user(exchange, settings);
      if (right == Right.NONE) {
        exchange.with("WWW-Authenticate", "Basic realm=\"heartbeat\", charset=\"UTF-8\"");
        throw new Rejected(401, "login needed");
      }
    }
    if (!exchange.reads()) {
      refuseForeignForms(exchange);
      if (right != Right.CHANGE) {
        throw new Rejected(403, "you may look at this switch, not change it");
      }
    }
    return right;
  }

  private boolean isUser(Exchange exchange, ServeSettings settings) {
    return user(exchange, settings) != Right.NONE;
  }

  private Right user(Exchange exchange, ServeSettings settings) {
    String header = exchange.header("Authorization", "");
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Right.NONE;
    }
    String pair;
    try {
      pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Right.NONE;
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Right.NONE;
    }
    // An unknown user takes as much time as a known one: nobody can find out which users exist.
    String name = pair.substring(0, colon);
    ServeSettings.Access access = settings.access();
    String reader = access.readers().getOrDefault(name, PasswordHash.NOBODYS);
    String hash = access.users().getOrDefault(name, reader);
    if (matching(exchange, List.of(hash), pair.substring(colon + 1)) == null) {
      return Right.NONE;
    }
    return access.users().containsKey(name) ? Right.CHANGE : Right.LOOK;
  }

  /** What the key of an API request allows. */
  public Right program(Exchange exchange, @Nullable String key) {
    ServeSettings settings = service.settings();
    List<String> all =
        Stream.concat(settings.access().writeKeys().stream(), settings.access().readKeys().stream())
            .toList();
    String hash = key == null ? null : matching(exchange, all, key);
    if (hash != null) {
      return settings.access().writeKeys().contains(hash) ? Right.CHANGE : Right.LOOK;
    }
    if (settings.asksWho()) {
      return isUser(exchange, settings) ? Right.LOOK : Right.NONE;
    }
    boolean keyless =
        settings.access().writeKeys().isEmpty() && settings.access().readKeys().isEmpty();
    if (keyless) {
      refuseStrangeNames(exchange);
      if (!exchange.reads()) {
        refuseForeignForms(exchange);
      }
    }
    return keyless ? Right.CHANGE : Right.NONE;
  }

  /**
   * The hash among these that belongs to this password; null: none. A pair that has matched before
   * is found at once, so people with a login do not wait for those who guess passwords.
   */
  private @Nullable String matching(Exchange exchange, List<String> hashes, String password) {
    for (String hash : hashes) {
      if (matched.contains(digest(hash, password))) {
        return hash;
      }
    }
    if (hashes.isEmpty()) {
      return null;
    }
    if (!tries.take(Network.of(exchange.remote()), TRIES, service.now())) {
      throw new Rejected(429, "too many tries");
    }
    if (!comparing.tryAcquire()) {
      throw new Rejected(503, "too many logins at once, try again");
    }
    try {
      synchronized (this) { // one at a time: guesses must not take all processors
        return compared(hashes, password);
      }
    } finally {
      comparing.release();
    }
  }

  private @Nullable String compared(List<String> hashes, String password) {
    for (String hash : hashes) {
      if (PasswordHash.matches(hash, password)) {
        if (matched.size() >= MOST_REMEMBERED) {
          matched.clear();
        }
        matched.add(digest(hash, password));
        return hash;
      }
    }
    return null;
  }

  private static String digest(String hash, String password) {
    try {
      byte[] both = (hash + "\n" + password).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Without a login, a web page of another site could let its own name resolve to loopback and read
   * the pages here. So the switch answers only requests for this machine's names.
   */
  private void refuseStrangeNames(Exchange exchange) {
    String host = exchange.header("Host", "localhost");
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    boolean ours =
        name.equals("localhost")
            || LOOPBACK.matcher(name).matches()
            || name.equalsIgnoreCase(nameOf(service.settings().listen().baseUrl()));
    if (!ours) {
      throw new Rejected(403, "this name is not served without a login; set base-url");
    }
  }

  private static @Nullable String nameOf(String url) {
    return url.isEmpty() ? null : URI.create(url).getHost();
  }

  /** Refuses forms that a page of another site has sent. */
  private static void refuseForeignForms(Exchange exchange) {
    String site = exchange.header("Sec-Fetch-Site");
    String origin = exchange.header("Origin");
    String host = exchange.header("Host", "");
    boolean foreign =
        site != null
            ? !site.equals("same-origin") && !site.equals("none")
            : origin != null && !origin.endsWith("//" + host);
    if (foreign) {
      throw new Rejected(403, "not from another site");
    }
  }
}
