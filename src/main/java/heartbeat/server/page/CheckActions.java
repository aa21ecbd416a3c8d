package heartbeat.server.page;

import heartbeat.check.CheckState;
import heartbeat.check.Event;
import heartbeat.check.Status;
import heartbeat.model.Quantity;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.Origin;
import heartbeat.server.store.StoredCheck;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The buttons on a check's page (pause, resume, acknowledge), and the event that each one causes.
 */
final class CheckActions {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(366);

  private CheckActions() {}

  /**
   * The event for a button; throws {@link Rejected}: 404 for an unknown button, 400 for a wrong
   * time.
   */
  static Event event(String action, Query form, Instant now, ZoneId zone) {
    return switch (action) {
      case "pause" -> new Event.Pause(until(form, now, zone));
      case "resume" -> new Event.Resume();
      case "acknowledge" -> new Event.Acknowledge();
      case "unacknowledge" -> new Event.Unacknowledge();
      default -> throw new Rejected(404, "not found");
    };
  }

  private static @Nullable Instant until(Query form, Instant now, ZoneId zone) {
    String length = form.get("for", "");
    String time = form.get("until", "").strip();
    if (length.isEmpty() && time.isEmpty()) {
      return null;
    }
    Instant until;
    try {
      until =
          length.isEmpty()
              ? LocalDateTime.parse(time).atZone(zone).toInstant()
              : now.plus(Quantity.duration(length));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Rejected(400, "until when? Write a time such as 2026-12-24T18:00");
    }
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_PAUSE))) {
      throw new Rejected(400, "a pause ends in the future, within a year");
    }
    return until;
  }

  /** Writes the buttons that fit the check's state; none for a check that left the config. */
  static void write(Html html, StoredCheck stored, ZoneId zone) {
    if (stored.origin() == Origin.LEFT) {
      return;
    }
    CheckState state = stored.state();
    html.raw("<div class=\"actions\">\n");
    if (state.status() == Status.DOWN && state.hold().acknowledged() == null) {
      form(html, stored, "acknowledge");
      html.raw("<button id=\"acknowledge\">Acknowledge</button></form>\n");
    } else if (state.hold().acknowledged() != null) {
      form(html, stored, "unacknowledge");
      html.raw("<button id=\"unacknowledge\">Not acknowledged any more</button></form>\n");
    }
    if (state.status() == Status.PAUSED) {
      form(html, stored, "resume");
      html.raw("<button id=\"resume\">Resume</button></form>\n");
    }
    form(html, stored, "pause");
    html.raw("<span class=\"soft\">Pause</span>\n");
    html.raw("<button id=\"pause-1h\" name=\"for\" value=\"1h\">for 1 h</button>\n");
    html.raw("<button id=\"pause-8h\" name=\"for\" value=\"8h\">for 8 h</button>\n");
    if (state.status() != Status.PAUSED || state.hold().pausedUntil() != null) {
      html.raw("<button id=\"pause\" name=\"for\" value=\"\">until its next ping</button>\n");
    }
    html.raw("</form>\n");
    form(html, stored, "pause");
    html.raw("<label for=\"until\" class=\"soft\">Pause until (").text(zone.getId());
    html.raw(")</label> <input id=\"until\" name=\"until\" type=\"datetime-local\" required>\n");
    html.raw("<button id=\"pause-until\">Pause</button></form></div>\n");
  }

  private static void form(Html html, StoredCheck stored, String action) {
    html.raw("<form method=\"post\" action=\"/checks/" + stored.id() + "/" + action + "\">");
  }
}
