package heartbeat.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a job pings. URLs may hold placeholders.
 *
 * @param url the one URL from which the style derives the others; null when only explicit URLs are
 *     set
 * @param style null: recognised from the URL
 * @param start whether a start ping is sent where a start URL is known
 * @param body what the body of a ping says
 * @param bodyLimit bytes of a tail at most; the server's own Ping-Body-Limit lowers it
 * @param proxy {@code host:port}, or {@code http://host:port}; null: as the environment says
 * @param caFile PEM certificates to trust instead of the system's
 * @param timeout of one attempt as a whole
 * @param retries further attempts after the first
 * @param jitter the ping waits a random time up to this; zero for none
 */
public record PingSettings(
    @Nullable String url,
    @Nullable String startUrl,
    @Nullable String successUrl,
    @Nullable String failureUrl,
    @Nullable String logUrl,
    @Nullable Style style,
    boolean start,
    String method,
    Body body,
    int bodyLimit,
    Map<String, String> headers,
    String userAgent,
    @Nullable String proxy,
    @Nullable Path caFile,
    Duration connectTimeout,
    Duration readTimeout,
    Duration timeout,
    int retries,
    Duration jitter,
    boolean warningIsFailure) {

  /** The protocol of the service. */
  public enum Style {
    HEALTHCHECKS,
    CRONITOR,
    PLAIN
  }

  /** What goes into a ping's body. */
  public enum Body {
    NONE,
    SUMMARY,
    TAIL
  }

  /** The settings of a job that does not ping. */
  public static final PingSettings NONE =
      new PingSettings(
          null,
          null,
          null,
          null,
          null,
          null,
          true,
          "POST",
          Body.SUMMARY,
          10_000,
          Map.of(),
          "heartbeat",
          null,
          null,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          2,
          Duration.ZERO,
          false);

  public PingSettings {
    headers = Map.copyOf(headers);
  }

  /**
   * How other servers are reached than those that are pinged: the same way out, with the same
   * time-outs, but without the headers, which may hold keys for the ping server.
   */
  public PingSettings forOtherServers() {
    return new PingSettings(
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        "POST",
        Body.NONE,
        bodyLimit,
        Map.of(),
        userAgent,
        proxy,
        caFile,
        connectTimeout,
        readTimeout,
        timeout,
        retries,
        Duration.ZERO,
        false);
  }
}
