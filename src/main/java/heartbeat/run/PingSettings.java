package heartbeat.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a job pings.
 *
 * @param style null: recognised from the URL
 * @param start whether a start ping is sent where a start URL is known
 * @param warningIsFailure whether a warning pings the failure URL
 * @param jitter the ping waits a random time up to this; zero for none
 */
public record PingSettings(
    Urls urls,
    @Nullable Style style,
    boolean start,
    boolean warningIsFailure,
    Content content,
    Network network,
    Duration jitter) {

  /**
   * Where to; they may hold placeholders.
   *
   * @param base the one URL from which the style derives the others; null when only explicit URLs
   *     are set
   */
  public record Urls(
      @Nullable String base,
      @Nullable String start,
      @Nullable String success,
      @Nullable String failure,
      @Nullable String log) {
    /** Nowhere. */
    public static final Urls NONE = new Urls(null, null, null, null, null);
  }

  /**
   * What a ping's request says.
   *
   * @param body what its body says
   * @param bodyLimit bytes of a tail at most; the server's own Ping-Body-Limit lowers it
   */
  public record Content(
      String method, Body body, int bodyLimit, Map<String, String> headers, String userAgent) {
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * How a server is reached.
   *
   * @param proxy {@code host:port}, or {@code http://host:port}; null: as the environment says
   * @param caFile PEM certificates to trust instead of the system's
   * @param connectTimeout of one attempt
   * @param readTimeout of one attempt
   * @param timeout of one attempt as a whole
   * @param retries further attempts after the first
   */
  public record Network(
      @Nullable String proxy,
      @Nullable Path caFile,
      Duration connectTimeout,
      Duration readTimeout,
      Duration timeout,
      int retries) {}

  /** The protocol of the service. */
  public enum Style {
    HEALTHCHECKS,
    CRONITOR,
    KUMA,
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
          Urls.NONE,
          null,
          true,
          false,
          new Content("POST", Body.SUMMARY, 10_000, Map.of(), "heartbeat"),
          new Network(
              null, null, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), 2),
          Duration.ZERO);

  /**
   * The settings for servers other than the ping server: the same proxy and time-outs, but without
   * the headers, which may hold keys for the ping server.
   */
  public PingSettings forOtherServers() {
    return new PingSettings(
        Urls.NONE,
        null,
        false,
        false,
        new Content("POST", Body.NONE, content.bodyLimit(), Map.of(), content.userAgent()),
        network,
        Duration.ZERO);
  }
}
