package heartbeat.server.page;

import heartbeat.check.Signal;
import heartbeat.server.alert.AlertText;
import heartbeat.server.store.PingRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How long the last runs took, as bars, the newest to the right. */
final class DurationPlot {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 120;

  /** So many bars fill the plot; fewer are as wide as these, not wider. */
  private static final int FEW = 30;

  private DurationPlot() {}

  /** A heading and a figure; empty when no duration is known. The newest ping comes first. */
  static String figure(List<PingRow> pings, Instant now) {
    List<PingRow> runs = new ArrayList<>();
    for (PingRow ping : pings.reversed()) {
      if (ping.duration() != null) {
        runs.add(ping);
      }
    }
    if (runs.isEmpty()) {
      return "";
    }
    long longest = 1;
    for (PingRow run : runs) {
      longest = Math.max(longest, millis(run));
    }
    String most = AlertText.length(Duration.ofMillis(longest));
    String what = runs.size() == 1 ? "The last run" : "The last " + runs.size() + " runs";
    Instant from = runs.getFirst().at();
    Html html = new Html().element("h2", "Durations").raw("<figure><div class=\"plot\">");
    html.raw("<div class=\"scale\" aria-hidden=\"true\">");
    html.element("span", most).element("span", "0").raw("</div>");
    html.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" preserveAspectRatio=\"none\"");
    html.raw(" role=\"img\" aria-label=\"").text(what + " took " + most + " at most").raw("\">");
    double step = (double) WIDTH / Math.max(runs.size(), FEW);
    for (int i = 0; i < runs.size(); i++) {
      bar(html, runs.get(i), WIDTH - (runs.size() - i) * step, step, longest);
    }
    html.raw("</svg></div><figcaption class=\"soft\">").text(what + ", since ").at(from, now);
    html.text("; the newest is to the right. They took " + most + " at most.");
    return html.raw("</figcaption></figure>\n").toString();
  }

  private static void bar(Html html, PingRow run, double x, double step, long longest) {
    int height = (int) Math.max(2, millis(run) * HEIGHT / longest);
    html.raw("<rect x=\"" + Math.round(x * 10) / 10.0 + "\" y=\"" + (HEIGHT - height));
    html.raw("\" width=\"" + Math.round(step * 8) / 10.0 + "\" height=\"" + height + "\"");
    html.raw(run.signal() == Signal.FAILURE ? " class=\"down\"><title>" : "><title>");
    Duration duration = Objects.requireNonNull(run.duration());
    html.text(AlertText.time(run.at()) + ": " + PageText.signal(run.signal()) + " after ");
    html.text(AlertText.length(duration)).raw("</title></rect>");
  }

  private static long millis(PingRow run) {
    return Objects.requireNonNull(run.duration()).toMillis();
  }
}
