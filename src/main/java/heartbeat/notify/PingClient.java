package heartbeat.notify;

import heartbeat.model.HttpRequest;
import heartbeat.model.Trace;
import heartbeat.run.PingSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** The HTTP client behind {@link PingSender}: one attempt at a time, set up as a job asks. */
final class PingClient {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(15);
  private static final Duration LONGEST_LIMIT = Duration.ofHours(1);

  /** OkHttp's own time-out comes first, because it can say more; this is for when it can't come. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final InstantSource clock;
  private final Map<String, String> environment;
  private final Trace trace;
  private final KnownServers servers = new KnownServers();
  private final OkHttpClient plain;
  private final Map<String, Ready> ready = new HashMap<>();

  /** The route of the last attempt; most processes need only one. */
  private record Ready(PingSettings settings, Route route) {}

  /** The way to a server. */
  record Route(OkHttpClient client, @Nullable ProxyChoice proxy) {}

  PingClient(InstantSource clock, Map<String, String> environment, Trace trace, @Nullable Dns dns) {
    this.clock = clock;
    this.environment = environment;
    this.trace = trace;
    // Java remembers for 10 s that a name was not found: no retry would ever ask again.
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    var builder =
        new OkHttpClient.Builder()
            // One request a run: HTTP/2 would only add to the start.
            .protocols(List.of(Protocol.HTTP_1_1))
            // Keeps no connection: if the server had closed it, the next ping would lose its
            // attempt,
            // and there is hardly ever a next one.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .socketFactory(new NoDelaySocketFactory())
            // The certificates that Java trusts take longer to load than all the rest.
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            // Retries and redirects have rules of their own here.
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false);
    if (dns != null) {
      builder.dns(dns);
    }
    plain = builder.build();
  }

  /** How many bytes of a body this server keeps; Integer.MAX_VALUE when it has not said. */
  int bodyLimit(String url) {
    HttpUrl parsed = HttpUrl.parse(url);
    return parsed == null ? Integer.MAX_VALUE : servers.of(parsed);
  }

  /** Whether this server has said that it reads whom the client has told. */
  boolean readsWhoIsTold(String url) {
    HttpUrl parsed = HttpUrl.parse(url);
    return parsed != null && servers.readsWhoIsTold(parsed);
  }

  /**
   * One attempt. It ends within the time-out, whatever hangs.
   *
   * @param reader understands refusals; null: their status says enough
   */
  Attempt attempt(
      HttpRequest request, PingSettings settings, TimeBudget budget, @Nullable AnswerReader reader)
      throws InterruptedException {
    HttpUrl url = HttpUrl.parse(request.url());
    if (url == null) {
      return Attempt.permanent("its URL is not one of http or https, check it");
    }
    var exchange =
        new PingExchange(
            next -> route(next, settings), url, request, settings, servers, reader, trace);
    long begun = System.nanoTime();
    var thread = Thread.ofPlatform().daemon().name("heartbeat-ping");
    try {
      Duration limit = budget.atMost(limit(settings.network().timeout()).plus(GRACE));
      return TimeLimit.within(limit, thread, () -> exchange.run(clock));
    } catch (TimeoutException late) {
      return PingFailure.timedOut(exchange.doing(), exchange.peer(), since(begun));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      return PingFailure.judge(cause, exchange.doing(), exchange.peer(), since(begun));
    } finally {
      exchange.cancel();
    }
  }

  /** Prepares the route to this server, if there is one. */
  void prepare(String url, PingSettings settings) {
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed != null) {
      try {
        route(parsed, settings);
      } catch (IOException unusable) {
        // The ping itself will report it.
      }
    }
  }

  void close() {
    plain.dispatcher().cancelAll();
    plain.connectionPool().evictAll();
  }

  /**
   * The route to the server of this URL. Throws IOException or IllegalArgumentException, with a
   * message for people, when the settings of the proxy or the CA file can't be used.
   */
  synchronized Route route(HttpUrl url, PingSettings settings) throws IOException {
    ProxyChoice proxy =
        ProxyChoice.of(settings.network().proxy(), environment, url.scheme(), url.host());
    Ready last = ready.get(url.scheme());
    if (last == null
        || !Objects.equals(last.route.proxy, proxy)
        || !Objects.equals(last.settings, settings)) {
      last = new Ready(settings, new Route(build(settings, proxy, url.isHttps()), proxy));
      ready.put(url.scheme(), last);
    }
    return last.route;
  }

  private OkHttpClient build(PingSettings settings, @Nullable ProxyChoice proxy, boolean tls)
      throws IOException {
    var builder =
        plain
            .newBuilder()
            .connectTimeout(limit(settings.network().connectTimeout()))
            .readTimeout(limit(settings.network().readTimeout()))
            .writeTimeout(limit(settings.network().readTimeout()))
            .callTimeout(limit(settings.network().timeout()))
            .proxy(Proxy.NO_PROXY);
    if (tls) {
      builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
      if (settings.network().caFile() != null) {
        TrustedCa ca = TrustedCa.read(settings.network().caFile());
        builder.sslSocketFactory(ca.sockets(), ca.trust());
      }
    }
    if (proxy != null) {
      through(builder, proxy);
    }
    return builder.build();
  }

  /** Everything goes through this proxy. */
  static void through(OkHttpClient.Builder builder, ProxyChoice proxy) {
    var address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    builder.proxy(new Proxy(Proxy.Type.HTTP, address));
    if (proxy.login() != null) {
      login(builder, proxy.login());
    }
  }

  private static void login(OkHttpClient.Builder builder, String login) {
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    String credentials = Credentials.basic(user, colon < 0 ? "" : login.substring(colon + 1));
    builder.proxyAuthenticator(
        (route, response) ->
            response.request().header("Proxy-Authorization") == null
                ? response.request().newBuilder().header("Proxy-Authorization", credentials).build()
                : null);
  }

  /** To OkHttp, a time-out of zero means none: nothing here may wait for ever. */
  private static Duration limit(Duration time) {
    if (!time.isPositive()) {
      return DEFAULT_LIMIT;
    }
    return time.compareTo(LONGEST_LIMIT) > 0 ? LONGEST_LIMIT : time;
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
