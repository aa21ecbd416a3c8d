package heartbeat.server;

import java.sql.SQLException;
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
    boolean well = isWell();
    exchange.text(well ? 200 : 503, well ? "ok" : "the watchdog or the database does not work");
  }

  /** Whether silence is noticed and pings can be stored. */
  boolean isWell() {
    Duration blind = watchdog.blind();
    if (blind == null || blind.compareTo(STALE) > 0) {
      return false;
    }
    try {
      return heart.store().write(this::noted);
    } catch (StoreException e) {
      return false;
    }
  }

  /** Only writing shows that there is room, and that it is allowed. */
  private boolean noted(Session session) throws SQLException {
    session.note("health", heart.now().toString());
    return true;
  }
}
