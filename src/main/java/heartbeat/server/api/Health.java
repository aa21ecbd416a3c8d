package heartbeat.server.api;

import heartbeat.server.Alerts;
import heartbeat.server.SwitchService;
import heartbeat.server.Watchdog;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.AlertOverview;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /healthz}, for load balancers. It answers 200 while the switch stores pings, notices
 * missing ones and looks for alerts; else 503. When alerts can't be delivered, it answers 200 with
 * "degraded": a load balancer must not take away a switch's pings because the mail server is down.
 */
public final class Health {
  /** Watchdog and alerts thread look at least every 30 seconds, so this is twice as long. */
  private static final Duration STALE = Duration.ofSeconds(60);

  /** For how long an alert that was given up makes its channel count as broken. */
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

  /** Whether missing pings are noticed, pings can be stored and alerts can be delivered. */
  public boolean isWell() {
    return broken() == null && degraded() == null;
  }

  private @Nullable String broken() {
    Duration sinceLook = watchdog.sinceLook();
    if (sinceLook == null || sinceLook.compareTo(STALE) > 0) {
      return "the watchdog or the database does not work";
    }
    if (alerts.sinceLook().compareTo(STALE) > 0) {
      return "nobody looks for alerts to send; restart the switch";
    }
    try {
      service.store().write(this::noted);
      return null;
    } catch (StoreException e) {
      return "the watchdog or the database does not work";
    }
  }

  /** Writes a note: only writing shows that the disk has room and that heartbeat may write. */
  private boolean noted(Session session) throws SQLException {
    session.note("health", service.now().toString());
    return true;
  }

  /**
   * The channels that can't deliver alerts, without the channels' answers, because anybody may read
   * this; null: none.
   */
  private @Nullable String degraded() {
    List<AlertOverview.Stuck> stuck =
        service
            .store()
            .read(session -> session.alertOverview().stuck(service.now().minus(REMEMBERED)));
    return stuck.isEmpty()
        ? null
        : stuck.stream().map(AlertOverview.Stuck::summary).collect(Collectors.joining("; "));
  }
}
