package heartbeat.server;

import java.time.Duration;

/** {@code /healthz}: 200 while pings are stored and silence is noticed, else 503, for balancers. */
final class Health {
  /** The watchdog looks every 15 seconds at least. */
  private static final Duration STALE = Duration.ofSeconds(60);

  private final Switch heart;
  private final Watchdog watchdog;

  Health(Switch heart, Watchdog watchdog) {
    this.heart = heart;
    this.watchdog = watchdog;
  }

  void serve(Exchange exchange) {
    exchange.with("Cache-Control", "no-store");
    Duration blind = watchdog.blind();
    if (blind == null || blind.compareTo(STALE) > 0) {
      exchange.text(503, "the watchdog does not look");
      return;
    }
    // What can't be written now would be answered 503 as well: the store says so by its exception.
    heart.store().write(session -> session.note("schema") != null);
    exchange.text(200, "ok");
  }
}
