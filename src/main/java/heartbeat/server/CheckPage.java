package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.Event;
import heartbeat.check.Flip;
import heartbeat.check.Look;
import heartbeat.check.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /checks/<id>}: one check with its durations, flips, pings and alerts; {@code
 * /checks/<id>/pings/<n>}: what one ping said; pause and resume.
 */
final class CheckPage {
  private static final int PINGS = 100;
  private static final int FLIPS = 30;
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final Switch heart;

  CheckPage(Switch heart) {
    this.heart = heart;
  }

  private record Data(
      Stored stored, List<PingRow> pings, List<Flip> flips, List<Outbox.Done> alerts) {}

  void serve(Exchange exchange) {
    long id = number(exchange.segment(1));
    if (exchange.segments().size() == 2 && exchange.reads()) {
      Data data = data(id);
      Layout.send(exchange, data.stored.check().name(), page(data));
    } else if (exchange.segment(2).equals("pings") && exchange.reads()) {
      body(exchange, id, number(exchange.segment(3)));
    } else if (exchange.method().equals("POST") && exchange.segments().size() == 3) {
      exchange.body(0);
      switch (exchange.segment(2)) {
        case "pause" -> heart.change(id, new Event.Pause());
        case "resume" -> heart.change(id, new Event.Resume());
        default -> throw new Rejected(404, "not found");
      }
      exchange.redirect("/checks/" + id);
    } else {
      throw new Rejected(404, "not found");
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Rejected(404, "not found");
    }
  }

  private Data data(long id) {
    return heart
        .store()
        .read(
            session -> {
              Stored stored = session.checks().find(id);
              if (stored == null) {
                throw new Rejected(404, "not found");
              }
              return new Data(
                  stored,
                  session.pings().newest(id, PINGS),
                  session.flips().between(id, Instant.EPOCH, FAR, FLIPS),
                  session.outbox().done(id, FLIPS));
            });
  }

  private Html page(Data data) {
    Instant now = heart.now();
    Check check = data.stored.check();
    Html html = new Html().element("h1", Words.name(check));
    facts(html, data.stored, now);
    button(html, data.stored);
    String plot = DurationPlot.svg(data.pings);
    if (!plot.isEmpty()) {
      html.element("h2", "Durations").raw(plot);
    }
    flips(html, data.flips);
    alerts(html, data.alerts);
    pings(html, data.stored.id(), data.pings);
    return html;
  }

  private static void facts(Html html, Stored stored, Instant now) {
    Check check = stored.check();
    CheckState state = stored.state();
    Look look = Deadline.look(check, state, now);
    html.raw("<dl><dt>State</dt><dd class=\"state " + look.id() + "\">").text(Words.look(look));
    html.raw("</dd>");
    if (state.since() != null && state.cause() != null) {
      fact(html, "Since", Wording.time(state.since()) + ": " + Words.cause(state.cause()));
    }
    fact(html, "Schedule", Words.schedule(check));
    fact(html, "Last ping", Words.ago(state.lastPing(), now));
    fact(html, "Down if silent", Words.deadline(check, state, now));
    fact(html, "Run", running(state.run(), now));
    Duration last = state.lastDuration();
    fact(html, "Last run", last == null ? "" : "took " + Wording.length(last));
    if (state.excused() != null) {
      String note = "the switch was down until " + Wording.time(state.excused());
      fact(html, "Excused", note + "; the next run is waited for");
    }
    fact(html, "Tags", String.join(", ", check.tags()));
    fact(html, "Slug", check.slug());
    fact(html, "About", check.description());
    fact(html, "Pings", Long.toString(state.pings()));
    fact(html, "Set by", stored.origin().id());
    html.raw("</dl>\n");
  }

  private static String running(CheckState.@Nullable Run run, Instant now) {
    return run == null ? "" : "began " + Words.ago(run.started(), now);
  }

  private static void fact(Html html, String name, String value) {
    if (!value.isEmpty()) {
      html.element("dt", name).element("dd", value);
    }
  }

  private static void button(Html html, Stored stored) {
    boolean paused = stored.state().status() == Status.PAUSED;
    String action = paused ? "resume" : "pause";
    html.raw("<form method=\"post\" action=\"/checks/" + stored.id() + "/" + action + "\"><p>");
    html.element("button", paused ? "Resume" : "Pause").raw("</p></form>\n");
  }

  private static void flips(Html html, List<Flip> flips) {
    html.element("h2", "Changes");
    if (flips.isEmpty()) {
      html.element("p class=\"soft\"", "None yet.");
      return;
    }
    html.raw("<table><tbody>\n");
    for (Flip flip : flips) {
      String became = flip.to().id();
      html.raw("<tr><td>").text(Wording.time(flip.at()));
      html.raw("</td><td class=\"state " + became + "\">").text(became);
      html.raw("</td><td>").text(Words.cause(flip.cause())).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  private static void alerts(Html html, List<Outbox.Done> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    html.element("h2", "Alerts").raw("<table><tbody>\n");
    for (Outbox.Done alert : alerts) {
      html.raw("<tr><td>").text(Wording.time(alert.at())).raw("</td><td>");
      html.text(Wording.subject(alert.message())).raw("</td><td>").text(alert.channel());
      html.raw("</td><td>");
      html.text(alert.outcome().isEmpty() ? "sent" : "not sent: " + alert.outcome());
      html.raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  private static void pings(Html html, long id, List<PingRow> pings) {
    html.element("h2", "Pings");
    if (pings.isEmpty()) {
      html.element("p class=\"soft\"", "None yet.");
      return;
    }
    html.raw("<table class=\"pings\"><thead><tr><th>#</th><th>When</th><th>Kind</th>");
    html.raw("<th>Duration</th><th class=\"wide\">From</th><th>Log</th></tr></thead><tbody>\n");
    for (PingRow ping : pings) {
      html.raw("<tr><td>" + ping.n() + "</td><td>").text(Wording.time(ping.at()));
      html.raw("</td><td>").text(Words.signal(ping.signal()));
      html.text(ping.exitStatus() == null ? "" : " (exit " + ping.exitStatus() + ")");
      html.raw("</td><td>");
      html.text(ping.duration() == null ? "" : Wording.length(ping.duration()));
      html.raw("</td><td class=\"wide soft\">");
      html.text(ping.method() + " " + ping.remote() + " " + ping.agent()).raw("</td><td>");
      if (ping.bodySize() > 0) {
        html.raw(
            "<a href=\"/checks/" + id + "/pings/" + ping.n() + "\">" + ping.bodySize() + " B</a>");
      }
      html.raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  private void body(Exchange exchange, long id, long n) {
    record Found(Stored stored, String body) {}
    Found found =
        heart
            .store()
            .read(
                session -> {
                  Stored stored = session.checks().find(id);
                  byte[] body = session.pings().body(id, n);
                  if (stored == null || body == null) {
                    throw new Rejected(404, "not found");
                  }
                  return new Found(stored, new String(body, StandardCharsets.UTF_8));
                });
    String name = found.stored.check().name();
    Html html = new Html().raw("<p><a href=\"/checks/" + id + "\">").text(name).raw("</a></p>");
    html.element("h1", "Log of ping " + n);
    html.element("pre", found.body);
    Layout.send(exchange, name + ": ping " + n, html);
  }
}
