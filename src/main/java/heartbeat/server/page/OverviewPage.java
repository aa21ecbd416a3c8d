package heartbeat.server.page;

import heartbeat.check.Cause;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.NodeTable;
import heartbeat.server.store.Session;
import heartbeat.server.store.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/** {@code /}: all checks; what needs somebody comes first. */
public final class OverviewPage {
  private static final int MOST = 500;

  /** The most urgent first. */
  private static final List<DisplayStatus> ORDER =
      List.of(
          DisplayStatus.DOWN,
          DisplayStatus.GRACE,
          DisplayStatus.UP,
          DisplayStatus.NEW,
          DisplayStatus.PAUSED);

  private final SwitchService service;

  public OverviewPage(SwitchService service) {
    this.service = service;
  }

  private record Found(Stored stored, DisplayStatus look) {}

  private static final Comparator<Found> URGENCY =
      Comparator.comparingInt((Found one) -> ORDER.indexOf(one.look))
          .thenComparing(one -> one.stored.check().name(), String.CASE_INSENSITIVE_ORDER);

  /** {@code right} is what the person may do. */
  public void serve(Exchange exchange, AccessControl.Right right) {
    boolean mayChange = right == AccessControl.Right.CHANGE;
    Instant now = service.now();
    CheckFilter filter = CheckFilter.of(exchange.query());
    Map<DisplayStatus, Integer> all = new EnumMap<>(DisplayStatus.class);
    Map<DisplayStatus, Integer> named = new EnumMap<>(DisplayStatus.class);
    int fit = 0;
    PriorityQueue<Found> urgent = new PriorityQueue<>(URGENCY.reversed());
    for (Stored stored : new AllChecks(service.store())) {
      DisplayStatus look = Deadline.shown(stored.check(), stored.state(), now);
      all.merge(look, 1, Integer::sum);
      if (filter.names(stored.check())) {
        named.merge(look, 1, Integer::sum);
        if (filter.fits(look)) {
          fit++;
          urgent.add(new Found(stored, look));
          if (urgent.size() > MOST) {
            urgent.remove();
          }
        }
      }
    }
    List<Found> found = urgent.stream().sorted(URGENCY).toList();
    List<OverviewRow> rows = service.store().read(session -> rows(session, found));
    Html html = new Html();
    // What is down, is down whatever one looks for: headline and title are of all checks.
    html.raw("<div data-live><h1 class=\"" + worst(all).id() + "\">");
    html.text(headline(all)).raw("</h1>\n");
    summary(html, named, filter);
    html.raw("</div>\n");
    if (!all.isEmpty()) {
      search(html, filter, mayChange);
    } else if (mayChange) {
      beginning(html);
    }
    html.raw("<div data-live>");
    shown(html, filter, fit, sum(all), mayChange);
    OverviewRow.table(html, rows, now);
    nodes(html);
    html.raw("</div>\n");
    PageLayout.send(exchange, new PageLayout.Head(headline(all), worst(all), now), html);
  }

  /** Who shares the database; nothing where nobody can. */
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

  private static List<OverviewRow> rows(Session session, List<Found> found) throws SQLException {
    List<OverviewRow> rows = new ArrayList<>();
    for (Found one : found) {
      boolean failed = one.look == DisplayStatus.DOWN && one.stored.state().cause() == Cause.FAILED;
      Integer exit = failed ? session.pings().exitStatus(one.stored.id()) : null;
      rows.add(new OverviewRow(one.stored, one.look, exit));
    }
    return rows;
  }

  private static int sum(Map<DisplayStatus, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static DisplayStatus worst(Map<DisplayStatus, Integer> counts) {
    for (DisplayStatus look : ORDER) {
      if (counts.containsKey(look)) {
        return look;
      }
    }
    return DisplayStatus.NEW;
  }

  private static String headline(Map<DisplayStatus, Integer> counts) {
    DisplayStatus worst = worst(counts);
    int count = counts.getOrDefault(worst, 0);
    if (counts.isEmpty()) {
      return "There are no checks yet";
    }
    return switch (worst) {
      case DOWN, GRACE -> PageText.checksAre(count) + " " + PageText.look(worst);
      case UP -> counts.size() == 1 ? "All is up" : "Nothing is down";
      case NEW -> "Waiting for the first ping";
      case PAUSED -> "All is paused";
    };
  }

  private static void summary(Html html, Map<DisplayStatus, Integer> counts, CheckFilter filter) {
    if (counts.isEmpty()) {
      return;
    }
    html.raw("<p class=\"summary\">");
    for (DisplayStatus look : ORDER) {
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

  /** The first check: two fields; all else can be set later. */
  private static void beginning(Html html) {
    html.raw("<p>Which job shall be watched? Its page then has a line to paste, and turns green");
    html.raw(" when the first ping arrives.</p>\n");
    html.raw("<form class=\"edit\" method=\"post\" action=\"/checks/new\">\n");
    FormFields fields = new FormFields(html, Map.of());
    fields.line("name", "Name", "", "", "required maxlength=\"100\" placeholder=\"backup\"");
    fields.line("period", "It runs every", "1d", "Such as 1m, 1h or 1d.", "");
    fields.line("grace", "It may be late by", "1h", "", "");
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
    html.raw(mayChange ? "<a class=\"button\" href=\"/checks/new\">New check</a>" : "");
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
