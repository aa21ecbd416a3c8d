package heartbeat.server.api;

import heartbeat.server.SwitchService;
import heartbeat.server.Watchdog;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;

/** {@code /healthz}: 200 while pings are stored and silence is noticed, else 503, for balancers. */
public final class Health {
  /** The watchdog looks every 15 seconds at least. */
  private static final Duration STALE = Duration.ofSeconds(60);

  private final SwitchService service;
  private final Watchdog watchdog;

  public Health(SwitchService service, Watchdog watchdog) {
    this.service = service;
    this.watchdog = watchdog;
  }

  public void serve(Exchange exchange) {
    exchange.with("Cache-Control", "no-store");
    boolean well = isWell();
    exchange.text(well ? 200 : 503, well ? "ok" : "the watchdog or the database does not work");
  }

  /** Whether silence is noticed and pings can be stored. */
  public boolean isWell() {
    Duration blind = watchdog.blind();
    if (blind == null || blind.compareTo(STALE) > 0) {
      return false;
    }
    try {
      return service.store().write(this::noted);
    } catch (StoreException e) {
      return false;
    }
  }

  /** Only writing shows that there is room, and that it is allowed. */
  private boolean noted(Session session) throws SQLException {
    session.note("health", service.now().toString());
    return true;
  }
}
