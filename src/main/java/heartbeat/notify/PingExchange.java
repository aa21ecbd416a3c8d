package heartbeat.notify;

import heartbeat.channel.ToldRecipients;
import heartbeat.model.HttpRequest;
import heartbeat.model.Trace;
import heartbeat.run.PingSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request and its answer, redirects included. */
final class PingExchange {
  private static final int MOST_REDIRECTS = 5;

  /** It does not read a longer rest of an answer: hanging up is cheaper. */
  private static final long SHORT_BODY = 4_096;

  private final Routes routes;
  private final HttpUrl first;
  private final HttpRequest wanted;
  private final PingSettings settings;
  private final KnownServers servers;
  private final @Nullable AnswerReader reader;
  private final PingProgress progress;
  private volatile HttpUrl at;
  private volatile @Nullable ProxyChoice proxy;
  private volatile @Nullable Call call;

  /** Finds the route to a server. */
  @FunctionalInterface
  interface Routes {
    /** Throws IOException or IllegalArgumentException, with a message for people, when none. */
    PingClient.Route to(HttpUrl url) throws IOException;
  }

  PingExchange(
      Routes routes,
      HttpUrl url,
      HttpRequest wanted,
      PingSettings settings,
      KnownServers servers,
      @Nullable AnswerReader reader,
      Trace trace) {
    this.routes = routes;
    this.first = url;
    this.at = url;
    this.wanted = wanted;
    this.settings = settings;
    this.servers = servers;
    this.reader = reader;
    this.progress = trace.isOn() ? new TracedProgress(trace) : new PingProgress();
  }

  /** What it is doing, as of {@link PingProgress}. */
  String doing() {
    return progress.doing();
  }

  /** Whom it talks to, for people: host and port, and the proxy. */
  String peer() {
    String server = at.host() + ":" + at.port();
    ProxyChoice via = proxy;
    return via == null ? server : server + " through the proxy " + via.host() + ":" + via.port();
  }

  /** Ends it, from another thread. */
  void cancel() {
    Call running = call;
    if (running != null) {
      running.cancel();
    }
  }

  /** Sends, follows redirects, and judges the last answer. */
  Attempt run(InstantSource clock) throws IOException {
    String method = wanted.method().toUpperCase(Locale.ROOT);
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      byte[] body = servers.fit(at, wanted.body());
      Request request;
      try {
        request = request(method, body);
      } catch (IllegalArgumentException unusable) {
        return Attempt.permanent("its \"method\" or \"headers\" can't be sent as HTTP");
      }
      OkHttpClient client;
      try {
        PingClient.Route route = routes.to(at);
        proxy = route.proxy();
        client = route.client().newBuilder().eventListener(progress).build();
      } catch (IOException | IllegalArgumentException unusable) {
        return Attempt.untilFixed(String.valueOf(unusable.getMessage()));
      }
      Call next = client.newCall(request);
      call = next;
      Response response = next.execute();
      try {
        HttpUrl target = redirectedTo(response);
        if (target == null) {
          return answered(response, method, body.length, clock);
        }
        if (at.isHttps() && !target.isHttps()) {
          return Attempt.untilFixed(
              server() + " redirects pings from https to http: not followed, it would show them");
        }
        method = response.code() == 303 && !method.equals("HEAD") ? "GET" : method;
        at = target;
      } finally {
        hangUp(next, response);
      }
    }
    return Attempt.untilFixed(
        server() + " redirects more than " + MOST_REDIRECTS + " times, check its URL");
  }

  /**
   * A redirect keeps method and body (but for 303, which means a GET): a redirect from http to
   * https must not turn a report into an empty GET. Headers may hold keys, and go only to the
   * server that they were written for.
   */
  private Request request(String method, byte[] body) {
    var request = new Request.Builder().url(at).header("Accept-Encoding", "identity");
    request.header("User-Agent", settings.content().userAgent());
    boolean typed = false;
    if (at.host().equals(first.host())) {
      if (!first.username().isEmpty()) {
        request.header(
            "Authorization",
            Credentials.basic(first.username(), first.password(), StandardCharsets.UTF_8));
      }
      settings.content().headers().forEach(request::header);
      wanted.headers().forEach(request::header);
      typed = namesContentType(settings.content().headers()) || namesContentType(wanted.headers());
    }
    boolean bodiless = method.equals("GET") || method.equals("HEAD");
    MediaType type = typed ? null : MediaType.get("text/plain; charset=utf-8");
    return request.method(method, bodiless ? null : RequestBody.create(body, type)).build();
  }

  private Attempt answered(Response response, String method, int sent, InstantSource clock) {
    Duration asked = RetryDelay.asked(response.header("Retry-After"), clock.instant());
    if (reader != null && !response.isSuccessful()) {
      return read(response, reader, asked);
    }
    Attempt attempt = PingAnswer.judge(response.code(), server(), asked);
    servers.learnWhetherItReads(first, response.header(ToldRecipients.HEADER));
    int limit = servers.learn(at, response.header("Ping-Body-Limit"));
    boolean cut = response.isSuccessful() && sent > limit && !method.equals("GET");
    return cut
        ? Attempt.delivered(
            attempt.delivery().detail() + ", which keeps only " + limit + " bytes of the body")
        : attempt;
  }

  /** A body that can't be read says nothing; the status stands. */
  private Attempt read(Response response, AnswerReader understands, Duration asked) {
    String body;
    try {
      body = response.peekBody(SHORT_BODY).string();
    } catch (IOException broken) {
      body = "";
    }
    Duration pause = understands.pause(body);
    return PingAnswer.judge(
        response.code(),
        server(),
        pause.compareTo(asked) > 0 ? pause : asked,
        understands.blame(response.code(), body));
  }

  private static @Nullable HttpUrl redirectedTo(Response response) {
    String location = response.isRedirect() ? response.header("Location") : null;
    return location == null ? null : response.request().url().resolve(location);
  }

  /** The status line has decided: does not wait for a body that trickles, stalls or never ends. */
  private static void hangUp(Call call, Response response) {
    if (response.body().contentLength() > SHORT_BODY) {
      call.cancel();
    }
    // Reads what is left for 100 ms at most, so that the server is not cut off in its answer.
    response.close();
  }

  private String server() {
    return at.port() == HttpUrl.defaultPort(at.scheme()) ? at.host() : at.host() + ":" + at.port();
  }

  private static boolean namesContentType(Map<String, String> headers) {
    return headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
  }
}
