package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.check.Maintenance;
import heartbeat.check.Schedule;
import heartbeat.model.Human;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.PlannedMaintenance;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /maintenance}: lists planned maintenance, in which alerts wait, with a form to plan more.
 */
public final class MaintenancePage {
  private final SwitchService service;

  public MaintenancePage(SwitchService service) {
    this.service = service;
  }

  /**
   * Answers a request. The caller has refused a POST of a person who may not change anything.
   *
   * @param right what the person may do
   */
  public void serve(Exchange exchange, AccessControl.Right right) {
    boolean mayChange = right == AccessControl.Right.CHANGE;
    Instant now = service.now();
    ZoneId zone = PageText.zone();
    int length = exchange.segments().size();
    if (exchange.reads() && length == 1) {
      MaintenanceForm form = MaintenanceForm.of(exchange.query(), zone);
      page(exchange, mayChange ? form : null, Map.of());
    } else if (exchange.method().equals("POST") && length == 1) {
      MaintenanceForm form = MaintenanceForm.of(exchange.form(), zone);
      MaintenanceForm.Outcome outcome = form.read(now);
      Maintenance planned = outcome.maintenance();
      if (planned == null) {
        page(exchange, form, outcome.problems());
        return;
      }
      service
          .store()
          .write(
              session -> {
                PlannedMaintenance.add(session, planned, now);
                return true;
              });
      exchange.redirect("/maintenance");
    } else if (exchange.method().equals("POST")
        && length == 3
        && exchange.segment(2).equals("end")) {
      exchange.form();
      service.endMaintenance(exchange.segment(1));
      exchange.redirect("/maintenance");
    } else {
      throw new Rejected(404, "not found");
    }
  }

  private void page(
      Exchange exchange, @Nullable MaintenanceForm form, Map<String, String> problems) {
    Instant now = service.now();
    Html html = new Html().element("h1", "Maintenance");
    html.raw("<p>During maintenance the switch sends no alerts. It still notes what goes down.");
    html.raw(" At the end it reports what is still down, not what has recovered.</p>\n");
    List<PlannedMaintenance.Planned> all = new ArrayList<>();
    service
        .settings()
        .alerting()
        .maintenance()
        .forEach(one -> all.add(new PlannedMaintenance.Planned("", one)));
    all.addAll(service.store().read(PlannedMaintenance::all));
    list(html, all, now, form != null);
    if (form != null) {
      form(html, form, problems);
    }
    int status = problems.isEmpty() ? 200 : 422;
    PageLayout.Head head = PageLayout.Head.still("Maintenance", DisplayStatus.UP, now);
    PageLayout.send(exchange, service, status, head, html);
  }

  private static void list(
      Html html, List<PlannedMaintenance.Planned> all, Instant now, boolean mayChange) {
    if (all.isEmpty()) {
      html.raw("<p class=\"soft\">None is planned.</p>\n");
      return;
    }
    html.raw("<table class=\"maintenance\"><thead><tr>");
    for (String column : List.of("Checks", "When", "Now", "Why", "")) {
      html.element("th scope=\"col\"", column);
    }
    html.raw("</tr></thead><tbody>\n");
    for (PlannedMaintenance.Planned one : all) {
      Maintenance maintenance = one.maintenance();
      html.raw("<tr>").element("td", scope(maintenance.scope()));
      when(html.raw("<td>"), maintenance.times(), now).raw("</td><td>");
      Maintenance.Span span = maintenance.times().around(now);
      Instant next = maintenance.times().next(now);
      if (span != null) {
        html.raw("<strong>until</strong> ").at(span.until(), now);
      } else if (next != null) {
        html.text("begins " + Human.distance(next, now));
      } else {
        html.text("over");
      }
      html.raw("</td>").element("td", maintenance.why()).raw("<td>");
      if (one.id().isEmpty()) {
        html.element("span class=\"soft\"", "set in the config");
      } else if (mayChange) {
        html.raw("<form method=\"post\" action=\"/maintenance/").text(one.id());
        html.raw("/end\"><button>").text(span == null ? "Remove" : "End now");
        html.raw("</button></form>");
      }
      html.raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  static String scope(Maintenance.Scope scope) {
    List<String> words = new ArrayList<>(scope.checks());
    scope.tags().forEach(tag -> words.add("tagged “" + tag + "”"));
    return words.isEmpty() ? "all checks" : String.join(", ", words);
  }

  private static Html when(Html html, Maintenance.Times times, Instant now) {
    return switch (times) {
      case Maintenance.Once once -> html.at(once.from(), now).text(" to ").at(once.until(), now);
      case Maintenance.Repeated repeated ->
          html.text(starts(repeated.starts()) + ", for " + Human.duration(repeated.length()));
    };
  }

  private static String starts(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Cron cron -> cron.expression() + " (" + cron.zone().getId() + ")";
      case Schedule.Calendar calendar ->
          calendar.text().replace("\n", "; ") + " (" + calendar.zone().getId() + ")";
      case Schedule.Period period -> "every " + Human.duration(period.length());
    };
  }

  private static void form(Html html, MaintenanceForm form, Map<String, String> problems) {
    html.element("h2", "Plan maintenance");
    html.raw("<form class=\"edit\" method=\"post\" action=\"/maintenance\">\n");
    FormFields fields = new FormFields(html, problems);
    fields.line("tags", "Checks with one of these tags", form.tags(), "Empty: any.");
    fields.area(
        "checks",
        "And these checks",
        form.checks(),
        "Their names or slugs, one a line. Without tags and names: all checks.",
        2);
    html.raw("<fieldset><legend>When</legend>\n");
    fields.radio("kind", "now", "from now", form.kind().equals("now"));
    fields.radio("kind", "once", "once, from", form.kind().equals("once"));
    fields.line("from", "Begins", form.from(), "", "type=\"datetime-local\"");
    fields.radio("kind", "again", "again and again, at these times", form.kind().equals("again"));
    fields.area(
        "times", "Times", form.times(), "A cron expression, or what systemd timers have.", 2);
    fields.line("zone", "Time zone", form.zone(), "");
    html.raw("</fieldset>\n");
    fields.line("for", "For", form.length(), "How long, such as 30m or 2h.", "required");
    fields.line("why", "Why", form.why(), "");
    html.raw("<p><button class=\"main\">Save</button></p></form>\n");
  }
}
