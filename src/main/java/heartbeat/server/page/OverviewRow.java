package heartbeat.server.page;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Maintenance;
import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import heartbeat.server.store.Origin;
import heartbeat.server.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row in the table of checks.
 *
 * @param exit the last run's exit status when the check is down because this run failed; else null
 * @param history of the last 90 days; null: the row does not show it
 * @param maintenance the window in which its alerts wait now; null: they do not wait
 */
record OverviewRow(
    StoredCheck stored,
    DisplayStatus look,
    @Nullable Integer exit,
    @Nullable StatusHistory history,
    Maintenance.@Nullable Span maintenance) {

  static void table(Html html, List<OverviewRow> rows, Instant now, ZoneId zone) {
    if (rows.isEmpty()) {
      return;
    }
    html.raw("<table class=\"checks\"><caption class=\"unseen\">Checks</caption><thead><tr>");
    for (String head :
        List.of("State", "Check", "Last ping", "Next deadline", "Last run", "90 days")) {
      html.element("th scope=\"col\"", head);
    }
    html.raw("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> row.write(html, now, zone));
    html.raw("</tbody></table>\n");
  }

  private void write(Html html, Instant now, ZoneId zone) {
    Check check = stored.check();
    CheckState state = stored.state();
    html.raw("<tr class=\"" + look.id() + "\"><td>").look(look).raw("</td><td class=\"check\">");
    html.raw("<span class=\"name\">").link("/checks/" + stored.id(), PageText.name(check));
    html.raw("</span> ");
    for (String tag : check.tags()) {
      html.raw("<a class=\"tag\" href=\"").text(CheckFilter.ofTag(tag)).raw("\">").text(tag);
      html.raw("</a> ");
    }
    standing(html, now);
    html.raw("<div class=\"soft\">").text(PageText.schedule(check));
    html.text(stored.origin() == Origin.CONFIG ? "" : "; " + PageText.origin(stored.origin()));
    html.raw("</div></td>");
    Instant last = state.lastPing();
    Deadline deadline = look == DisplayStatus.DOWN ? null : Deadline.of(check, state);
    Duration took = state.lastDuration();
    moment(html, "Last ping", last, now);
    moment(html, "Next deadline", deadline == null ? null : deadline.at(), now);
    cell(html, "Last run", took != null);
    html.text(took == null ? "" : Human.duration(took)).raw("</td>");
    String bar = history == null ? "" : DayBar.small(history, now, zone);
    String uptime = history == null ? "" : DayBar.uptime(history, now, zone);
    cell(html, "90 days", !bar.isEmpty());
    html.raw(bar);
    html.raw("<span class=\"soft\">").text(uptime);
    html.raw("</span></td></tr>\n");
  }

  private static void moment(Html html, String name, @Nullable Instant time, Instant now) {
    cell(html, name, time != null);
    if (time != null) {
      html.when(time, now);
    }
    html.raw("</td>");
  }

  /**
   * Begins a cell. On a narrow screen, the table has no head, and each filled cell shows its name.
   */
  private static void cell(Html html, String name, boolean filled) {
    html.raw(filled ? "<td>" : "<td class=\"empty\">");
    html.element("span class=\"label\"", name + ": ");
  }

  private void standing(Html html, Instant now) {
    String trouble = PageText.trouble(stored.check(), stored.state(), look, exit, now);
    if (!trouble.isEmpty()) {
      html.raw("<div class=\"why\">").text(PageText.sentence(trouble));
      Instant since = stored.state().since();
      if (look == DisplayStatus.DOWN && since != null) {
        String length = Human.duration(Duration.between(since, now));
        html.raw(" <span class=\"soft\">").text("Down for " + length + ", since ").at(since, now);
        html.raw("</span>");
      }
      html.raw("</div>");
    }
    if (maintenance != null) {
      html.raw("<div>In maintenance until ").at(maintenance.until(), now).raw(".</div>");
    }
    if (stored.state().hold().acknowledged() != null) {
      html.raw("<div>Acknowledged ");
      html.text(Human.distance(stored.state().hold().acknowledged(), now)).raw(".</div>");
    }
    CheckState.Run run = stored.state().run();
    if (run != null) {
      html.element("div", "A run began " + Human.distance(run.started(), now) + ".");
    }
  }
}
