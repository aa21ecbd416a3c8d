package heartbeat.tell;

import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Job;
import heartbeat.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The verdict in a few words, for standard error, which under cron becomes a mail: what happened,
 * the line of the output that tells most, and how to see the rest. One fact a line, none twice.
 */
public final class StderrText {
  private StderrText() {}

  /**
   * One fact a line.
   *
   * @param logCommand what shows the log of the run; null when it is not kept
   */
  public static List<String> of(
      Job job,
      RunId run,
      Verdict verdict,
      Capture capture,
      Context context,
      @Nullable String logCommand) {
    RunReport report = RunReport.of(job, run, verdict, capture, context, RunReport.Mode.ENDED);
    List<String> lines = new ArrayList<>();
    String reason = report.verdict().reason();
    String headline =
        report.verdict().id().toUpperCase(Locale.ROOT)
            + (reason == null ? "" : " " + report.clean(reason))
            + ": "
            + Headline.sentence(report);
    lines.add(headline);
    boolean bad =
        report.verdict() instanceof Verdict.Failure || report.verdict() instanceof Verdict.Warning;
    if (!bad) {
      return lines;
    }
    Quote quote = Quote.of(report);
    String best = quote.bestLine();
    if (best != null && !headline.endsWith(": " + best + ".")) {
      lines.add(quote.label().toLowerCase(Locale.ROOT) + best);
    }
    boolean more = report.capture() != null && report.capture().bytes() > 0;
    if (more && logCommand != null) {
      lines.add("its log: " + logCommand);
    }
    return lines;
  }
}
