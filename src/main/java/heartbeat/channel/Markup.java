package heartbeat.channel;

import java.util.regex.Pattern;

/** Makes text harmless in the markup of services: it is shown, and it calls nobody. */
final class Markup {
  /** A character without width: what it stands in is no mention and no end of a code block. */
  private static final String NOTHING = "\u200B";

  private static final Pattern MENTION = Pattern.compile("@(?=[\\w*_|])|(?<=<)(?=[@#!u])");
  private static final Pattern MARKDOWN = Pattern.compile("([\\\\`*_~|<>#\\[\\]()])");

  private Markup() {}

  /** {@code @all}, {@code @**all**} and {@code <users/all>} stay readable and call nobody. */
  static String quiet(String text) {
    return MENTION.matcher(text).replaceAll(found -> found.group() + NOTHING);
  }

  /** Shown as it is by what reads Markdown. */
  static String markdown(String text) {
    return MARKDOWN.matcher(quiet(text)).replaceAll("\\\\$1");
  }

  /** For the inside of a block between three backticks. */
  static String code(String text) {
    return text.replace("```", "`" + NOTHING + "``");
  }

  /** {@code &}, {@code <} and {@code >} as entities: HTML, and Slack's own markup. */
  static String entities(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** For the inside of a quoted attribute of HTML. */
  static String attribute(String text) {
    return entities(text).replace("\"", "&quot;");
  }
}
