package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.model.HttpRequest;
import heartbeat.notify.PingSender;
import heartbeat.run.PingSettings;
import java.time.Duration;

/** Pings another switch every minute while this one is well: somebody watches the watchman. */
final class Upstream implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Switch heart;
  private final Health health;
  private final PingSender http;
  private volatile boolean ended;

  Upstream(Switch heart, Health health, PingSender http) {
    this.heart = heart;
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

  /** One ping, if there is somebody to ping and all is well here. */
  void ping() {
    String url = heart.settings().upstream();
    if (url == null || !health.isWell()) {
      return;
    }
    if (http.sendOnce(HttpRequest.get(url), PingSettings.NONE)
        instanceof Delivery.Undelivered failed) {
      System.getLogger("heartbeat")
          .log(System.Logger.Level.WARNING, "the upstream switch: {0}", failed.detail());
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
