package heartbeat.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What a syntax error means, in words for somebody who has never read the YAML specification. */
final class YamlError {
  private final String context;
  private final String problem;
  private final @Nullable Mark mark;
  private final String text;

  YamlError(MarkedYAMLException e, String text) {
    this.context = String.valueOf(e.getContext());
    this.problem = firstLine(e.getProblem());
    this.text = text;
    boolean unclosed =
        context.startsWith("while scanning") || context.startsWith("while parsing a flow");
    Mark begin = e.getContextMark();
    this.mark = unclosed && begin != null && !isCharacter() ? begin : e.getProblemMark();
  }

  private boolean isCharacter() {
    return problem.startsWith("found unknown escape") || problem.startsWith("found character");
  }

  /** From 1. */
  int line() {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  /** From 1. */
  int column() {
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  /** For people. */
  String message() {
    if (problem.startsWith("found character '\\t")) {
      return "a tab; YAML is indented with spaces";
    }
    if (problem.startsWith("found character")) {
      return "a value that begins with this character needs quotes";
    }
    if (context.endsWith("scanning an alias") || problem.startsWith("found undefined alias")) {
      return "a YAML alias; a text that begins with '*' needs quotes";
    }
    if (context.endsWith("scanning an anchor") || problem.startsWith("found duplicate anchor")) {
      return "a YAML anchor; a text that begins with '&' needs quotes";
    }
    if (isAboutTag()) {
      return "a YAML tag; a text that begins with '!' needs quotes";
    }
    if (problem.startsWith("found unknown escape")) {
      return "in double quotes a backslash is written twice; or use single quotes";
    }
    if (context.contains("quoted scalar")) {
      return "the quote that begins here is not closed";
    }
    if (context.equals("while parsing a flow node")) {
      return "a value is missing here; is a '[' or '{' above not closed?";
    }
    if (context.startsWith("while parsing a flow")) {
      return flow();
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a ':' that does not fit here: wrong indentation, or a value that needs quotes";
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "a key without ':', or a text that needs quotes";
    }
    if (problem.startsWith("expected <block end>")) {
      return lineText().indexOf('{') >= 0
          ? "text after a '}': a value that begins with '{' needs quotes"
          : "does not fit to the lines above: wrong indentation, or a quote too many";
    }
    if (problem.startsWith("but found another document")) {
      return "a second document ('---'); one file holds one config";
    }
    return problem;
  }

  private boolean isAboutTag() {
    return problem.startsWith("Global tag")
        || problem.startsWith("found undefined tag")
        || context.endsWith("scanning a tag")
        || context.endsWith("parsing a tag");
  }

  private String flow() {
    if (hasInnerBrace()) {
      return "a value with '{' inside of { } or [ ] needs quotes";
    }
    return "the '"
        + (context.contains("sequence") ? '[' : '{')
        + "' that begins here is not closed,"
        + " or a ',' is missing";
  }

  /** Whether a '{' stands in the middle of a text, as in <code>${env:X}</code>. */
  private boolean hasInnerBrace() {
    String line = lineText();
    for (int i = line.indexOf('{'); i >= 0; i = line.indexOf('{', i + 1)) {
      if (i > 0 && " \t[{,:".indexOf(line.charAt(i - 1)) < 0) {
        return true;
      }
    }
    return false;
  }

  private String lineText() {
    int from = 0;
    for (int n = 1; n < line(); n++) {
      from = text.indexOf('\n', from) + 1;
    }
    int end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end);
  }

  /** The first line of a message that may be long or missing. */
  static String firstLine(@Nullable String message) {
    if (message == null) {
      return "unknown reason";
    }
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
