package heartbeat.server;

/** What all pages have in common. */
final class Layout {
  /** No script or style but our own files; nobody may frame it. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private Layout() {}

  static void send(Exchange exchange, String title, Html main) {
    exchange
        .with("Content-Security-Policy", POLICY)
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store")
        .html(200, page(title, main));
  }

  private static String page(String title, Html main) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <link rel="stylesheet" href="/assets/style.css">
        <script src="/assets/live.js" defer></script>
        <noscript><meta http-equiv="refresh" content="30"></noscript>
        </head>
        <body>
        <nav><a href="/">heartbeat</a></nav>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(Html.escaped(title), main);
  }
}
