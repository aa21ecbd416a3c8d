package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.server.SwitchService;
import heartbeat.server.alert.AlertText;
import heartbeat.server.http.Exchange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends pages, and adds what they have in common: header, links, icon, footer, security headers.
 */
final class PageLayout {
  /** Allows only our own files as scripts and styles; no site may show the page in a frame. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final String MARK =
      "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"8\" cy=\"8\" r=\"8\"/>"
          + "<path d=\"M2 8h3l1.5-4 2.5 8 1.5-4H14\"/></svg>";

  /** The pages to which the header links, by their path. */
  private static final Map<String, String> PAGES = pages();

  private static final String RENEWED =
      "<noscript><meta http-equiv=\"refresh\" content=\"30\"></noscript>\n";

  private PageLayout() {}

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/", "Checks");
    pages.put("/maintenance", "Maintenance");
    pages.put("/channels", "Channels");
    return pages;
  }

  /** How a page renews itself. A browser without scripts loads all of it again, with its forms. */
  enum Renewal {
    ALWAYS,
    BY_SCRIPT,
    NEVER
  }

  /**
   * The facts about a page that the layout needs.
   *
   * @param look the worst state on the page; its icon has the colour of this state
   * @param now the time at which the page was made
   * @param renewal whether the page renews itself
   * @param known whether the reader may see the other pages, too
   */
  record Head(String title, DisplayStatus look, Instant now, Renewal renewal, boolean known) {
    Head(String title, DisplayStatus look, Instant now) {
      this(title, look, now, Renewal.ALWAYS, true);
    }

    /** For a page that does not renew itself, such as one with a form. */
    static Head still(String title, DisplayStatus look, Instant now) {
      return new Head(title, look, now, Renewal.NEVER, true);
    }

    /** For a page that has a form beside what renews itself. */
    static Head withForm(String title, DisplayStatus look, Instant now) {
      return new Head(title, look, now, Renewal.BY_SCRIPT, true);
    }

    /** For a page that people see without a login: no links to other pages. */
    Head forEverybody() {
      return new Head(title, look, now, renewal, false);
    }
  }

  /** Sends a page; above it stands one line for each channel that fails. Not for public pages. */
  static void send(Exchange exchange, SwitchService service, int status, Head head, Html main) {
    send(
        exchange,
        status,
        head,
        Undelivered.line(service, head.renewal != Renewal.NEVER).raw(main.toString()));
  }

  /** Sends a page. While it is open, the script renews what is within {@code data-live}. */
  static void send(Exchange exchange, Head head, Html main) {
    send(exchange, 200, head, main);
  }

  /** Sends a page with this HTTP status. */
  static void send(Exchange exchange, int status, Head head, Html main) {
    exchange
        // The referrer policy is not 'no-referrer': the browser would send forms without an Origin,
        // and the switch would refuse them.
        .with("Content-Security-Policy", POLICY)
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "same-origin")
        .with("Cache-Control", "no-store")
        .html(status, page(head, header(head, exchange.segment(0)), main));
  }

  private static String header(Head head, String first) {
    Html html =
        new Html().raw(head.known ? "<a class=\"brand\" href=\"/\">" : "<span class=\"brand\">");
    html.raw(MARK);
    html.raw(head.known ? "heartbeat</a>\n<nav aria-label=\"Pages\">" : "heartbeat</span>");
    if (head.known) {
      String here = first.equals("checks") ? "/" : "/" + first;
      PAGES.forEach(
          (path, name) -> {
            html.raw(path.equals(here) ? "<a aria-current=\"page\" href=\"" : "<a href=\"");
            html.raw(path + "\">" + name + "</a> ");
          });
      html.raw("</nav>");
    }
    return html.toString();
  }

  private static String page(Head head, String header, Html main) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s · heartbeat</title>
    <link rel="icon" type="image/svg+xml" href="/assets/%s.svg">
    <link rel="stylesheet" href="/assets/style.css">
    <script src="/assets/live.js" defer></script>
    %s</head>
    <body>
    <header>%s</header>
    <p id="stale" role="alert" hidden></p>
    <main>
    %s</main>
    <footer%s>As of %s.</footer>
    </body>
    </html>
    """
        .formatted(
            Html.escaped(head.title),
            head.look.id(),
            head.renewal == Renewal.ALWAYS ? RENEWED : "",
            header,
            main,
            head.renewal == Renewal.NEVER ? "" : " data-live",
            time(head.now));
  }

  /**
   * The time at which the page was made; the script leaves out the date of times on the same day.
   */
  private static Html time(Instant now) {
    Html html = new Html().raw("<time id=\"now\" datetime=\"");
    html.text(now.truncatedTo(ChronoUnit.SECONDS).toString()).raw("\">");
    return html.text(AlertText.time(now)).raw("</time>");
  }
}
