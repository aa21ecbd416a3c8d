package heartbeat.server.page;

import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;

/** Uptime and downtimes by week and by month. */
final class UptimeTable {
  private static final int WEEKS = 8;
  private static final int MONTHS = 12;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  private UptimeTable() {}

  /** The start of the first month in the tables. */
  static Instant from(Instant now, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return start(today.withDayOfMonth(1).minusMonths(MONTHS - 1), zone);
  }

  /** Writes both tables; writes nothing when the history does not know any of their months. */
  static void write(Html html, StatusHistory history, Instant now, ZoneId zone) {
    if (!history.between(from(now, zone), now).isKnown()) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(now, zone);
    html.element("h2", "Uptime").raw("<div class=\"uptime\">\n");
    head(html, "Week from");
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    for (int i = 0; i < WEEKS; i++) {
      LocalDate week = monday.minusWeeks(i);
      row(
          html,
          week.toString(),
          history.between(start(week, zone), start(week.plusWeeks(1), zone)));
    }
    html.raw("</tbody></table>\n");
    head(html, "Month");
    LocalDate first = today.withDayOfMonth(1);
    for (int i = 0; i < MONTHS; i++) {
      LocalDate month = first.minusMonths(i);
      Instant end = start(month.plusMonths(1), zone);
      row(html, MONTH.format(month), history.between(start(month, zone), end));
    }
    html.raw("</tbody></table></div>\n");
  }

  private static Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static void head(Html html, String name) {
    html.raw("<table><thead><tr>");
    for (String column : List.of(name, "Up", "Down for", "Times")) {
      html.element("th scope=\"col\"", column);
    }
    html.raw("</tr></thead><tbody>\n");
  }

  private static void row(Html html, String name, StatusHistory.Share share) {
    if (!share.isKnown()) {
      return;
    }
    html.raw("<tr>").element("td", name).element("td", DayBar.percent(share.uptime()));
    html.element("td", share.down().isZero() ? "" : Human.duration(share.down()));
    html.element("td", share.times() == 0 ? "" : Integer.toString(share.times()));
    html.raw("</tr>\n");
  }
}
