package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.model.HttpRequest;
import heartbeat.model.Trace;
import heartbeat.run.PingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** A ping sender whose waits are noted and not waited, and pings and settings for it. */
final class Pings implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  static final String SECRET = "8116e449-d71c-4112-8f5d-a66f60902091";

  /** A busy machine may need most of this; what hangs in these tests hangs for longer. */
  static final Duration IN_TIME = Duration.ofSeconds(50);

  private static final Duration PATIENT = Duration.ofSeconds(60);

  private final long begun = System.nanoTime();

  /** The waits between attempts. */
  final List<Duration> waits = new ArrayList<>();

  final PingSender sender;

  Pings() {
    this(Map.of(), null);
  }

  Pings(Map<String, String> environment, @Nullable Dns dns) {
    sender =
        new PingSender(
            InstantSource.fixed(NOW), new Random(7), waits::add, environment, Trace.OFF, dns);
  }

  Delivery send(String url) {
    return sender.send(post(url, "body"), settings());
  }

  /** In one attempt. */
  Delivery once(String url) {
    return sender.sendOnce(post(url, "body"), settings());
  }

  Delivery send(String url, PingSettings settings) {
    return sender.send(post(url, "body"), settings);
  }

  /** Asserts that it came in time, and shows no secret. */
  Delivery inTime(Delivery delivery) {
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
    assertThat(delivery.detail()).doesNotContain(SECRET);
    return delivery;
  }

  /** Asserts that heartbeat retries it. */
  static void passing(Delivery delivery) {
    assertThat(delivery).isInstanceOf(Undelivered.class);
    assertThat(((Undelivered) delivery).permanent()).isFalse();
  }

  @Override
  public void close() {
    sender.close();
  }

  static HttpRequest post(String url, String body) {
    return ping("POST", url, Map.of(), body);
  }

  static HttpRequest ping(String method, String url, Map<String, String> headers, String body) {
    return new HttpRequest(url, method, headers, body);
  }

  /** Two retries, and time-outs long enough for a busy machine. */
  static PingSettings settings() {
    return settings(PATIENT, 2, null, null, Map.of());
  }

  /** With time-outs that a test can wait for. */
  static PingSettings impatient() {
    return settings(Duration.ofMillis(300), 1, null, null, Map.of());
  }

  static PingSettings through(String proxy) {
    return settings(PATIENT, 0, proxy, null, Map.of());
  }

  static PingSettings trusting(Path caFile) {
    return settings(PATIENT, 2, null, caFile, Map.of());
  }

  static PingSettings settings(
      Duration timeout,
      int retries,
      @Nullable String proxy,
      @Nullable Path caFile,
      Map<String, String> headers) {
    return new PingSettings(
        PingSettings.Urls.NONE,
        null,
        true,
        false,
        new PingSettings.Content(
            "POST", PingSettings.Body.SUMMARY, 10_000, headers, "heartbeat/1.0"),
        new PingSettings.Network(proxy, caFile, timeout, timeout, timeout.plusMillis(300), retries),
        Duration.ZERO);
  }
}
