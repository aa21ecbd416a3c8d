package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Deadline;
import heartbeat.check.Look;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /}: all checks, those that are down first. */
final class OverviewPage {
  private static final int MOST = 500;

  private final Switch heart;

  OverviewPage(Switch heart) {
    this.heart = heart;
  }

  private record Row(Stored stored, Look look) {}

  void serve(Exchange exchange) {
    Instant now = heart.now();
    String word = exchange.query().get("q", "").strip();
    String tag = exchange.query().get("tag", "").strip();
    String state = exchange.query().get("state", "");
    Map<Look, Integer> counts = new EnumMap<>(Look.class);
    List<Row> rows = new ArrayList<>();
    for (Stored stored : heart.store().<List<Stored>>read(session -> session.checks().readable())) {
      Look look = Deadline.look(stored.check(), stored.state(), now);
      counts.merge(look, 1, Integer::sum);
      boolean right = state.isEmpty() || state.equals(look.id());
      if (right && matches(stored.check(), word, tag)) {
        rows.add(new Row(stored, look));
      }
    }
    rows.sort(Comparator.comparingInt(row -> urgency(row.look)));
    int down = counts.getOrDefault(Look.DOWN, 0);
    String title = down == 0 ? "heartbeat: all well" : "heartbeat: " + down + " down";
    Layout.send(exchange, title, page(rows, counts, word, tag, state, now));
  }

  private static boolean matches(Check check, String word, String tag) {
    boolean named =
        check.name().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))
            || check.slug().contains(word);
    return named && (tag.isEmpty() || check.tags().contains(tag));
  }

  private static int urgency(Look look) {
    return switch (look) {
      case DOWN -> 0;
      case GRACE -> 1;
      case UP -> 2;
      case NEW -> 3;
      case PAUSED -> 4;
    };
  }

  private static Html page(
      List<Row> rows,
      Map<Look, Integer> counts,
      String word,
      String tag,
      String state,
      Instant now) {
    Html html = new Html().element("h1", "Checks");
    html.raw("<p class=\"summary\">");
    for (Look look : Look.values()) {
      int count = counts.getOrDefault(look, 0);
      if (count > 0) {
        html.raw("<a class=\"state " + look.id() + "\" href=\"/?state=" + look.id() + "\">");
        html.text(Words.look(look) + " " + count).raw("</a>\n");
      }
    }
    html.raw("</p>\n");
    filter(html, word, tag, state);
    if (rows.isEmpty()) {
      return html.element(
          "p class=\"soft\"", counts.isEmpty() ? NONE_YET : "No check is like that.");
    }
    html.raw("<table class=\"checks\"><thead><tr><th>State</th><th>Check</th><th>Last ping</th>");
    html.raw("<th>Down if silent</th><th>Last run</th></tr></thead>\n<tbody>\n");
    for (Row row : rows.subList(0, Math.min(rows.size(), MOST))) {
      row(html, row, now);
    }
    html.raw("</tbody></table>\n");
    if (rows.size() > MOST) {
      html.element("p class=\"soft\"", "The first " + MOST + " of " + rows.size() + ".");
    }
    return html;
  }

  private static final String NONE_YET =
      "There are no checks yet. Name some under \"checks:\" in the config.";

  private static void filter(Html html, String word, String tag, String state) {
    html.raw("<form class=\"filter\" method=\"get\" action=\"/\">");
    html.raw("<input name=\"q\" aria-label=\"Name\" placeholder=\"Name\" value=\"");
    html.text(word).raw("\"><input name=\"tag\" aria-label=\"Tag\" placeholder=\"Tag\" value=\"");
    html.text(tag).raw("\"><select name=\"state\" aria-label=\"State\">");
    html.raw("<option value=\"\">any state</option>");
    for (Look look : Look.values()) {
      html.raw(
          "<option value=\"" + look.id() + "\"" + (look.id().equals(state) ? " selected>" : ">"));
      html.text(Words.look(look)).raw("</option>");
    }
    html.raw("</select><button>Filter</button></form>\n");
  }

  private static void row(Html html, Row row, Instant now) {
    Check check = row.stored.check();
    html.raw("<tr><td class=\"state " + row.look.id() + "\">").text(Words.look(row.look));
    boolean running = row.stored.state().run() != null;
    html.raw(running ? " <span class=\"soft\">running</span></td>" : "</td>");
    html.raw("<td><a href=\"/checks/" + row.stored.id() + "\">")
        .text(Words.name(check))
        .raw("</a> ");
    for (String tag : check.tags()) {
      String encoded = URLEncoder.encode(tag, StandardCharsets.UTF_8);
      html.raw("<a class=\"tag\" href=\"/?tag=" + encoded + "\">").text(tag).raw("</a> ");
    }
    if (row.stored.origin() != Origin.CONFIG) {
      html.element(
          "span class=\"soft\"",
          row.stored.origin() == Origin.PING ? "made by a ping" : "made by the API");
    }
    html.raw("<br>").element("span class=\"soft\"", Words.schedule(check)).raw("</td>");
    Instant last = row.stored.state().lastPing();
    html.raw("<td data-label=\"Last ping\"><span title=\"");
    html.text(last == null ? "" : Wording.time(last)).raw("\">");
    html.text(Words.ago(last, now)).raw("</span></td>");
    html.raw("<td data-label=\"Down if silent\">");
    html.text(Words.deadline(check, row.stored.state(), now)).raw("</td>");
    Duration duration = row.stored.state().lastDuration();
    html.raw("<td data-label=\"Last run\">");
    html.text(duration == null ? "" : Wording.length(duration)).raw("</td></tr>\n");
  }
}
