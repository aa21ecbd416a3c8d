package heartbeat.server.page;

import com.google.gson.JsonObject;
import heartbeat.check.DisplayStatus;

/** Draws a badge, a name beside a state in its colour: as SVG, or as JSON that shields.io reads. */
public final class BadgeDrawing {
  private BadgeDrawing() {}

  /** The badge as JSON, with the keys of shields.io's endpoint badge and {@code status}. */
  public static JsonObject json(String name, DisplayStatus look) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", 1);
    json.addProperty("label", name);
    json.addProperty("message", PageText.look(look));
    json.addProperty("status", look.id());
    json.addProperty("color", colour(look));
    return json;
  }

  /** The badge as SVG; cuts a name that has more than 40 characters. */
  public static String svg(String name, DisplayStatus look) {
    String label = name.length() > 40 ? name.substring(0, 39) + "…" : name;
    int left = width(label);
    int right = width(PageText.look(look));
    int all = left + right;
    String safe = Html.escaped(label);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" \
        aria-label="%5$s: %6$s"><title>%5$s: %6$s</title>\
        <rect width="%1$d" height="20" rx="3" fill="#444"/>\
        <path d="M%2$d 0h%3$d a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-%3$dz" fill="%4$s"/>\
        <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" \
        font-size="11"><text x="%7$d" y="14">%5$s</text><text x="%8$d" y="14">%6$s</text></g></svg>
        """
        .formatted(
            all,
            left,
            right - 3,
            colour(look),
            safe,
            PageText.look(look),
            left / 2,
            left + right / 2);
  }

  private static int width(String text) {
    return 12 + text.length() * 7;
  }

  static String colour(DisplayStatus look) {
    return switch (look) {
      case UP -> "#1f7a3d";
      case GRACE -> "#9a6700";
      case DOWN -> "#b42318";
      case NEW, PAUSED -> "#5b6470";
    };
  }
}
