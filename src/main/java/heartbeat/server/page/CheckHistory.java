package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.check.Flip;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import heartbeat.server.store.AlertOverview;
import heartbeat.server.store.PingRow;
import java.time.Instant;
import java.util.List;

/** Writes what happened to a check as tables (changes, alerts, pings), the newest first. */
final class CheckHistory {
  private final Html html;
  private final Instant now;

  CheckHistory(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  void flips(List<Flip> flips) {
    html.element("h2", "Changes");
    if (flips.isEmpty()) {
      none();
      return;
    }
    head("changes", List.of("When", "Became", "Why"));
    for (Flip flip : flips) {
      html.raw("<tr><td>").when(flip.at(), now).raw("</td><td>");
      html.look(DisplayStatus.valueOf(flip.to().name())).raw("</td><td>");
      html.text(PageText.cause(flip.cause())).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  void alerts(List<AlertOverview.Waiting> waiting, List<AlertOverview.Done> alerts) {
    if (waiting.isEmpty() && alerts.isEmpty()) {
      return;
    }
    html.element("h2", "Alerts");
    head("alerts", List.of("When", "What", "Sent"));
    for (AlertOverview.Waiting alert : waiting) {
      html.raw("<tr><td>").when(alert.message().at(), now).raw("</td><td>");
      html.text(AlertText.subject(alert.message())).raw("</td><td>");
      standing(alert);
      html.raw(" ").element("span class=\"soft\"", "by " + alert.channel()).raw("</td></tr>\n");
    }
    for (AlertOverview.Done alert : alerts) {
      html.raw("<tr><td>").when(alert.at(), now).raw("</td><td>");
      html.text(AlertText.subject(alert.message())).raw("</td><td>");
      html.text(alert.outcome().isEmpty() ? "sent" : "not sent: " + alert.outcome());
      html.raw(" ").element("span class=\"soft\"", "by " + alert.channel()).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  /** Writes why the switch has not sent the alert yet, and when it will. */
  private void standing(AlertOverview.Waiting alert) {
    if (alert.attempts() == 0) {
      html.text("waits");
      if (alert.due().isAfter(now)) {
        html.text(", is sent ").when(alert.due(), now);
      }
      return;
    }
    html.raw("<strong class=\"state down\">").text("not delivered").raw("</strong> ");
    html.text(alert.attempts() == 1 ? "after 1 try" : "after " + alert.attempts() + " tries");
    html.text(": " + alert.why() + "; next try ").when(alert.nextTry(), now);
  }

  void pings(long check, List<PingRow> pings) {
    html.element("h2", "Pings");
    if (pings.isEmpty()) {
      none();
      return;
    }
    head("pings", List.of("When", "What", "Took", "Log", "From"));
    for (PingRow ping : pings) {
      html.raw("<tr><td>").when(ping.at(), now).raw("</td><td>");
      html.text(PageText.signal(ping.signal()));
      html.text(ping.exitStatus() == null ? "" : " (exit " + ping.exitStatus() + ")");
      html.raw("</td><td>");
      html.text(ping.duration() == null ? "" : Human.duration(ping.duration()));
      html.raw("</td><td>");
      if (ping.bodySize() > 0) {
        html.raw("<a href=\"/checks/" + check + "/pings/" + ping.n() + "\"");
        html.raw(" aria-label=\"Log of ping " + ping.n() + "\">");
        html.text(Human.bytes(ping.bodySize())).raw("</a>");
      }
      html.raw("</td><td class=\"soft\">");
      html.text(ping.method() + " " + ping.remote() + " " + ping.agent()).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  private void none() {
    html.element("p class=\"soft\"", "None yet.");
  }

  private void head(String name, List<String> columns) {
    html.raw("<table class=\"" + name + "\"><thead><tr>");
    columns.forEach(column -> html.element("th scope=\"col\"", column));
    html.raw("</tr></thead><tbody>\n");
  }
}
