package heartbeat.config;

import static heartbeat.config.ValueType.Kind.BOOLEAN;
import static heartbeat.config.ValueType.Kind.HEADER_TEXT;
import static heartbeat.config.ValueType.Kind.PATH;

import java.util.List;

/** The keys of the group {@code ping} of a job. */
final class PingKeys {
  static final Key URL =
      Key.ofJob(
          "ping.url",
          ValueType.of(ValueType.Kind.URL),
          null,
          "https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091",
          "the ping URL of the job's check; 'ping: URL' is the same");

  static final Key SUCCESS_URL =
      Key.ofJob(
          "ping.success-url",
          ValueType.of(ValueType.Kind.URL),
          null,
          "https://example.org/{job}/ok",
          "pinged when the run completed, instead of what the style makes of url");

  static final Key FAILURE_URL =
      Key.ofJob(
          "ping.failure-url",
          ValueType.of(ValueType.Kind.URL),
          null,
          "https://example.org/{job}/failed",
          "pinged when the run did not complete");

  static final Key START_URL =
      Key.ofJob(
          "ping.start-url",
          ValueType.of(ValueType.Kind.URL),
          null,
          "https://example.org/{job}/started",
          "pinged when the run begins");

  static final Key LOG_URL =
      Key.ofJob(
          "ping.log-url",
          ValueType.of(ValueType.Kind.URL),
          null,
          "https://example.org/{job}/noted",
          "pinged when the run was skipped");

  static final Key STYLE =
      Key.ofJob(
          "ping.style",
          ValueType.choice("healthchecks", "cronitor", "kuma", "plain"),
          null,
          "healthchecks",
          "the protocol of the service; recognised from the URL when left out");

  static final Key START =
      Key.ofJob(
          "ping.start",
          ValueType.of(BOOLEAN),
          "true",
          "false",
          "whether the beginning of a run is pinged");

  static final Key METHOD =
      Key.ofJob(
          "ping.method",
          ValueType.choice("GET", "POST", "PUT", "HEAD"),
          "POST",
          "GET",
          "the HTTP method");

  static final Key BODY =
      Key.ofJob(
          "ping.body",
          ValueType.choice("none", "summary", "tail"),
          "summary",
          "tail",
          "what a ping carries: reason and counts, or the end of the log");

  static final Key BODY_LIMIT =
      Key.ofJob(
          "ping.body-limit",
          ValueType.size(1, 100 << 20),
          "10000",
          "100000",
          "bytes of a ping's body at most; a server's own limit lowers it");

  static final Key HEADERS =
      Key.ofJob(
          "ping.headers",
          ValueType.of(ValueType.Kind.HEADERS),
          null,
          "{ X-Site: example }",
          "HTTP headers to send along");

  static final Key USER_AGENT =
      Key.ofJob(
          "ping.user-agent",
          ValueType.of(HEADER_TEXT),
          "heartbeat",
          "heartbeat at example.org",
          "what heartbeat calls itself");

  static final Key PROXY =
      Key.ofJob(
          "ping.proxy",
          ValueType.of(ValueType.Kind.PROXY),
          null,
          "proxy.example.org:3128",
          "HTTP proxy; as the environment says when left out");

  static final Key CA_FILE =
      Key.ofJob(
          "ping.ca-file",
          ValueType.of(PATH),
          null,
          "/etc/ssl/certs/ca-certificates.crt",
          "PEM certificates to trust instead of the system's");

  static final Key CONNECT_TIMEOUT =
      Key.ofJob(
          "ping.connect-timeout",
          ValueType.someDuration(),
          "5s",
          "3s",
          "how long connecting may take");

  static final Key READ_TIMEOUT =
      Key.ofJob(
          "ping.read-timeout",
          ValueType.someDuration(),
          "10s",
          "20s",
          "how long the server may be silent");

  static final Key TIMEOUT =
      Key.ofJob(
          "ping.timeout", ValueType.someDuration(), "15s", "30s", "how long one attempt may take");

  static final Key RETRIES =
      Key.ofJob(
          "ping.retries", ValueType.whole(0, 20), "2", "5", "further attempts after the first");

  static final Key JITTER =
      Key.ofJob(
          "ping.jitter",
          ValueType.duration(),
          "0s",
          "20s",
          "wait a random time up to this, so that not all jobs ping at once");

  /** All of them, in the order in which people read of them. */
  static final List<Key> ALL =
      List.of(
          URL,
          SUCCESS_URL,
          FAILURE_URL,
          START_URL,
          LOG_URL,
          STYLE,
          START,
          METHOD,
          BODY,
          BODY_LIMIT,
          HEADERS,
          USER_AGENT,
          PROXY,
          CA_FILE,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          TIMEOUT,
          RETRIES,
          JITTER);

  private PingKeys() {}
}
