package heartbeat.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.DisplayStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Everybody can read the pages: the contrasts of WCAG 2.2, level AA, by light and by night. */
class ContrastTest {
  private static final double TEXT = 4.5;

  /** Of graphics and of the borders of what can be pressed. */
  private static final double SHAPE = 3;

  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{3,6});");
  private static final List<String> TEXTS =
      List.of("text", "soft", "link", "up", "grace", "down", "other");

  @Test
  void textsHaveContrastOnEveryGroundTheyStandOn() throws IOException {
    for (Map<String, String> colours : schemes()) {
      for (String text : TEXTS) {
        atLeast(TEXT, colours, text, "back");
        atLeast(TEXT, colours, text, "card");
      }
      for (String text : List.of("text", "soft", "link", "down")) {
        atLeast(TEXT, colours, text, "down-back");
      }
      for (String text : List.of("text", "soft", "link", "grace")) {
        atLeast(TEXT, colours, text, "grace-back");
      }
      atLeast(TEXT, colours, "back", "link"); // the main button
    }
  }

  @Test
  void barsAndBordersCanBeSeen() throws IOException {
    for (Map<String, String> colours : schemes()) {
      for (String shape : List.of("up", "down", "soft", "link")) {
        atLeast(SHAPE, colours, shape, "back");
      }
    }
  }

  @Test
  void badgesCanBeRead() {
    for (DisplayStatus look : DisplayStatus.values()) {
      assertThat(contrast("#fff", BadgeDrawing.colour(look)))
          .as(look.id())
          .isGreaterThanOrEqualTo(TEXT);
    }
    assertThat(contrast("#fff", "#444")).isGreaterThanOrEqualTo(TEXT);
  }

  private static void atLeast(
      double least, Map<String, String> colours, String front, String ground) {
    String one = Objects.requireNonNull(colours.get(front), front);
    String other = Objects.requireNonNull(colours.get(ground), ground);
    assertThat(contrast(one, other))
        .as("%s %s on %s %s", front, one, ground, other)
        .isGreaterThanOrEqualTo(least);
  }

  /** The colours by light, and those by night. */
  private static List<Map<String, String>> schemes() throws IOException {
    try (InputStream in = Assets.class.getResourceAsStream("style.css")) {
      String style = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      int night = style.indexOf("prefers-color-scheme: dark");
      Map<String, String> light = colours(style.substring(0, night));
      Map<String, String> dark = new HashMap<>(light);
      dark.putAll(colours(style.substring(night)));
      assertThat(dark).isNotEqualTo(light).hasSizeGreaterThan(10);
      return List.of(light, dark);
    }
  }

  private static Map<String, String> colours(String style) {
    Map<String, String> colours = new HashMap<>();
    Matcher found = COLOUR.matcher(style);
    while (found.find()) {
      colours.put(found.group(1), found.group(2));
    }
    return colours;
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    String hex = colour.substring(1);
    String six = hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double part = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
