package heartbeat.server;

import heartbeat.check.Status;
import heartbeat.check.StatusHistory;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Report;
import heartbeat.server.alert.ReportText;
import heartbeat.server.store.AlertOverview;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Origin;
import heartbeat.server.store.StoredCheck;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report when it is due. One transaction puts it into the outbox and notes that it was
 * made: so it is sent exactly once, also when the switch was down at the due time.
 */
final class Reports {
  private static final String LAST = "report";
  private static final int MOST_FLIPS = 10_000;

  private final SwitchService service;

  Reports(SwitchService service) {
    this.service = service;
  }

  /** Makes the report if it is due. */
  void look(Instant now) {
    Report report = service.settings().alerting().report();
    if (report == null) {
      return;
    }
    Instant last = last(service.store().read(session -> noted(session.note(LAST))));
    if (last == null || last.isAfter(now)) {
      service
          .store()
          .write(
              session -> {
                session.note(LAST, now.toString());
                return true;
              });
      return;
    }
    if (now.isBefore(report.schedule().next(last))) {
      return;
    }
    Message message = text(last, now).message(service.settings().listen().baseUrl());
    boolean made =
        service
            .store()
            .<Boolean>write(
                session -> {
                  // Another switch on this database may have made it already.
                  session.lock("report");
                  if (!last.equals(last(noted(session.note(LAST))))) {
                    return false;
                  }
                  session.note(LAST, now.toString());
                  session.outbox().add(null, Report.KEY, message, now, now);
                  return true;
                });
    if (made) {
      service.alertsWakeup().ring();
    }
  }

  private static String noted(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable Instant last(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private ReportText text(Instant from, Instant now) {
    List<ReportText.Line> lines = new ArrayList<>();
    for (StoredCheck stored : new AllChecks(service.store())) {
      if (stored.origin() != Origin.LEFT) {
        StatusHistory history =
            StatusHistory.of(
                service
                    .store()
                    .read(session -> session.flips().between(stored.id(), from, now, MOST_FLIPS)),
                stored.state(),
                from,
                now);
        lines.add(
            new ReportText.Line(
                stored.check(),
                history.between(from, now),
                stored.state().pings() == 0,
                stored.state().status() == Status.DOWN));
      }
    }
    List<String> troubles = new ArrayList<>();
    for (AlertOverview.Stuck stuck :
        service.store().read(session -> session.alertOverview().stuck(from))) {
      String state = stuck.alerts() == 0 ? "given up" : stuck.alerts() + " still waiting";
      troubles.add(stuck.channel() + ": " + state + ": " + stuck.why());
    }
    return new ReportText(lines, troubles, from, now);
  }
}
