package heartbeat.server.page;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Flip;
import heartbeat.check.Maintenance;
import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import heartbeat.model.Uuids;
import heartbeat.server.CheckChanges;
import heartbeat.server.ParentChecks;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.AlertOverview;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /checks/<id>}: one check with its durations, flips, pings and alerts; {@code
 * /checks/<id>/pings/<n>}: the log of one ping; and what the buttons of a check send.
 */
public final class CheckPage {
  private static final int PINGS = 100;
  private static final int FLIPS = 30;
  private static final int LOG_LINES = 30;
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final SwitchService service;
  private final PingLogPage log;

  public CheckPage(SwitchService service) {
    this.service = service;
    this.log = new PingLogPage(service);
  }

  private record Data(
      StoredCheck stored,
      List<PingRow> pings,
      List<PingRow> runs,
      List<Flip> flips,
      List<AlertOverview.Waiting> waiting,
      List<AlertOverview.Done> alerts,
      StatusHistory history,
      Maintenance.@Nullable Span maintenance,
      List<StoredCheck> parents,
      @Nullable Integer exit,
      String log) {}

  /**
   * Answers a request; throws {@link Rejected} (404) when there is no such check, ping or button.
   *
   * @param right what the person may do
   */
  public void serve(Exchange exchange, AccessControl.Right right) {
    long id = number(exchange.segment(1));
    if (exchange.segments().size() == 2 && exchange.reads()) {
      page(exchange, service.store().read(session -> data(session, id)), right);
    } else if (exchange.segment(2).equals("pings")
        && exchange.segments().size() == 3
        && exchange.reads()) {
      log.serve(exchange, id);
    } else if (exchange.segment(2).equals("pings") && exchange.reads()) {
      log(exchange, id, number(exchange.segment(3)));
    } else if (exchange.method().equals("POST") && exchange.segments().size() == 3) {
      ZoneId zone = PageText.zone();
      String action = exchange.segment(2);
      service.change(id, CheckActions.event(action, exchange.form(), service.now(), zone));
      exchange.redirect("/checks/" + id);
    } else {
      throw new Rejected(404, "not found");
    }
  }

  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Rejected(404, "not found");
    }
  }

  private Data data(Session session, long id) throws SQLException {
    Instant now = service.now();
    StoredCheck stored = stored(session, id);
    return new Data(
        stored,
        session.pings().newest(id, PINGS),
        session.pings().runs(id, DurationPlot.RUNS),
        session.flips().between(id, Instant.EPOCH, FAR, FLIPS),
        session.alertOverview().waiting(id, FLIPS),
        session.alertOverview().done(id, FLIPS),
        PastFlips.of(session, stored, UptimeTable.from(now, PageText.zone()), now),
        service.maintenance(session, stored.check(), now),
        ParentChecks.of(session, stored.check()),
        session.pings().exitStatus(id),
        session.pings().last(id).log());
  }

  private static StoredCheck stored(Session session, long id) throws SQLException {
    StoredCheck stored = session.checks().find(id);
    if (stored == null) {
      throw new Rejected(404, "not found");
    }
    return stored;
  }

  private void page(Exchange exchange, Data data, AccessControl.Right right) {
    Instant now = service.now();
    StoredCheck stored = data.stored;
    Check check = stored.check();
    DisplayStatus look = Deadline.shown(check, stored.state(), now);
    Html html = new Html().raw("<div data-live>").element("h1", PageText.name(check));
    standing(html, data, look, now);
    // A missed run has no log, and the log of an earlier run would mislead.
    if (look == DisplayStatus.DOWN
        && stored.state().cause() != Cause.MISSED
        && !data.log.isBlank()) {
      html.element("h2", "Last log").element("pre", lastLines(data.log));
    }
    boolean mayChange = right == AccessControl.Right.CHANGE;
    if (mayChange) {
      CheckActions.write(html, stored, PageText.zone());
    }
    figures(html, data, look, now);
    facts(html, data, now);
    html.raw("</div>\n");
    if (mayChange) {
      html.raw("<p>");
      if (CheckChanges.isChangeable(stored)) {
        html.link("/checks/" + stored.id() + "/edit", "Edit or delete this check").raw(" · ");
      }
      String planned = URLEncoder.encode(check.name(), StandardCharsets.UTF_8);
      html.link("/maintenance?checks=" + planned, "Plan maintenance of it").raw("</p>\n");
      PingBox.write(html, check, pingUrl(exchange, check), stored.state().pings() == 0);
    }
    html.raw("<div data-live>").raw(DurationPlot.figure(data.runs, now));
    UptimeTable.write(html, data.history, now, PageText.zone());
    CheckHistory history = new CheckHistory(html, now);
    history.flips(data.flips);
    history.alerts(data.waiting, data.alerts);
    history.pings(stored.id(), data.pings);
    older(html, stored.id(), data.pings);
    html.raw("</div>\n");
    String title = PageText.name(check) + ": " + PageText.look(look);
    PageLayout.send(exchange, service, 200, new PageLayout.Head(title, look, now), html);
  }

  private static void standing(Html html, Data data, DisplayStatus look, Instant now) {
    CheckState state = data.stored.state();
    html.raw("<p class=\"standing\">").look(look).raw(" ");
    String trouble = PageText.trouble(data.stored.check(), state, look, data.exit, now);
    html.text(trouble.isEmpty() ? "" : PageText.sentence(trouble)).raw("</p>\n");
    if (data.maintenance != null) {
      html.raw("<p>In <a href=\"/maintenance\">maintenance</a> until ");
      html.at(data.maintenance.until(), now).raw(": alerts wait.</p>\n");
    }
    html.raw(DayBar.of(data.history, now, PageText.zone()));
    if (!data.stored.check().description().isBlank()) {
      html.element("p", data.stored.check().description());
    }
  }

  private static void older(Html html, long id, List<PingRow> pings) {
    if (pings.size() == PINGS) {
      html.raw("<p>").link(PingLogPage.path(id, pings.getLast().n()), "Older pings").raw("</p>\n");
    }
  }

  private static String lastLines(String log) {
    List<String> lines = log.lines().toList();
    int out = lines.size() - LOG_LINES;
    String tail = String.join("\n", lines.subList(Math.max(0, out), lines.size()));
    return out <= 0 ? tail : "[" + out + " lines above are left out here]\n" + tail;
  }

  /** Writes the facts that people look for first, side by side. */
  private static void figures(Html html, Data data, DisplayStatus look, Instant now) {
    CheckState state = data.stored.state();
    html.raw("<dl class=\"figures\">");
    moment(
        html,
        PageText.look(look) + " since",
        look == DisplayStatus.GRACE ? null : state.since(),
        now);
    moment(html, "Last ping", state.lastPing(), now);
    Deadline deadline = look == DisplayStatus.DOWN ? null : Deadline.of(data.stored.check(), state);
    moment(html, "Next deadline", deadline == null ? null : deadline.at(), now);
    moment(html, "The pause ends", state.hold().pausedUntil(), now);
    CheckState.Run run = state.run();
    moment(html, "A run began", run == null ? null : run.started(), now);
    Duration last = state.lastDuration();
    fact(html, "Last run", last == null ? "" : "took " + Human.duration(last));
    for (int days : List.of(1, 30, 90)) {
      StatusHistory.Share share = data.history.between(now.minus(Duration.ofDays(days)), now);
      String name = days == 1 ? "Up in the last 24 h" : "Up in " + days + " days";
      fact(html, name, share.isKnown() ? DayBar.percent(share.uptime()) : "");
    }
    html.raw("</dl>\n");
  }

  private static void facts(Html html, Data data, Instant now) {
    StoredCheck stored = data.stored;
    Check check = stored.check();
    CheckState state = stored.state();
    html.raw("<dl>");
    fact(html, "Schedule", PageText.schedule(check));
    boolean paused = state.cause() == Cause.RESUMED;
    String excused = paused ? "The pause ended" : "The switch was down until";
    moment(html, excused, state.excused(), now);
    moment(html, "Acknowledged", state.hold().acknowledged(), now);
    if (!check.tags().isEmpty()) {
      html.raw("<div>").element("dt", "Tags").raw("<dd>");
      for (String tag : check.tags()) {
        html.raw("<a class=\"tag\" href=\"").text(CheckFilter.ofTag(tag)).raw("\">").text(tag);
        html.raw("</a> ");
      }
      html.raw("</dd></div>");
    }
    if (!data.parents.isEmpty()) {
      html.raw("<div>").element("dt", "Depends on").raw("<dd>");
      String comma = "";
      for (StoredCheck parent : data.parents) {
        html.raw(comma);
        comma = ", ";
        html.link("/checks/" + parent.id(), PageText.name(parent.check()));
      }
      html.raw("</dd></div>");
    }
    fact(html, "Slug", check.slug());
    String key = Uuids.uniqueKey(check.uuid());
    html.raw("<div>")
        .element("dt", "To share")
        .raw("<dd>")
        .link("/status/" + key, "status")
        .raw(" (200 or 503), ");
    html.link("/badge/" + key + ".svg", "badge").raw(" (or .json)</dd></div>");
    fact(html, "This check is", PageText.origin(stored.origin()));
    fact(html, "Pings received", Long.toString(state.pings()));
    html.raw("</dl>\n");
  }

  private static void moment(Html html, String name, @Nullable Instant time, Instant now) {
    if (time != null) {
      html.raw("<div>").element("dt", PageText.capital(name)).raw("<dd>").when(time, now);
      html.raw("</dd></div>");
    }
  }

  private static void fact(Html html, String name, String value) {
    if (!value.isEmpty()) {
      html.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }
  }

  private String pingUrl(Exchange exchange, Check check) {
    String base = service.settings().listen().baseUrl();
    return (base.isEmpty() ? exchange.origin() : base) + "/ping/" + check.uuid();
  }

  private void log(Exchange exchange, long id, long n) {
    record Found(StoredCheck stored, String body) {}
    Found found =
        service
            .store()
            .read(
                session -> {
                  byte[] body = session.pings().body(id, n);
                  if (body == null) {
                    throw new Rejected(404, "not found");
                  }
                  return new Found(stored(session, id), new String(body, StandardCharsets.UTF_8));
                });
    Instant now = service.now();
    Check check = found.stored.check();
    String title = PageText.name(check) + ": log of ping " + n;
    Html html = new Html().element("h1", title);
    html.raw("<p>").link("/checks/" + id, "Back to " + PageText.name(check)).raw("</p>\n");
    html.element("pre", found.body);
    DisplayStatus look = Deadline.shown(check, found.stored.state(), now);
    PageLayout.send(exchange, service, 200, new PageLayout.Head(title, look, now), html);
  }
}
