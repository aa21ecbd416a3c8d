package heartbeat.server.page;

import heartbeat.server.SwitchService;
import heartbeat.server.store.AlertOverview;
import java.time.Duration;
import java.util.List;

/** Lines on top of the pages that warn when alerts do not arrive: no alert can tell people that. */
final class Undelivered {
  /** How long the lines name a channel after the switch has given up its last alert. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private Undelivered() {}

  /**
   * One line for each channel that fails; an empty element when none fails.
   *
   * @param live whether the page renews itself
   */
  static Html line(SwitchService service, boolean live) {
    List<AlertOverview.Stuck> stuck =
        service
            .store()
            .read(session -> session.alertOverview().stuck(service.now().minus(REMEMBERED)));
    Html html = new Html().raw(live ? "<div data-live>" : "<div>");
    for (AlertOverview.Stuck one : stuck) {
      String why = one.why().isBlank() ? "" : ": " + one.why();
      html.element("p class=\"undelivered\" role=\"alert\"", one.summary() + why);
    }
    return html.raw("</div>\n");
  }
}
