package heartbeat.server;

/** Builds HTML in which nothing that came from outside can be markup. */
final class Html {
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

  static String escaped(String content) {
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
