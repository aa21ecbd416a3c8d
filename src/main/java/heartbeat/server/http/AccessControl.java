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
 * Who may look and who may change. On loopback without users everybody on this machine may; else
 * pages ask for a login, and the API for a key.
 */
public final class AccessControl {
  /** Tries a second that one {@link Network} has; the first five come at once. */
  private static final double TRIES = 0.5;

  private static final int MOST_REMEMBERED = 1_000;

  /** Logins that wait for the one whose password is being compared; more are sent away. */
  private static final int QUEUE = 4;

  /** Addresses only: {@code 127.example.org} is a name that anybody may own. */
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final SwitchService service;
  private final Buckets<String> tries = new Buckets<>();

  private final Semaphore comparing = new Semaphore(1 + QUEUE);

  /** Digests of pairs of hash and password that were found to match: PBKDF2 is slow. */
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
   * Lets a person in, or asks for a login by throwing Rejected. Returns what the person may do; who
   * may only look and sends a form is refused.
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
    // For a user that there is not, it takes as long: nobody shall find out who there is.
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
   * The hash of this password among these; null: there is none. Those who have logged in before do
   * not wait behind those who guess.
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
   * Without a login, a web page elsewhere could have its own name resolve to loopback, and read
   * what is here: only this machine's names are served.
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

  /** A form on another site can't change anything here. */
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
