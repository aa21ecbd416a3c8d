package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Sends the style sheet, the script and the icons of the pages. */
public final class Assets {
  private final byte[] style = read("style.css");
  private final byte[] script = read("live.js");

  /** Answers {@code /assets/<file>}; throws {@link Rejected} (404) for an unknown file. */
  public void serve(Exchange exchange) {
    exchange.with("Cache-Control", "max-age=300");
    switch (exchange.segment(1)) {
      case "style.css" -> exchange.send(200, "text/css; charset=utf-8", style);
      case "live.js" -> exchange.send(200, "text/javascript; charset=utf-8", script);
      case "up.svg", "new.svg", "paused.svg", "grace.svg", "down.svg" ->
          exchange.send(200, "image/svg+xml", icon(exchange.segment(1)));
      default -> throw new Rejected(404, "not found");
    }
  }

  /** The icon in a browser's tab: a dot in the colour of the worst state. */
  private static String icon(String file) {
    DisplayStatus look =
        DisplayStatus.valueOf(file.substring(0, file.length() - 4).toUpperCase(Locale.ROOT));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\""
        + " r=\"7\" fill=\""
        + BadgeDrawing.colour(look)
        + "\"/><path d=\"M2 8h3l1.5-4 2.5 8 1.5-4H14\" fill=\"none\" stroke=\"#fff\""
        + " stroke-width=\"1.5\"/></svg>";
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
