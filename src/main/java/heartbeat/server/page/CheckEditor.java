package heartbeat.server.page;

import heartbeat.check.Check;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Schedule;
import heartbeat.server.CheckChanges;
import heartbeat.server.ParentChecks;
import heartbeat.server.SwitchService;
import heartbeat.server.alert.Channel;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.Origin;
import heartbeat.server.store.StoredCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates, edits and deletes checks: {@code /checks/new}, {@code /checks/<id>/edit}, {@code
 * /checks/<id>/delete}. Each step is an HTML form that works without a script.
 */
public final class CheckEditor {
  private final SwitchService service;
  private final CheckChanges changes;

  public CheckEditor(SwitchService service) {
    this.service = service;
    this.changes = new CheckChanges(service);
  }

  /** Whether this class answers the request; if not, {@link CheckPage} does. */
  public static boolean isFor(Exchange exchange) {
    String action = exchange.segment(2);
    return switch (exchange.segment(1)) {
      case "new", "next" -> exchange.segments().size() == 2;
      default ->
          exchange.segments().size() == 3 && (action.equals("edit") || action.equals("delete"));
    };
  }

  /** Answers a request. The caller has made sure that the person may change checks. */
  public void serve(Exchange exchange) {
    String first = exchange.segment(1);
    if (first.equals("next")) {
      next(exchange);
    } else if (first.equals("new")) {
      create(exchange);
    } else if (exchange.segment(2).equals("edit")) {
      edit(exchange, found(first));
    } else {
      delete(exchange, found(first));
    }
  }

  /** Sends the next times for what is in the form so far. The script puts them into the page. */
  private void next(Exchange exchange) {
    CheckForm form = CheckForm.of(exchange.query(), zone());
    Map<String, String> problems = new HashMap<>();
    Schedule schedule = form.schedule(problems);
    Html html = new Html();
    for (String problem : problems.values()) {
      html.element("p class=\"problem\"", problem);
    }
    String times = schedule == null ? "" : CheckFormPage.next(schedule, form.zone(), service.now());
    exchange.with("Cache-Control", "no-store").html(200, html + times);
  }

  private void create(Exchange exchange) {
    Check blank = Check.named(UUID.randomUUID(), "").withName("", "");
    if (exchange.reads()) {
      form(exchange, null, CheckForm.of(exchange.query(), zone()), Map.of());
      return;
    }
    Query sent = exchange.form();
    CheckForm form = CheckForm.of(sent, zone());
    CheckForm.Outcome outcome = outcome(form, blank, null);
    Check check = outcome.check();
    if (sent.get("do", "save").equals("preview") || check == null) {
      form(exchange, null, form, shown(sent, outcome));
    } else {
      exchange.redirect("/checks/" + changes.add(Origin.PAGE, check).id());
    }
  }

  private void edit(Exchange exchange, StoredCheck stored) {
    if (!CheckChanges.isChangeable(stored)) {
      throw new Rejected(403, "this check is set in the config file");
    }
    if (exchange.reads()) {
      form(exchange, stored, CheckForm.of(stored.check(), parents(stored), zone()), Map.of());
      return;
    }
    Query sent = exchange.form();
    CheckForm form = CheckForm.of(sent, zone());
    CheckForm.Outcome outcome = outcome(form, stored.check(), stored);
    Check check = outcome.check();
    if (sent.get("do", "save").equals("preview") || check == null) {
      form(exchange, stored, form, shown(sent, outcome));
      return;
    }
    List<UUID> parents = check.extras().dependsOn();
    changes.redefine(
        stored.id(),
        before -> {
          Check now = form.applied(before, parents).check();
          return now == null ? before : now;
        });
    exchange.redirect("/checks/" + stored.id());
  }

  /** The problems to show. A preview of the next times shows only the problems with these times. */
  private static Map<String, String> shown(Query sent, CheckForm.Outcome outcome) {
    Map<String, String> problems = new LinkedHashMap<>(outcome.problems());
    if (sent.get("do", "save").equals("preview")) {
      problems.keySet().retainAll(List.of("period", "times", "zone"));
    }
    return problems;
  }

  private CheckForm.Outcome outcome(CheckForm form, Check before, @Nullable StoredCheck self) {
    Map<String, String> wrong = new LinkedHashMap<>();
    List<UUID> parents = parents(form, before, wrong);
    CheckForm.Outcome outcome = form.applied(before, parents);
    wrong.putAll(outcome.problems());
    Check check = outcome.check();
    if (check != null && isTaken(check.slug(), self)) {
      String field = form.slug().isEmpty() ? "name" : "slug";
      wrong.put(field, "Another check has the slug '" + check.slug() + "' already.");
    }
    return wrong.isEmpty() ? outcome : new CheckForm.Outcome(null, wrong);
  }

  /**
   * Whether another check has this slug: the switch refuses pings to a slug that two checks have.
   */
  private boolean isTaken(String slug, @Nullable StoredCheck self) {
    return !slug.isEmpty()
        && service.store().read(session -> session.checks().withSlug(slug)).stream()
            .anyMatch(other -> self == null || other.id() != self.id());
  }

  private List<UUID> parents(CheckForm form, Check before, Map<String, String> wrong) {
    try {
      return service
          .store()
          .read(
              session -> {
                List<UUID> parents = ParentChecks.named(session, form.parents());
                String circle = ParentChecks.circle(session, before, parents);
                if (circle != null) {
                  wrong.put("depends-on", "This goes in a circle: " + circle + ".");
                }
                return parents;
              });
    } catch (IllegalArgumentException e) {
      wrong.put("depends-on", PageText.sentence(String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private List<String> parents(StoredCheck stored) {
    return service
        .store()
        .read(
            session -> {
              List<String> names = new ArrayList<>();
              for (StoredCheck parent : ParentChecks.of(session, stored.check())) {
                names.add(ParentChecks.name(session, parent));
              }
              return names;
            });
  }

  private void form(
      Exchange exchange,
      @Nullable StoredCheck stored,
      CheckForm form,
      Map<String, String> problems) {
    Instant now = service.now();
    String title = stored == null ? "New check" : "Edit " + PageText.name(stored.check());
    String action = stored == null ? "/checks/new" : "/checks/" + stored.id() + "/edit";
    List<Channel> known = service.settings().alerting().routes().all();
    Html html = new Html().element("h1", title).raw("\n");
    CheckFormPage.write(html, action, form, problems, known, now);
    if (stored != null) {
      html.raw("<p>").link("/checks/" + stored.id(), "Back, and change nothing").raw(" · ");
      html.link("/checks/" + stored.id() + "/delete", "Delete this check").raw("</p>\n");
    }
    DisplayStatus look =
        stored == null ? DisplayStatus.NEW : Deadline.shown(stored.check(), stored.state(), now);
    PageLayout.send(
        exchange,
        service,
        problems.isEmpty() ? 200 : 422,
        PageLayout.Head.still(title, look, now),
        html);
  }

  private void delete(Exchange exchange, StoredCheck stored) {
    if (!exchange.reads()) {
      exchange.form();
      changes.delete(stored.id());
      exchange.redirect("/");
      return;
    }
    Instant now = service.now();
    String title = "Delete " + PageText.name(stored.check()) + "?";
    Html html = new Html().element("h1", title);
    html.raw("<p>Its history is deleted with it, and its ping URL answers 404 from then on.</p>\n");
    html.raw("<form method=\"post\" action=\"/checks/" + stored.id() + "/delete\"><p>");
    html.raw("<button class=\"danger\">Delete it</button> ");
    html.link("/checks/" + stored.id(), "Keep it").raw("</p></form>\n");
    DisplayStatus look = Deadline.shown(stored.check(), stored.state(), now);
    PageLayout.send(exchange, service, 200, PageLayout.Head.still(title, look, now), html);
  }

  private StoredCheck found(String id) {
    long number = CheckPage.number(id);
    return service
        .store()
        .read(
            session -> {
              StoredCheck stored = session.checks().find(number);
              if (stored == null) {
                throw new Rejected(404, "not found");
              }
              return stored;
            });
  }

  /** The time zone of a new check, unless the person writes another one. */
  private static ZoneId zone() {
    return PageText.zone();
  }
}
