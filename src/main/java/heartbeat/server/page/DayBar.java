package heartbeat.server.page;

import heartbeat.check.StatusHistory;
import heartbeat.model.Human;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** Draws the last 90 days of a check as a bar: the longer it was down on a day, the more is red. */
final class DayBar {
  /** How many days the bar shows, with today. */
  static final int DAYS = 90;

  private static final int HEIGHT = 20;
  private static final int STEP = 4;

  private DayBar() {}

  /** The start of the first day that the bar shows. */
  static Instant from(Instant now, ZoneId zone) {
    return LocalDate.ofInstant(now, zone).minusDays(DAYS - 1).atStartOfDay(zone).toInstant();
  }

  /** The bar with a text for each day; empty when the history does not know any of these days. */
  static String of(StatusHistory history, Instant now, ZoneId zone) {
    return bar(history, now, zone, STEP - 1, true);
  }

  /** The bar without texts, for pages with many bars. */
  static String wide(StatusHistory history, Instant now, ZoneId zone) {
    return bar(history, now, zone, STEP - 1, false);
  }

  /** The bar for a narrow column: days are two pixels wide, and gaps between them would flicker. */
  static String small(StatusHistory history, Instant now, ZoneId zone) {
    return bar(history, now, zone, STEP, false);
  }

  /** The uptime in these days, in percent; empty when the history does not know any of them. */
  static String uptime(StatusHistory history, Instant now, ZoneId zone) {
    StatusHistory.Share all = history.between(from(now, zone), now);
    return all.isKnown() ? percent(all.uptime()) : "";
  }

  private static String bar(
      StatusHistory history, Instant now, ZoneId zone, int width, boolean words) {
    StatusHistory.Share all = history.between(from(now, zone), now);
    if (!all.isKnown()) {
      return "";
    }
    LocalDate first = LocalDate.ofInstant(from(now, zone), zone);
    StringBuilder up = new StringBuilder();
    StringBuilder down = new StringBuilder();
    StringBuilder none = new StringBuilder();
    Html titles = new Html();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = first.plusDays(i);
      StatusHistory.Share share =
          history.between(
              day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
      int red =
          share.down().isZero() ? 0 : (int) Math.max(HEIGHT / 2, HEIGHT * (1 - share.uptime()));
      int x = i * STEP;
      if (!share.isKnown()) {
        box(none, x, width, 0, HEIGHT);
      } else {
        box(up, x, width, 0, HEIGHT - red);
        box(down, x, width, HEIGHT - red, red);
        titles.raw("<rect class=\"day\" x=\"" + x + "\" width=\"" + STEP + "\" height=\"" + HEIGHT);
        titles.raw("\"><title>").text(day + ": " + told(share)).raw("</title></rect>");
      }
    }
    Html html = new Html().raw("<svg class=\"days\" viewBox=\"0 0 " + DAYS * STEP + " " + HEIGHT);
    html.raw("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
    html.text("Up " + percent(all.uptime()) + " of the last " + DAYS + " days").raw("\">");
    path(html, "none", none);
    path(html, "up", up);
    path(html, "down", down);
    return html.raw(words ? titles.toString() : "").raw("</svg>").toString();
  }

  private static void box(StringBuilder path, int x, int width, int y, int height) {
    if (height > 0) {
      path.append('M').append(x).append(' ').append(y).append('h').append(width).append('v');
      path.append(height).append("h-").append(width).append('z');
    }
  }

  private static void path(Html html, String name, StringBuilder path) {
    html.raw(path.isEmpty() ? "" : "<path class=\"" + name + "\" d=\"" + path + "\"/>");
  }

  private static String told(StatusHistory.Share share) {
    return share.down().isZero()
        ? "up"
        : "down for " + Human.duration(share.down()) + ", up " + percent(share.uptime());
  }

  /** The part (0 to 1) in percent, rounded down: only a check that was always up has 100 %. */
  static String percent(double part) {
    if (part >= 1) {
      return "100 %";
    }
    double floor = Math.floor(part * 10_000) / 100;
    return String.format(Locale.ROOT, "%.2f %%", floor);
  }
}
