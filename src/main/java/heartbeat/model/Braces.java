package heartbeat.model;

import org.jspecify.annotations.Nullable;

/** What the names in the braces of a template stand for: {@code {job}}. */
public interface Braces {
  /** Null when the name stands for nothing: then the braces stay as they are. */
  @Nullable String value(String name);

  /** Fills in everything in one pass: braces within a value stay as they are. */
  static String fill(String template, Braces values) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    int open;
    while ((open = template.indexOf('{', from)) >= 0) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      String value = values.value(template.substring(open + 1, close));
      filled.append(template, from, open).append(value == null ? "{" : value);
      from = value == null ? open + 1 : close + 1;
    }
    return filled.append(template, from, template.length()).toString();
  }
}
