package heartbeat.server.page;

import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.StoredCheck;
import java.time.Instant;
import java.util.List;

/** {@code /checks/<id>/pings?before=<n>}: lists the stored pings of a check, 200 on a page. */
final class PingLogPage {
  private static final int MOST = 200;

  private final SwitchService service;

  PingLogPage(SwitchService service) {
    this.service = service;
  }

  static String path(long check, long before) {
    return "/checks/" + check + "/pings?before=" + before;
  }

  private record Data(StoredCheck stored, List<PingRow> pings) {}

  void serve(Exchange exchange, long id) {
    String before = exchange.query().get("before", "");
    long first = before.isEmpty() ? Long.MAX_VALUE : CheckPage.number(before);
    Data data =
        service
            .store()
            .read(
                session -> {
                  StoredCheck stored = session.checks().find(id);
                  if (stored == null) {
                    throw new Rejected(404, "not found");
                  }
                  return new Data(stored, session.pings().before(id, first, MOST));
                });
    Instant now = service.now();
    String name = PageText.name(data.stored.check());
    Html html = new Html().element("h1", name + ": pings");
    html.raw("<p>").link("/checks/" + id, "Back to " + name).raw("</p>\n");
    new CheckHistory(html, now).pings(id, data.pings);
    if (data.pings.size() == MOST) {
      html.raw("<p>").link(path(id, data.pings.getLast().n()), "Older pings").raw("</p>\n");
    }
    DisplayStatus look = Deadline.shown(data.stored.check(), data.stored.state(), now);
    PageLayout.send(
        exchange, service, 200, PageLayout.Head.still(name + ": pings", look, now), html);
  }
}
