package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Builds HTML, and escapes texts, so that no text from outside becomes markup. */
public final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Adds markup as it is: never pass a text from outside. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds a text, escaped. */
  Html text(String content) {
    escape(content, text);
    return this;
  }

  /**
   * Adds an element with an escaped text. {@code tag} may have attributes, which are not escaped.
   */
  Html element(String tag, String content) {
    int space = tag.indexOf(' ');
    raw("<").raw(tag).raw(">").text(content);
    return raw("</").raw(space < 0 ? tag : tag.substring(0, space)).raw(">");
  }

  /** Adds a time as {@code 5m 3s ago}, and beside it the time to the second. */
  Html when(Instant time, Instant now) {
    raw("<span class=\"nowrap\">").text(Human.distance(time, now)).raw("</span> ");
    return raw("<span class=\"soft nowrap\">").at(time, now).raw("</span>");
  }

  /** Adds a time to the second, in UTC; with its date unless that is today's. */
  Html at(Instant time, Instant now) {
    String text = AlertText.time(time);
    boolean today = text.substring(0, 10).equals(AlertText.time(now).substring(0, 10));
    raw("<time datetime=\"").text(time.truncatedTo(ChronoUnit.SECONDS).toString()).raw("\">");
    return text(today ? text.substring(11) : text).raw("</time>");
  }

  /**
   * Adds a check's state as a colour, as a sign for people who do not see colours, and as a word.
   */
  Html look(DisplayStatus look) {
    return look(look, PageText.look(look));
  }

  /** Adds a check's state with these words in place of its own. */
  Html look(DisplayStatus look, String words) {
    raw("<span class=\"state ").raw(look.id()).raw("\"><span aria-hidden=\"true\">");
    return raw(PageText.sign(look)).raw("</span> ").text(words).raw("</span>");
  }

  /** Adds a link to a page of the switch. */
  Html link(String path, String content) {
    return raw("<a href=\"").text(path).raw("\">").text(content).raw("</a>");
  }

  /** The text as HTML: its markup is escaped, its control characters are replaced. */
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
