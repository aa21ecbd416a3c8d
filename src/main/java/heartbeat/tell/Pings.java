package heartbeat.tell;

import heartbeat.model.Excerpt;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.PingUrl;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.PingSettings.Style;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which URL is pinged with what, by the protocol of the service. */
final class Pings {
  /** Cronitor takes no longer message. */
  private static final int CRONITOR_MESSAGE = 2000;

  private static final Set<String> CRONITOR_PARAMETERS =
      Set.of("state", "host", "message", "msg", "metric", "series", "status_code");

  private static final Set<String> KUMA_PARAMETERS = Set.of("status", "msg", "ping");

  /** Its database keeps no more. */
  private static final int KUMA_MESSAGE = 250;

  private Pings() {}

  /** The ping that a run with this verdict deserves; null when there is no URL for it. */
  static @Nullable SendPing forVerdict(RunReport telling) {
    return ping(
        telling,
        switch (telling.verdict()) {
          case Verdict.Success success -> PingKind.SUCCESS;
          case Verdict.Warning warning ->
              telling.job().ping().warningIsFailure() ? PingKind.FAILURE : PingKind.SUCCESS;
          case Verdict.Failure failure -> PingKind.FAILURE;
          case Verdict.Skipped skipped -> PingKind.LOG;
        });
  }

  /** A ping of this kind; null when there is no URL for it. */
  static @Nullable SendPing ping(RunReport telling, PingKind kind) {
    PingSettings settings = telling.job().ping();
    String body = body(telling, kind);
    String url = url(telling, kind, body);
    if (url == null) {
      return null;
    }
    Style style = isDerived(settings, kind) ? style(settings, telling) : Style.PLAIN;
    // Older versions of Kuma take GET only.
    String method = style == Style.KUMA ? "GET" : settings.content().method();
    boolean noBody = method.equals("GET") || method.equals("HEAD") || style == Style.CRONITOR;
    return new SendPing(
        telling.job().name(),
        telling.run(),
        telling.happened(),
        kind,
        url,
        method,
        headers(telling, noBody || body.isEmpty()),
        noBody ? "" : body);
  }

  private static @Nullable String url(RunReport telling, PingKind kind, String body) {
    PingSettings settings = telling.job().ping();
    String own = explicit(settings, kind);
    if (own != null) {
      return Placeholders.inUrl(own, telling, kind == PingKind.START);
    }
    if (settings.urls().base() == null) {
      return null;
    }
    String base = Placeholders.inUrl(settings.urls().base(), telling, kind == PingKind.START);
    return switch (style(settings, telling)) {
      case HEALTHCHECKS -> {
        int given = kind == PingKind.FAILURE ? telling.statusForService() : -1;
        int status = given > 0 && given <= 255 ? given : -1;
        String ping =
            PingUrl.encode(new PingUrl.Signal(base, kind, status, telling.run().toString()));
        // healthchecks ignores it; heartbeat's own switch learns that the run has ended.
        yield kind == PingKind.LOG && telling.verdict() instanceof Verdict.Skipped
            ? ping + "&skipped=1"
            : ping;
      }
      case CRONITOR -> cronitor(base, telling, kind, body);
      case KUMA -> kuma(base, telling, kind, body);
      case PLAIN -> kind == PingKind.SUCCESS ? base : null;
    };
  }

  private static @Nullable String explicit(PingSettings settings, PingKind kind) {
    return switch (kind) {
      case START -> settings.urls().start();
      case SUCCESS -> settings.urls().success();
      case FAILURE -> settings.urls().failure();
      case LOG -> settings.urls().log();
    };
  }

  private static boolean isDerived(PingSettings settings, PingKind kind) {
    return explicit(settings, kind) == null;
  }

  private static Style style(PingSettings settings, RunReport telling) {
    if (settings.style() != null) {
      return settings.style();
    }
    String url =
        settings.urls().base() == null
            ? ""
            : Placeholders.inUrl(settings.urls().base(), telling, false);
    if (PingUrl.looksLikeCronitor(url)) {
      return Style.CRONITOR;
    }
    if (PingUrl.looksLikeKuma(url)) {
      return Style.KUMA;
    }
    return PingUrl.looksLikeHealthchecks(url) ? Style.HEALTHCHECKS : Style.PLAIN;
  }

  /** Telemetry API: {@code ?state=…&host=…&series=…}; it has no state that changes nothing. */
  private static @Nullable String cronitor(
      String base, RunReport telling, PingKind kind, String message) {
    String state =
        switch (kind) {
          case START -> "run";
          case SUCCESS -> "complete";
          case FAILURE -> "fail";
          case LOG -> null;
        };
    if (state == null) {
      return null;
    }
    StringBuilder url = with(base, "state=" + state, CRONITOR_PARAMETERS);
    url.append("&host=").append(Placeholders.encode(telling.context().host()));
    url.append("&series=").append(telling.run());
    if (telling.capture() != null) {
      url.append("&metric=duration:").append(seconds(telling.elapsed()));
    }
    if (telling.exitStatus() >= 0) {
      url.append("&status_code=").append(telling.exitStatus());
    }
    if (!message.isEmpty()) {
      String limited =
          telling.job().ping().content().body() == Body.TAIL
              ? Excerpt.tail(message, CRONITOR_MESSAGE)
              : Excerpt.head(message, CRONITOR_MESSAGE);
      url.append("&message=").append(Placeholders.encode(limited.strip()));
    }
    return url.toString();
  }

  /**
   * Push monitors: {@code ?status=up|down&msg=…&ping=…}, where {@code ping} is what is plotted, in
   * milliseconds. There is no start, and nothing that changes no state.
   */
  private static @Nullable String kuma(
      String base, RunReport telling, PingKind kind, String message) {
    if (kind == PingKind.START || kind == PingKind.LOG) {
      return null;
    }
    String status = kind == PingKind.SUCCESS ? "up" : "down";
    StringBuilder url = with(base, "status=" + status, KUMA_PARAMETERS);
    String line = message.strip().lines().findFirst().orElse(telling.verdict().id());
    url.append("&msg=").append(Placeholders.encode(Excerpt.head(line, KUMA_MESSAGE)));
    if (telling.capture() != null) {
      url.append("&ping=").append(telling.elapsed().toMillis());
    }
    return url.toString();
  }

  /** The URL with this parameter first, and those of its own that are not replaced. */
  private static StringBuilder with(String base, String first, Set<String> replaced) {
    int mark = base.indexOf('?');
    StringBuilder url = new StringBuilder(mark < 0 ? base : base.substring(0, mark));
    url.append('?').append(first);
    if (mark >= 0) {
      for (String parameter : base.substring(mark + 1).split("&", -1)) {
        String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
        if (!parameter.isEmpty() && !replaced.contains(name)) {
          url.append('&').append(parameter);
        }
      }
    }
    return url;
  }

  private static String seconds(Duration elapsed) {
    int millis = elapsed.toMillisPart();
    String fraction = millis == 0 ? "" : "." + Integer.toString(1000 + millis).substring(1);
    return elapsed.toSeconds() + fraction;
  }

  private static String body(RunReport telling, PingKind kind) {
    PingSettings settings = telling.job().ping();
    int limit = settings.content().bodyLimit();
    if (telling.isTest()) {
      return Excerpt.head(Summary.of(telling, kind), limit);
    }
    return switch (settings.content().body()) {
      case NONE -> "";
      case SUMMARY -> Excerpt.head(Summary.of(telling, kind), limit);
      case TAIL -> {
        String tail = kind == PingKind.START ? "" : Excerpt.tail(LogTail.of(telling), limit);
        yield tail.isBlank() ? Excerpt.head(Summary.of(telling, kind), limit) : tail;
      }
    };
  }

  private static Map<String, String> headers(RunReport telling, boolean noBody) {
    PingSettings settings = telling.job().ping();
    Map<String, String> headers = new LinkedHashMap<>(settings.content().headers());
    String test = telling.isTest() ? " (test)" : "";
    addUnlessSet(headers, "User-Agent", settings.content().userAgent() + test);
    if (!noBody) {
      addUnlessSet(headers, "Content-Type", "text/plain; charset=utf-8");
    }
    return headers;
  }

  private static void addUnlessSet(Map<String, String> headers, String name, String value) {
    if (headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
      headers.put(name, value);
    }
  }
}
