package heartbeat.server.page;

import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import heartbeat.server.ShareLinks;
import heartbeat.server.SwitchService;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /public}: the states of all checks, or of those with one tag, for everybody who has the
 * link. It shows names, states and the last 90 days. It shows no logs, schedules or channels.
 */
public final class PublicPage {
  private static final int MOST = 200;

  private final SwitchService service;
  private final ShareLinks links;

  public PublicPage(SwitchService service, ShareLinks links) {
    this.service = service;
    this.links = links;
  }

  private record Row(String name, DisplayStatus look, StatusHistory history) {}

  /** Answers a request; throws {@link Rejected} (404) when the key in the link is wrong. */
  public void serve(Exchange exchange) {
    String tag = exchange.query().get("tag", ShareLinks.ALL);
    String key = exchange.query().get("key", "");
    boolean right = links.isSignature(ShareLinks.Purpose.PAGE, tag, key);
    if (!exchange.reads() || exchange.segments().size() != 1 || !right) {
      throw new Rejected(404, "not found");
    }
    Instant now = service.now();
    ZoneId zone = PageText.zone();
    List<StoredCheck> shown = new ArrayList<>();
    Map<DisplayStatus, Integer> counts = new EnumMap<>(DisplayStatus.class);
    for (StoredCheck stored : new AllChecks(service.store())) {
      if (tag.equals(ShareLinks.ALL) || stored.check().tags().contains(tag)) {
        counts.merge(Deadline.shown(stored.check(), stored.state(), now), 1, Integer::sum);
        shown.add(stored);
      }
    }
    shown.sort(Comparator.comparing(one -> one.check().name(), String.CASE_INSENSITIVE_ORDER));
    List<StoredCheck> first = shown.subList(0, Math.min(MOST, shown.size()));
    List<Row> rows = service.store().read(session -> rows(session, first, now, zone));
    StatusCounts headline = new StatusCounts(counts);
    Html html = new Html().raw("<div data-live>");
    html.raw("<h1 class=\"" + headline.worst().id() + "\">").text(headline.text()).raw("</h1>\n");
    html.raw(tag.equals(ShareLinks.ALL) ? "" : new Html().element("p", tag).toString());
    html.raw("<table class=\"public\"><caption class=\"unseen\">Checks</caption><tbody>\n");
    for (Row row : rows) {
      write(html, row, now, zone);
    }
    html.raw("</tbody></table>\n");
    if (shown.size() > MOST) {
      html.element("p class=\"soft\"", "The first " + MOST + " of " + shown.size() + " are shown.");
    }
    html.raw("<p class=\"soft\">Each bar is a day; 90 days, today is to the right.</p>");
    html.raw("</div>\n");
    PageLayout.Head head =
        new PageLayout.Head(headline.text(), headline.worst(), now).forEverybody();
    PageLayout.send(exchange, head, html);
  }

  private static List<Row> rows(Session session, List<StoredCheck> shown, Instant now, ZoneId zone)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (StoredCheck one : shown) {
      DisplayStatus look = Deadline.shown(one.check(), one.state(), now);
      StatusHistory history = PastFlips.of(session, one, DayBar.from(now, zone), now);
      rows.add(new Row(PageText.name(one.check()), look, history));
    }
    return rows;
  }

  private static void write(Html html, Row row, Instant now, ZoneId zone) {
    html.raw("<tr><th scope=\"row\">").text(row.name).raw("</th><td>").look(row.look);
    html.raw("</td><td class=\"bar\">").raw(DayBar.wide(row.history, now, zone));
    html.raw("</td><td class=\"uptime\">");
    StatusHistory.Share all = row.history.between(DayBar.from(now, zone), now);
    html.text(all.isKnown() ? DayBar.percent(all.uptime()) : "");
    html.raw(
        all.times() == 0
            ? ""
            : " <span class=\"soft\">down for " + Human.duration(all.down()) + "</span>");
    html.raw("</td></tr>\n");
  }
}
