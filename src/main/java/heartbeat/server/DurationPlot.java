package heartbeat.server;

import heartbeat.check.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How long the last runs took, as bars, the newest to the right. */
final class DurationPlot {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 140;
  private static final int FOOT = 16;

  private DurationPlot() {}

  /** An SVG element; empty when no duration is known. The newest ping comes first. */
  static String svg(List<PingRow> pings) {
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
    StringBuilder svg = new StringBuilder();
    svg.append("<svg class=\"plot\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Durations of the last ");
    String most = Wording.length(Duration.ofMillis(longest));
    svg.append(runs.size()).append(" runs, at most ").append(most).append("\">");
    double step = (double) WIDTH / Math.max(runs.size(), 20);
    for (int i = 0; i < runs.size(); i++) {
      bar(svg, runs.get(i), i * step, step, longest);
    }
    svg.append("<text x=\"4\" y=\"12\">").append(most).append("</text></svg>\n");
    return svg.toString();
  }

  private static void bar(StringBuilder svg, PingRow run, double x, double step, long longest) {
    int height = (int) Math.max(1, millis(run) * (HEIGHT - FOOT) / longest);
    svg.append("<rect x=\"").append(Math.round(x * 10) / 10.0).append("\" y=\"");
    svg.append(HEIGHT - height).append("\" width=\"").append(Math.round(step * 8) / 10.0);
    svg.append("\" height=\"").append(height).append('"');
    svg.append(run.signal() == Signal.FAILURE ? " class=\"down\"" : "").append("><title>");
    Duration duration = Objects.requireNonNull(run.duration());
    svg.append(Wording.time(run.at())).append(": ").append(Wording.length(duration));
    svg.append("</title></rect>");
  }

  private static long millis(PingRow run) {
    return Objects.requireNonNull(run.duration()).toMillis();
  }
}
