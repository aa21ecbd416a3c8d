package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check in the table of all checks.
 *
 * @param exit of the last run, when that is why it is down
 */
record OverviewRow(Stored stored, Look look, @Nullable Integer exit) {

  static void table(Html html, List<OverviewRow> rows, Instant now) {
    if (rows.isEmpty()) {
      return;
    }
    html.raw("<table class=\"checks\"><caption class=\"unseen\">Checks</caption><thead><tr>");
    for (String head : List.of("State", "Check", "Last ping", "Next deadline", "Last run")) {
      html.element("th scope=\"col\"", head);
    }
    html.raw("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> row.write(html, now));
    html.raw("</tbody></table>\n");
  }

  private void write(Html html, Instant now) {
    Check check = stored.check();
    CheckState state = stored.state();
    html.raw("<tr class=\"" + look.id() + "\"><td>").look(look).raw("</td><td class=\"check\">");
    html.raw("<span class=\"name\">").link("/checks/" + stored.id(), Words.name(check));
    html.raw("</span> ");
    for (String tag : check.tags()) {
      html.raw("<a class=\"tag\" href=\"").text(Filter.ofTag(tag)).raw("\">").text(tag);
      html.raw("</a> ");
    }
    standing(html, now);
    html.raw("<div class=\"soft\">").text(Words.schedule(check));
    html.text(stored.origin() == Origin.CONFIG ? "" : "; " + Words.origin(stored.origin()));
    html.raw("</div></td><td data-label=\"Last ping\">");
    Instant last = state.lastPing();
    if (last == null) {
      html.raw("<span class=\"soft\">never</span>");
    } else {
      html.when(last, now);
    }
    html.raw("</td><td data-label=\"Next deadline\">");
    Deadline deadline = Deadline.of(check, state);
    if (deadline != null && look != Look.DOWN) {
      html.when(deadline.at(), now);
    }
    html.raw("</td><td data-label=\"Last run\">");
    Duration took = state.lastDuration();
    html.raw("<span class=\"nowrap\">").text(took == null ? "" : Wording.length(took));
    html.raw("</span></td></tr>\n");
  }

  private void standing(Html html, Instant now) {
    String trouble = Words.trouble(stored.check(), stored.state(), look, exit, now);
    if (!trouble.isEmpty()) {
      html.raw("<div class=\"why\">").text(Words.sentence(trouble));
      Instant since = stored.state().since();
      if (look == Look.DOWN && since != null) {
        String length = Wording.length(Duration.between(since, now));
        html.raw(" <span class=\"soft\">").text("Down for " + length + ", since ").at(since, now);
        html.raw("</span>");
      }
      html.raw("</div>");
    }
    CheckState.Run run = stored.state().run();
    if (run != null) {
      html.element("div", "A run began " + Words.distance(run.started(), now) + ".");
    }
  }
}
