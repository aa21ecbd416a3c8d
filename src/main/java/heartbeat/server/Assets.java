package heartbeat.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The style sheet and the script of the pages. */
final class Assets {
  private final byte[] style = read("style.css");
  private final byte[] script = read("live.js");

  void serve(Exchange exchange) {
    exchange.with("Cache-Control", "max-age=300");
    switch (exchange.segment(1)) {
      case "style.css" -> exchange.send(200, "text/css; charset=utf-8", style);
      case "live.js" -> exchange.send(200, "text/javascript; charset=utf-8", script);
      default -> throw new Rejected(404, "not found");
    }
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
