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

/** Makes the pings of a run: URL, method, headers and body, by the protocol of the service. */
final class Pings {
  /** The longest message that Cronitor takes. */
  private static final int CRONITOR_MESSAGE = 2000;

  private static final Set<String> CRONITOR_PARAMETERS =
      Set.of("state", "host", "message", "msg", "metric", "series", "status_code");

  private static final Set<String> KUMA_PARAMETERS = Set.of("status", "msg", "ping");

  /** The longest message that Kuma's database keeps. */
  private static final int KUMA_MESSAGE = 250;

  private Pings() {}

  /** The ping for the verdict of this run; null when there is no URL for it. */
  static @Nullable SendPing forVerdict(RunReport report) {
    return ping(
        report,
        switch (report.verdict()) {
          case Verdict.Success success -> PingKind.SUCCESS;
          case Verdict.Warning warning ->
              report.job().ping().warningIsFailure() ? PingKind.FAILURE : PingKind.SUCCESS;
          case Verdict.Failure failure -> PingKind.FAILURE;
          case Verdict.Skipped skipped -> PingKind.LOG;
        });
  }

  /** A ping of this kind; null when there is no URL for it. */
  static @Nullable SendPing ping(RunReport report, PingKind kind) {
    PingSettings settings = report.job().ping();
    String body = body(report, kind);
    String url = url(report, kind, body);
    if (url == null) {
      return null;
    }
    Style style = isDerived(settings, kind) ? style(settings, report) : Style.PLAIN;
    // Older versions of Kuma take GET only.
    String method = style == Style.KUMA ? "GET" : settings.content().method();
    boolean noBody = method.equals("GET") || method.equals("HEAD") || style == Style.CRONITOR;
    return new SendPing(
        report.job().name(),
        report.run(),
        report.happened(),
        kind,
        url,
        method,
        headers(report, noBody || body.isEmpty()),
        noBody ? "" : body);
  }

  private static @Nullable String url(RunReport report, PingKind kind, String body) {
    PingSettings settings = report.job().ping();
    String own = explicit(settings, kind);
    if (own != null) {
      return Placeholders.inUrl(own, report, kind == PingKind.START);
    }
    if (settings.urls().base() == null) {
      return null;
    }
    String base = Placeholders.inUrl(settings.urls().base(), report, kind == PingKind.START);
    return switch (style(settings, report)) {
      case HEALTHCHECKS -> {
        int given = kind == PingKind.FAILURE ? report.statusForService() : -1;
        int status = given > 0 && given <= 255 ? given : -1;
        String ping =
            PingUrl.encode(new PingUrl.Signal(base, kind, status, report.run().toString()));
        // healthchecks ignores it; heartbeat's own switch learns that the run has ended.
        yield kind == PingKind.LOG && report.verdict() instanceof Verdict.Skipped
            ? ping + "&skipped=1"
            : ping;
      }
      case CRONITOR -> cronitor(base, report, kind, body);
      case KUMA -> kuma(base, report, kind, body);
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

  private static Style style(PingSettings settings, RunReport report) {
    if (settings.style() != null) {
      return settings.style();
    }
    String url =
        settings.urls().base() == null
            ? ""
            : Placeholders.inUrl(settings.urls().base(), report, false);
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
      String base, RunReport report, PingKind kind, String message) {
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
    url.append("&host=").append(Placeholders.encode(report.context().host()));
    url.append("&series=").append(report.run());
    if (report.capture() != null) {
      url.append("&metric=duration:").append(seconds(report.elapsed()));
    }
    if (report.exitStatus() >= 0) {
      url.append("&status_code=").append(report.exitStatus());
    }
    if (!message.isEmpty()) {
      String limited =
          report.job().ping().content().body() == Body.TAIL
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
      String base, RunReport report, PingKind kind, String message) {
    if (kind == PingKind.START || kind == PingKind.LOG) {
      return null;
    }
    String status = kind == PingKind.SUCCESS ? "up" : "down";
    StringBuilder url = with(base, "status=" + status, KUMA_PARAMETERS);
    String line = message.strip().lines().findFirst().orElse(report.verdict().id());
    url.append("&msg=").append(Placeholders.encode(Excerpt.head(line, KUMA_MESSAGE)));
    if (report.capture() != null) {
      url.append("&ping=").append(report.elapsed().toMillis());
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

  private static String body(RunReport report, PingKind kind) {
    PingSettings settings = report.job().ping();
    int limit = settings.content().bodyLimit();
    if (report.isTest()) {
      return Excerpt.head(Summary.of(report, kind), limit);
    }
    return switch (settings.content().body()) {
      case NONE -> "";
      case SUMMARY -> Excerpt.head(Summary.of(report, kind), limit);
      case TAIL -> {
        String tail = kind == PingKind.START ? "" : Excerpt.tail(LogTail.of(report), limit);
        yield tail.isBlank() ? Excerpt.head(Summary.of(report, kind), limit) : tail;
      }
    };
  }

  private static Map<String, String> headers(RunReport report, boolean noBody) {
    PingSettings settings = report.job().ping();
    Map<String, String> headers = new LinkedHashMap<>(settings.content().headers());
    String test = report.isTest() ? " (test)" : "";
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
