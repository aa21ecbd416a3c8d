package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Builds HTML in which nothing that came from outside can be markup. */
public final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Adds markup of our own. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds text, as text. */
  Html text(String content) {
    escape(content, text);
    return this;
  }

  /** Adds an element with text in it; {@code tag} may have attributes of our own. */
  Html element(String tag, String content) {
    int space = tag.indexOf(' ');
    raw("<").raw(tag).raw(">").text(content);
    return raw("</").raw(space < 0 ? tag : tag.substring(0, space)).raw(">");
  }

  /** A moment, as {@code 5m 3s ago} with the time to the second beside it. */
  Html when(Instant time, Instant now) {
    raw("<span class=\"nowrap\">").text(Human.distance(time, now)).raw("</span> ");
    return raw("<span class=\"soft nowrap\">").at(time, now).raw("</span>");
  }

  /** A moment, to the second; with its date when that is not today's. */
  Html at(Instant time, Instant now) {
    String text = AlertText.time(time);
    boolean today = text.substring(0, 10).equals(AlertText.time(now).substring(0, 10));
    raw("<time datetime=\"").text(time.truncatedTo(ChronoUnit.SECONDS).toString()).raw("\">");
    return text(today ? text.substring(11) : text).raw("</time>");
  }

  /** How a check looks, in colour, with a sign for those who don't see it, and in a word. */
  Html look(DisplayStatus look) {
    return look(look, PageText.look(look));
  }

  /** The same with other words. */
  Html look(DisplayStatus look, String words) {
    raw("<span class=\"state ").raw(look.id()).raw("\"><span aria-hidden=\"true\">");
    return raw(PageText.sign(look)).raw("</span> ").text(words).raw("</span>");
  }

  /** A link to a page of ours; {@code path} is of our own making. */
  Html link(String path, String content) {
    return raw("<a href=\"").text(path).raw("\">").text(content).raw("</a>");
  }

  public static String escaped(String content) {
    StringBuilder out = new StringBuilder(content.length() + 16);
    escape(content, out);
    return out.toString();
  }

  private static void escape(String content, StringBuilder out) {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
