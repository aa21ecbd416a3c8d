package heartbeat.server.page;

import heartbeat.check.Cause;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Maintenance;
import heartbeat.check.StatusHistory;
import heartbeat.server.ShareLinks;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.NodeTable;
import heartbeat.server.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /}: lists the checks, the most urgent first. */
public final class OverviewPage {
  private static final int MOST = 500;

  /** With more checks, the page leaves out their 90 days: it would be too large to renew itself. */
  private static final int MOST_WITH_PAST = 100;

  private final SwitchService service;
  private final ShareLinks links;

  public OverviewPage(SwitchService service, ShareLinks links) {
    this.service = service;
    this.links = links;
  }

  /**
   * Answers a request.
   *
   * @param right what the person may do
   */
  public void serve(Exchange exchange, AccessControl.Right right) {
    boolean mayChange = right == AccessControl.Right.CHANGE;
    Instant now = service.now();
    CheckFilter filter = CheckFilter.of(exchange.query());
    FilteredChecks checks = FilteredChecks.of(new AllChecks(service.store()), filter, now, MOST);
    List<OverviewRow> rows = service.store().read(session -> rows(session, checks.urgent(), now));
    // Counts only what is shown: a person who filters by a tag asks about the checks with this tag.
    StatusCounts headline = new StatusCounts(checks.fit());
    boolean none = checks.all().isEmpty();
    String title = checks.fit().isEmpty() && !none ? "No check is shown" : headline.text();
    Html html = new Html();
    html.raw("<div data-live><h1 class=\"" + headline.worst().id() + "\">");
    html.text(title).raw("</h1>\n");
    elsewhere(html, checks);
    summary(html, checks.named(), filter);
    html.raw("</div>\n");
    if (!none) {
      search(html, filter, mayChange);
    } else if (mayChange) {
      beginning(html);
    }
    html.raw("<div data-live>");
    shown(html, filter, headline.count(), new StatusCounts(checks.all()).count(), mayChange);
    OverviewRow.table(html, rows, now, PageText.zone());
    if (mayChange && !checks.fit().isEmpty()) {
      forThePublic(html, filter);
    }
    nodes(html);
    html.raw("</div>\n");
    PageLayout.Head head =
        mayChange && none
            ? PageLayout.Head.withForm(title, headline.worst(), now)
            : new PageLayout.Head(title, headline.worst(), now);
    PageLayout.send(exchange, service, 200, head, html);
  }

  /** Writes the address of a page with the same checks; there is none for a state or a word. */
  private void forThePublic(Html html, CheckFilter filter) {
    if (filter.look() == null && filter.word().isEmpty()) {
      String tag = filter.tag().isEmpty() ? ShareLinks.ALL : filter.tag();
      html.raw("<p class=\"soft\">").link(links.page(tag), "Page of these for the public");
      html.raw(": whoever has its address sees names and states, without a login.</p>\n");
    }
  }

  /** Writes which nodes share the database; nothing with SQLite, which nodes can't share. */
  private void nodes(Html html) {
    List<NodeTable.Node> nodes = service.nodes().alive();
    if (!nodes.isEmpty()) {
      String names =
          nodes.stream()
              .map(n -> n.name() + " (" + n.version() + ", config " + n.config() + ")")
              .collect(Collectors.joining(", "));
      String differ =
          service.nodes().differ()
              ? " Their configs name different checks: none is removed until they agree."
              : "";
      html.element("p class=\"soft\"", "Switches: " + names + "." + differ);
    }
  }

  /** Writes how many other checks are down, so that a filter does not hide them. */
  private static void elsewhere(Html html, FilteredChecks checks) {
    int others =
        checks.all().getOrDefault(DisplayStatus.DOWN, 0)
            - checks.fit().getOrDefault(DisplayStatus.DOWN, 0);
    if (others > 0) {
      html.raw("<p class=\"elsewhere\">").text("Not shown here: ");
      html.link("/?state=down", PageText.checksAre(others) + " down").raw("</p>\n");
    }
  }

  private List<OverviewRow> rows(Session session, List<FilteredChecks.Found> found, Instant now)
      throws SQLException {
    Instant from = DayBar.from(now, PageText.zone());
    boolean past = found.size() <= MOST_WITH_PAST;
    List<Maintenance> maintenance = service.maintenance(session);
    List<OverviewRow> rows = new ArrayList<>();
    for (FilteredChecks.Found one : found) {
      boolean failed =
          one.look() == DisplayStatus.DOWN && one.stored().state().cause() == Cause.FAILED;
      Integer exit = failed ? session.pings().exitStatus(one.stored().id()) : null;
      StatusHistory history = past ? PastFlips.of(session, one.stored(), from, now) : null;
      Maintenance.Span held = Maintenance.of(one.stored().check(), maintenance, now);
      rows.add(new OverviewRow(one.stored(), one.look(), exit, history, held));
    }
    return rows;
  }

  private static void summary(Html html, Map<DisplayStatus, Integer> counts, CheckFilter filter) {
    if (counts.isEmpty()) {
      return;
    }
    html.raw("<p class=\"summary\">");
    for (DisplayStatus look : StatusCounts.ORDER) {
      int count = counts.getOrDefault(look, 0);
      if (count > 0) {
        boolean current = filter.look() == look;
        html.raw(current ? "<a aria-current=\"true\" href=\"" : "<a href=\"");
        html.text(filter.path(current ? null : look))
            .raw("\">")
            .look(look, count + " " + PageText.look(look));
        html.raw("</a>\n");
      }
    }
    html.raw("</p>\n");
  }

  /** Writes a short form for the first check; the person can set all other fields later. */
  private static void beginning(Html html) {
    html.raw("<p>Which job shall be watched? Its page then has a line to paste, and turns green");
    html.raw(" when the first ping arrives.</p>\n");
    html.raw("<form class=\"edit\" method=\"post\" action=\"/checks/new\">\n");
    FormFields fields = new FormFields(html, Map.of());
    fields.line("name", "Name", "", "", "required maxlength=\"100\" placeholder=\"backup\"");
    fields.line("period", "It runs every", "1d", "Such as 1m, 1h or 1d.");
    fields.line("grace", "It may be late by", "1h", "");
    html.raw("<p><button class=\"main\" name=\"do\" value=\"save\">Make the check</button> ");
    html.link("/checks/new", "All fields, and cron expressions").raw("</p></form>\n");
  }

  private static void search(Html html, CheckFilter filter, boolean mayChange) {
    html.raw("<form class=\"filter\" method=\"get\" action=\"/\" role=\"search\">");
    html.raw("<label for=\"q\">Name or tag</label>");
    html.raw("<input id=\"q\" name=\"q\" type=\"search\" value=\"").text(filter.word());
    html.raw("\">");
    hidden(html, "tag", filter.tag());
    DisplayStatus look = filter.look();
    hidden(html, "state", look == null ? "" : look.id());
    html.raw("<button>Find</button>");
    html.raw(mayChange ? "<a class=\"button main\" href=\"/checks/new\">New check</a>" : "");
    html.raw("</form>\n");
  }

  private static void hidden(Html html, String name, String value) {
    if (!value.isEmpty()) {
      html.raw("<input type=\"hidden\" name=\"" + name + "\" value=\"").text(value).raw("\">");
    }
  }

  private static void shown(Html html, CheckFilter filter, int shown, int all, boolean mayChange) {
    if (all == 0) {
      html.raw("<p>")
          .text(mayChange ? "Or name" : "Name")
          .raw(" some under <code>checks:</code> in the config, and reload the switch.</p>");
      return;
    }
    if (!filter.isEmpty()) {
      html.raw("<p>").text(shown + " of " + all + " checks: " + filter.words() + ". ");
      html.link("/", "Show all").raw("</p>\n");
    }
    if (shown > MOST) {
      html.element("p class=\"soft\"", "The first " + MOST + " of " + shown + " are shown.");
    }
  }
}
