package heartbeat.tell;

import heartbeat.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The verdict in a few words, for standard error, which under cron becomes a mail: what happened,
 * the line of the output that tells most, and how to see the rest. One fact a line, none twice.
 */
final class StderrText {
  private StderrText() {}

  static List<String> of(RunReport t, @Nullable String logCommand) {
    List<String> lines = new ArrayList<>();
    String reason = t.verdict().reason();
    String headline =
        t.verdict().id().toUpperCase(Locale.ROOT)
            + (reason == null ? "" : " " + t.clean(reason))
            + ": "
            + Headline.sentence(t);
    lines.add(headline);
    boolean bad = t.verdict() instanceof Verdict.Failure || t.verdict() instanceof Verdict.Warning;
    if (!bad) {
      return lines;
    }
    Quote quote = Quote.of(t);
    if (quote.says() != null) {
      add(lines, headline, "it says: ", quote.says());
    } else if (quote.last() != null) {
      add(lines, headline, "its last line: ", quote.last());
    }
    boolean more = t.capture() != null && t.capture().bytes() > 0;
    if (more && logCommand != null) {
      lines.add("its log: " + logCommand);
    }
    return lines;
  }

  private static void add(List<String> lines, String headline, String name, String quote) {
    if (!headline.endsWith(": " + quote + ".")) {
      lines.add(name + quote);
    }
  }
}
