package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.server.alert.AlertText;
import heartbeat.server.http.Exchange;
import java.time.Instant;

/** What all pages have in common. */
final class PageLayout {
  /** No script or style but our own files; nobody may frame it. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private PageLayout() {}

  /**
   * What a page says of itself.
   *
   * @param look the worst that is to be seen on it: the colour of its icon
   * @param now as of when it is
   */
  record Head(String title, DisplayStatus look, Instant now) {}

  /** Sends it. What is within {@code data-live} is renewed while the page is open. */
  static void send(Exchange exchange, Head head, Html main) {
    exchange
        .with("Content-Security-Policy", POLICY)
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store")
        .html(200, page(head, main));
  }

  private static String page(Head head, Html main) {
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
        <noscript><meta http-equiv="refresh" content="30"></noscript>
        </head>
        <body>
        <header><nav aria-label="Pages"><a href="/">heartbeat: all checks</a></nav></header>
        <p id="stale" role="alert" hidden></p>
        <main>
        %s</main>
        <footer data-live>As of %s.</footer>
        </body>
        </html>
        """
        .formatted(
            Html.escaped(head.title),
            head.look.id(),
            main,
            new Html().element("time", AlertText.time(head.now)));
  }
}
