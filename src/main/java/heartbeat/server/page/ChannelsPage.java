package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.model.Delivery;
import heartbeat.server.SwitchService;
import heartbeat.server.TestAlerts;
import heartbeat.server.alert.Channel;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import java.util.List;
import java.util.Map;

/** {@code /channels}: lists the channels, with buttons that send test alerts. */
public final class ChannelsPage {
  private final SwitchService service;
  private final TestAlerts test;

  public ChannelsPage(SwitchService service, TestAlerts test) {
    this.service = service;
    this.test = test;
  }

  /**
   * Answers a request; throws {@link Rejected} (403) when the person may not send test alerts.
   *
   * @param right what the person may do
   */
  public void serve(Exchange exchange, AccessControl.Right right) {
    boolean mayTest = right == AccessControl.Right.CHANGE;
    if (exchange.segments().size() != 1) {
      throw new Rejected(404, "not found");
    }
    if (exchange.reads()) {
      page(exchange, mayTest, Map.of());
    } else if (!exchange.method().equals("POST")) {
      exchange.with("Allow", "GET, HEAD, POST");
      throw new Rejected(405, "method not allowed");
    } else if (mayTest) {
      Query form = exchange.form();
      String only = form.get("channel", "");
      page(exchange, true, test.run(only.isEmpty() ? null : only));
    } else {
      throw new Rejected(403, "you may look at this switch, not change it");
    }
  }

  private void page(Exchange exchange, boolean mayTest, Map<String, Delivery> answers) {
    List<Channel> channels = service.settings().alerting().channels();
    Html html = new Html().element("h1", "Channels");
    if (channels.isEmpty()) {
      html.raw(
          "<p>None: this switch alerts nobody. Write <code>alerts</code> into its config.</p>");
    } else {
      html.raw("<p>Whom this switch alerts. A test alert says that nothing is wrong.</p>\n");
      table(html, channels, mayTest, answers);
    }
    if (mayTest && channels.size() > 1) {
      html.raw("<p>");
      button(html, "", "Test all");
      html.raw("</p>\n");
    }
    PageLayout.Head head = PageLayout.Head.still("Channels", DisplayStatus.UP, service.now());
    PageLayout.send(exchange, service, 200, head, html);
  }

  private static void table(
      Html html, List<Channel> channels, boolean mayTest, Map<String, Delivery> answers) {
    html.raw("<table class=\"maintenance\"><thead><tr>");
    for (String column : List.of("Channel", "By", "Test alert")) {
      html.element("th scope=\"col\"", column);
    }
    html.raw("</tr></thead><tbody>\n");
    for (Channel channel : channels) {
      html.raw("<tr>").element("td", channel.key()).element("td", channel.way()).raw("<td>");
      Delivery answer = answers.get(channel.key());
      if (answer != null) {
        boolean sent = answer instanceof Delivery.Delivered;
        html.raw("<strong class=\"state " + (sent ? "up" : "down") + "\">");
        html.text(sent ? "sent" : "not sent").raw("</strong>").text(": " + answer.detail());
      }
      if (mayTest) {
        button(html, channel.key(), "Send");
      }
      html.raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
  }

  private static void button(Html html, String channel, String text) {
    html.raw("<form method=\"post\" action=\"/channels\">");
    html.raw("<input type=\"hidden\" name=\"channel\" value=\"").text(channel);
    html.raw("\"><button>").text(text).raw("</button></form>");
  }
}
