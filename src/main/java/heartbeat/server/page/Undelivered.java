package heartbeat.server.page;

import heartbeat.server.SwitchService;
import heartbeat.server.store.AlertTable;
import java.time.Duration;
import java.util.List;

/** The line on every page that says that alerts do not get through: nobody else can say it. */
final class Undelivered {
  /** So long an alert that was given up is a reason to say that its channel does not work. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private Undelivered() {}

  /**
   * The line; nothing in its place when all is well.
   *
   * @param live whether the page renews itself
   */
  static Html line(SwitchService service, boolean live) {
    List<AlertTable.Stuck> stuck =
        service.store().read(session -> session.outbox().stuck(service.now().minus(REMEMBERED)));
    Html html = new Html().raw(live ? "<div data-live>" : "<div>");
    for (AlertTable.Stuck one : stuck) {
      String why = one.why().isBlank() ? "" : ": " + one.why();
      html.element("p class=\"undelivered\" role=\"alert\"", one.summary() + why);
    }
    return html.raw("</div>\n");
  }
}
