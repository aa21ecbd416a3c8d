package heartbeat.server.api;

import heartbeat.server.Alerts;
import heartbeat.server.SwitchService;
import heartbeat.server.Watchdog;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /healthz}: 200 while pings are stored, silence is noticed and alerts are looked for; else
 * 503, for balancers. While alerts can't be delivered it says "degraded" with 200: a balancer must
 * not keep pings from a switch because its mail server is down.
 */
public final class Health {
  /** Watchdog and alerts look every 30 seconds at least. */
  private static final Duration STALE = Duration.ofSeconds(60);

  /** So long an alert that was given up is a reason to say that its channel does not work. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final SwitchService service;
  private final Watchdog watchdog;
  private final Alerts alerts;

  public Health(SwitchService service, Watchdog watchdog, Alerts alerts) {
    this.service = service;
    this.watchdog = watchdog;
    this.alerts = alerts;
  }

  public void serve(Exchange exchange) {
    exchange.with("Cache-Control", "no-store");
    String wrong = broken();
    if (wrong != null) {
      exchange.text(503, wrong);
      return;
    }
    String degraded = degraded();
    exchange.text(200, degraded == null ? "ok" : "degraded: " + degraded);
  }

  /** Whether silence is noticed, pings can be stored, and people can be told. */
  public boolean isWell() {
    return broken() == null && degraded() == null;
  }

  private @Nullable String broken() {
    Duration blind = watchdog.blind();
    if (blind == null || blind.compareTo(STALE) > 0) {
      return "the watchdog or the database does not work";
    }
    if (alerts.blind().compareTo(STALE) > 0) {
      return "nobody looks for alerts to send; restart the switch";
    }
    try {
      service.store().write(this::noted);
      return null;
    } catch (StoreException e) {
      return "the watchdog or the database does not work";
    }
  }

  /** Only writing shows that there is room, and that it is allowed. */
  private boolean noted(Session session) throws SQLException {
    session.note("health", service.now().toString());
    return true;
  }

  /** Which alerts can't be delivered, without what the channel said: anybody may read this. */
  private @Nullable String degraded() {
    List<AlertTable.Stuck> stuck =
        service.store().read(session -> session.outbox().stuck(service.now().minus(REMEMBERED)));
    return stuck.isEmpty()
        ? null
        : stuck.stream().map(AlertTable.Stuck::summary).collect(Collectors.joining("; "));
  }
}
