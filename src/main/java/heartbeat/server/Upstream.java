package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.model.HttpRequest;
import heartbeat.notify.PingSender;
import heartbeat.run.PingSettings;
import heartbeat.server.api.Health;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings another switch every minute while this one is well: so the other switch watches this one.
 */
final class Upstream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final SwitchService service;
  private final Health health;
  private final PingSender http;
  private volatile boolean ended;

  Upstream(SwitchService service, Health health, PingSender http) {
    this.service = service;
    this.health = health;
    this.http = http;
  }

  void start() {
    Thread.ofVirtual().name("upstream").start(this::loop);
  }

  private void loop() {
    while (!ended) {
      ping();
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Sends one ping if an upstream is configured and this switch is well. */
  void ping() {
    String url = service.settings().upstream();
    if (url == null || !health.isWell()) {
      return;
    }
    if (http.sendOnce(HttpRequest.get(url), PingSettings.NONE)
        instanceof Delivery.Undelivered failed) {
      LOG.warn("the upstream switch: {}", failed.detail());
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
