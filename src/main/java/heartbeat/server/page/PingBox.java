package heartbeat.server.page;

import heartbeat.check.Check;
import java.util.Map;

/** Shows how to ping a check, to people who may change it: its URL, and lines to paste. */
final class PingBox {
  private PingBox() {}

  /**
   * Writes the box.
   *
   * @param open whether the page shows the lines at once, because no ping has come yet
   */
  static void write(Html html, Check check, String url, boolean open) {
    html.raw("<section class=\"ping\"><h2>").text(open ? "Make it ping" : "Ping URL");
    html.raw("</h2>\n");
    if (open) {
      html.raw("<p>Paste one of these lines where the job is. This page turns green when the");
      html.raw(" first ping arrives.</p>\n");
    }
    copied(html, "ping-url", "Ping URL", url);
    html.raw(open ? "<div>" : "<details id=\"lines\"><summary>Lines to paste</summary>\n");
    int n = 0;
    for (Map.Entry<String, String> line : PingLines.of(check, url).entrySet()) {
      copied(html, "line-" + ++n, PageText.capital(line.getKey()), line.getValue());
    }
    html.raw(open ? "</div>" : "</details>");
    html.raw("<p class=\"soft\">Whoever knows this URL can ping. It takes ");
    html.raw("<code>/start</code>, <code>/fail</code> and an exit status at its end.</p>");
    html.raw("</section>\n");
  }

  /** Writes a text with a button that copies it. The button is hidden until the script shows it. */
  private static void copied(Html html, String id, String label, String text) {
    html.raw("<div class=\"copied\"><label for=\"" + id + "\">").text(label).raw("</label>");
    html.raw("<input id=\"" + id + "\" readonly value=\"").text(text).raw("\">");
    html.raw("<button type=\"button\" hidden data-copy=\"" + id + "\"");
    html.raw(" aria-label=\"Copy ").text(label).raw("\">Copy</button></div>\n");
  }
}
