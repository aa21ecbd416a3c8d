package heartbeat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the ping URLs of healthchecks, and guesses the service behind other URLs. Rules:
 * the public {@code hc/api/urls.py} of healthchecks, and Cronitor's telemetry API.
 */
public final class PingUrl {
  private static final Pattern PING_KEY = Pattern.compile("[A-Za-z0-9_-]{22}");

  private PingUrl() {}

  /**
   * What a healthchecks ping URL says.
   *
   * @param check the URL without action and run id; other parameters such as {@code create=1} stay
   * @param exitStatus 0 to 255 where the URL ends in a number; -1 where it does not
   * @param run the {@code rid}; null when there is none
   */
  public record Signal(String check, PingKind kind, int exitStatus, @Nullable String run) {
    /** A signal that tells no exit status. */
    public Signal(String check, PingKind kind, @Nullable String run) {
      this(check, kind, -1, run);
    }
  }

  /**
   * The URL that says this. An action goes before the query, and the run id to its end; what {@code
   * check} has of either already is replaced, if it is a ping URL.
   */
  public static String encode(Signal signal) {
    Signal given = parse(signal.check()).orElse(null);
    Url url = Url.split(given == null ? signal.check() : given.check());
    String action =
        signal.exitStatus() >= 0
            ? "/" + signal.exitStatus()
            : switch (signal.kind()) {
              case START -> "/start";
              case SUCCESS -> "";
              case FAILURE -> "/fail";
              case LOG -> "/log";
            };
    String path = action.isEmpty() ? url.path() : withoutEndSlash(url.path()) + action;
    String query = url.query();
    if (signal.run() != null) {
      query = (query.isEmpty() ? "" : query + "&") + "rid=" + signal.run();
    }
    return new Url(url.origin(), path, query).toString();
  }

  /**
   * What this URL says; empty when it is no healthchecks URL: an unknown action, an exit status
   * beyond 255, no check in it.
   */
  public static Optional<Signal> parse(String text) {
    Url url = Url.split(text);
    List<String> segments = url.segments();
    int checkEnds = checkEnds(url.host(), segments);
    if (checkEnds < 0) {
      return Optional.empty();
    }
    int rest = segments.size() - checkEnds;
    if (rest > 1) {
      return Optional.empty();
    }
    String run = null;
    List<String> others = new ArrayList<>();
    for (String parameter : url.query().isEmpty() ? List.<String>of() : url.parameters()) {
      if (parameter.startsWith("rid=")) {
        run = parameter.substring("rid=".length());
      } else {
        others.add(parameter);
      }
    }
    String path = "/" + String.join("/", segments.subList(0, checkEnds));
    String check = new Url(url.origin(), path, String.join("&", others)).toString();
    return signal(check, rest == 0 ? "" : segments.get(checkEnds), run);
  }

  private static Optional<Signal> signal(String check, String action, @Nullable String run) {
    PingKind kind =
        switch (action) {
          case "" -> PingKind.SUCCESS;
          case "start" -> PingKind.START;
          case "fail" -> PingKind.FAILURE;
          case "log" -> PingKind.LOG;
          default -> null;
        };
    if (kind != null) {
      return Optional.of(new Signal(check, kind, run));
    }
    boolean number = action.length() <= 3 && action.chars().allMatch(c -> c >= '0' && c <= '9');
    int status = number ? Integer.parseInt(action) : 256;
    return status > 255
        ? Optional.empty()
        : Optional.of(
            new Signal(check, status == 0 ? PingKind.SUCCESS : PingKind.FAILURE, status, run));
  }

  /** Whether this looks like the URL of a service that takes healthchecks pings. */
  public static boolean looksLikeHealthchecks(String text) {
    Url url = Url.split(text);
    return isHosted(url.host()) || checkEnds(url.host(), url.segments()) > 0;
  }

  /**
   * Whether this is the push URL of an Uptime Kuma monitor: {@code https://kuma/api/push/TOKEN}.
   */
  public static boolean looksLikeKuma(String text) {
    List<String> segments = Url.split(text).segments();
    int push = segments.size() - 2;
    return push >= 1 && segments.get(push).equals("push") && segments.get(push - 1).equals("api");
  }

  /** Whether a segment is a UUID, but not where a healthchecks ping URL has it. */
  public static boolean hasUuidElsewhere(String text) {
    return !looksLikeHealthchecks(text)
        && !looksLikeKuma(text)
        && Url.split(text).segments().stream().anyMatch(part -> Uuids.dashed(part) != null);
  }

  /** Whether this is a Cronitor telemetry URL: {@code https://cronitor.link/p/KEY/MONITOR}. */
  public static boolean looksLikeCronitor(String text) {
    Url url = Url.split(text);
    List<String> segments = url.segments();
    boolean host =
        List.of("cronitor.link", "cronitor.io").stream()
            .anyMatch(h -> url.host().equals(h) || url.host().endsWith("." + h));
    return host && segments.size() >= 3 && segments.getFirst().equals("p");
  }

  /**
   * The URL for messages: scheme, host and port stay, and whatever may be a secret becomes {@code
   * ***}: user and password, UUIDs (their last four characters stay, so that one can tell which),
   * keys, tokens, query values. Takes any text, also one that is no URL.
   */
  public static String masked(String url) {
    return UrlMask.mask(url);
  }

  /** The text with every URL in it {@link #masked}: for the messages of exceptions. */
  public static String maskedIn(String text) {
    return UrlMask.maskIn(text);
  }

  /** How many segments of the path lead to the check; -1 when it is no ping URL. */
  private static int checkEnds(String host, List<String> segments) {
    for (int i = 0; i < segments.size(); i++) {
      boolean underPing = i > 0 && segments.get(i - 1).equals("ping");
      if (Uuids.dashed(segments.get(i)) != null) {
        return i == 0 || underPing ? i + 1 : -1;
      }
      boolean maybeKey = underPing || (i == 0 && isHosted(host));
      boolean slug = i + 1 < segments.size() && !segments.get(i + 1).isEmpty();
      if (maybeKey && slug && PING_KEY.matcher(segments.get(i)).matches()) {
        return i + 2;
      }
    }
    return -1;
  }

  private static boolean isHosted(String host) {
    return host.equals("hc-ping.com") || host.equals("hchk.io");
  }

  private static String withoutEndSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /**
   * A URL in three parts, none of them decoded; the fragment is dropped.
   *
   * @param origin scheme, user, host and port; empty when there is no scheme
   */
  private record Url(String origin, String path, String query) {
    static Url split(String text) {
      int hash = text.indexOf('#');
      String url = hash < 0 ? text : text.substring(0, hash);
      int mark = url.indexOf('?');
      String query = mark < 0 ? "" : url.substring(mark + 1);
      String rest = mark < 0 ? url : url.substring(0, mark);
      int scheme = rest.indexOf("://");
      int slash = rest.indexOf('/', scheme < 0 ? 0 : scheme + 3);
      return slash < 0
          ? new Url(rest, "", query)
          : new Url(rest.substring(0, slash), rest.substring(slash), query);
    }

    String host() {
      int scheme = origin.indexOf("://");
      String host = origin.substring(scheme < 0 ? 0 : scheme + 3);
      host = host.substring(host.lastIndexOf('@') + 1);
      int colon = host.lastIndexOf(':');
      return (colon > host.lastIndexOf(']') ? host.substring(0, colon) : host)
          .toLowerCase(Locale.ROOT);
    }

    List<String> segments() {
      return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    List<String> parameters() {
      return List.of(query.split("&", -1));
    }

    @Override
    public String toString() {
      return origin + path + (query.isEmpty() ? "" : "?" + query);
    }
  }
}
