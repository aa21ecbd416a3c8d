package heartbeat.server.page;

import heartbeat.check.Signal;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import heartbeat.server.store.PingRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Draws how long the last runs took, as bars; the newest run is on the right. */
final class DurationPlot {
  /** How many runs the plot shows at most. */
  static final int RUNS = 90;

  private static final int WIDTH = 800;
  private static final int HEIGHT = 120;

  /** How many bars fill the plot. When there are fewer, they do not become wider. */
  private static final int FEW = 30;

  private DurationPlot() {}

  /**
   * A heading and a figure, as HTML; empty when no duration is known.
   *
   * @param newest pings that ended a run, the newest first; a failure without a duration gets a
   *     short bar
   */
  static String figure(List<PingRow> newest, Instant now) {
    List<PingRow> runs = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (PingRow run : newest.reversed()) {
      if (run.duration() != null) {
        lengths.add(millis(run));
      }
      if (run.duration() != null || run.signal() == Signal.FAILURE) {
        runs.add(run);
      }
    }
    if (lengths.isEmpty()) {
      return "";
    }
    lengths.sort(Comparator.naturalOrder());
    long longest = Math.max(1, lengths.getLast());
    long median = part(lengths, 50);
    long most = part(lengths, 95);
    String what = runs.size() == 1 ? "The last run" : "The last " + runs.size() + " runs";
    String words = what + ": half of them took " + length(median) + " or less, 95 % ";
    words += length(most) + " or less, the longest " + length(longest);
    Html html = new Html().element("h2", "Durations").raw("<figure><div class=\"plot\">");
    html.raw("<div class=\"scale\" aria-hidden=\"true\">");
    html.element("span", length(longest)).element("span", "0").raw("</div>");
    html.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" preserveAspectRatio=\"none\"");
    html.raw(" role=\"img\" aria-label=\"").text(words).raw("\">");
    double step = (double) WIDTH / Math.max(runs.size(), FEW);
    for (int i = 0; i < runs.size(); i++) {
      bar(html, runs.get(i), WIDTH - (runs.size() - i) * step, step, longest);
    }
    line(html, "median", median, longest);
    line(html, "most", most, longest);
    html.raw("</svg></div><figcaption class=\"soft\">").text(words + ". Since ");
    html.at(runs.getFirst().at(), now).text("; the newest is to the right, failures are red.");
    return html.raw("</figcaption></figure>\n").toString();
  }

  /** The percentile: so many percent of the lengths are as long as the result, or shorter. */
  static long part(List<Long> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.get(Math.max(0, rank - 1));
  }

  private static void line(Html html, String name, long millis, long longest) {
    double y = HEIGHT - (double) millis * HEIGHT / longest;
    String at = Double.toString(Math.round(y * 10) / 10.0);
    html.raw("<line class=\"" + name + "\" x1=\"0\" x2=\"" + WIDTH + "\" y1=\"" + at);
    html.raw("\" y2=\"" + at + "\"/>");
  }

  private static String length(long millis) {
    return Human.duration(Duration.ofMillis(millis));
  }

  private static void bar(Html html, PingRow run, double x, double step, long longest) {
    Duration duration = run.duration();
    int height = duration == null ? 8 : (int) Math.max(2, millis(run) * HEIGHT / longest);
    html.raw("<rect x=\"" + Math.round(x * 10) / 10.0 + "\" y=\"" + (HEIGHT - height));
    html.raw("\" width=\"" + Math.round(step * 8) / 10.0 + "\" height=\"" + height + "\"");
    html.raw(run.signal() == Signal.FAILURE ? " class=\"down\"><title>" : "><title>");
    html.text(AlertText.time(run.at()) + ": " + PageText.signal(run.signal()));
    html.text(duration == null ? "" : " after " + Human.duration(duration));
    html.raw("</title></rect>");
  }

  private static long millis(PingRow run) {
    return Objects.requireNonNull(run.duration()).toMillis();
  }
}
