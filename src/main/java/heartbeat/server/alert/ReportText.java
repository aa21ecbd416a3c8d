package heartbeat.server.alert;

import heartbeat.check.Check;
import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The text of a report: how the checks did since the last report, and which channels failed. */
public final class ReportText {
  /** The {@link Message#kind} of a report. */
  public static final String KIND = "report";

  private static final int MOST = 20;
  private static final int FLAKY = 3;

  private final List<Line> lines = new ArrayList<>();
  private final List<String> troubles;
  private final Instant from;
  private final Instant until;

  /** How one check did; {@code silent}: it has never pinged. */
  public record Line(Check check, StatusHistory.Share share, boolean silent, boolean downNow) {}

  /**
   * A report about the time from {@code from} to {@code until}.
   *
   * @param troubles one line for each channel on which heartbeat could not deliver alerts
   */
  public ReportText(List<Line> lines, List<String> troubles, Instant from, Instant until) {
    this.lines.addAll(lines);
    this.lines.sort(
        Comparator.comparing((Line line) -> line.share().down())
            .reversed()
            .thenComparing(line -> line.check().name()));
    this.troubles = List.copyOf(troubles);
    this.from = from;
    this.until = until;
  }

  /** The report as a message; {@code base} is the address of the switch's pages, or empty. */
  public Message message(String base) {
    return new Message(
        KIND,
        "",
        "",
        List.of(),
        "",
        until,
        from,
        0,
        null,
        null,
        "",
        subject(),
        text(),
        base.isEmpty() ? "" : base + "/",
        Message.About.NOTHING);
  }

  private String subject() {
    List<Line> down = lines.stream().filter(Line::downNow).toList();
    long troubled = lines.stream().filter(line -> line.share().times() > 0).count();
    return "Report: "
        + lines.size()
        + (lines.size() == 1 ? " check, " : " checks, ")
        + down.size()
        + " down now, "
        + troubled
        + " went down since "
        + AlertText.local(from).substring(0, 10)
        + (troubles.isEmpty() ? "" : "; alerts could not be delivered");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("From ")
        .append(AlertText.local(from))
        .append(" to ")
        .append(AlertText.local(until));
    text.append(".\n");
    block(text, "Alerts could not be delivered", troubles);
    block(text, "Down now", names(lines.stream().filter(Line::downNow).toList()));
    block(text, "Downtimes", downtimes());
    block(text, "Uptime by tag", byTag());
    block(text, "Flaky: down " + FLAKY + " times or more", flaky());
    block(text, "Never pinged", names(lines.stream().filter(Line::silent).toList()));
    text.append("\nThis mail took the way of any alert, so alerting by mail works. ");
    text.append("If it does not come when it should, try 'heartbeat test-alert' on the switch.");
    return text.toString();
  }

  private static void block(StringBuilder text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    for (String line : lines.subList(0, Math.min(lines.size(), MOST))) {
      text.append("  ").append(line).append('\n');
    }
    if (lines.size() > MOST) {
      text.append("  and ").append(lines.size() - MOST).append(" more\n");
    }
  }

  private List<String> downtimes() {
    return lines.stream()
        .filter(line -> line.share().down().isPositive())
        .map(
            line ->
                line.check().name()
                    + ": "
                    + Human.duration(line.share().down())
                    + " in all, went down "
                    + times(line.share().times())
                    + ", up "
                    + percent(line.share()))
        .toList();
  }

  private List<String> flaky() {
    return lines.stream()
        .filter(line -> line.share().times() >= FLAKY)
        .map(line -> line.check().name() + ": " + times(line.share().times()))
        .toList();
  }

  private List<String> byTag() {
    Map<String, StatusHistory.Share> tags = new TreeMap<>();
    StatusHistory.Share all = new StatusHistory.Share(Duration.ZERO, Duration.ZERO, 0);
    for (Line line : lines) {
      all = sum(all, line.share());
      for (String tag : line.check().tags()) {
        tags.merge(tag, line.share(), ReportText::sum);
      }
    }
    List<String> text = new ArrayList<>();
    if (all.isKnown()) {
      text.add("all checks: " + percent(all));
    }
    tags.forEach(
        (tag, share) -> {
          if (share.isKnown()) {
            text.add(tag + ": " + percent(share));
          }
        });
    return text;
  }

  private static StatusHistory.Share sum(StatusHistory.Share a, StatusHistory.Share b) {
    return new StatusHistory.Share(
        a.up().plus(b.up()), a.down().plus(b.down()), a.times() + b.times());
  }

  private static List<String> names(List<Line> some) {
    return some.stream().map(line -> line.check().name()).toList();
  }

  private static String times(int times) {
    return times == 1 ? "once" : times + " times";
  }

  /** Rounded down, so that only a check that was never down has 100 %. */
  private static String percent(StatusHistory.Share share) {
    double percent = Math.floor(share.uptime() * 100_000) / 1_000;
    return share.down().isZero() ? "100 %" : String.format(Locale.ROOT, "%.3f %%", percent);
  }
}
