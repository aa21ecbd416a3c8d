package heartbeat.server.page;

import java.util.Map;

/** Writes the fields of a form, each with its label, a hint, and what is wrong with it. */
final class FormFields {
  private final Html html;
  private final Map<String, String> problems;

  FormFields(Html html, Map<String, String> problems) {
    this.html = html;
    this.problems = problems;
  }

  /** Writes a field for one line of text. */
  void line(String name, String label, String value, String hint) {
    line(name, label, value, hint, "");
  }

  /** Writes a field for one line of text. Does not escape {@code attributes}: constants only. */
  void line(String name, String label, String value, String hint, String attributes) {
    begin(name, label);
    html.raw("<input id=\"" + name + "\" name=\"" + name + "\" value=\"").text(value).raw("\"");
    html.raw(attributes.isEmpty() ? "" : " " + attributes);
    end(name, hint);
  }

  /** Writes a field for several lines of text. */
  void area(String name, String label, String value, String hint, int rows) {
    begin(name, label);
    html.raw("<textarea id=\"" + name + "\" name=\"" + name + "\" rows=\"" + rows + "\"");
    describe(name, hint);
    // A browser removes the first line break: without this one, it would remove the text's own.
    html.raw(">\n").text(value).raw("</textarea>");
    notes(name, hint);
  }

  /** Writes a radio button; of those with the same {@code name}, a person chooses one. */
  void radio(String name, String value, String label, boolean checked) {
    String id = name + "-" + value;
    html.raw("<label class=\"choice\"><input type=\"radio\" id=\"" + id + "\" name=\"" + name);
    html.raw("\" value=\"" + value + "\"" + (checked ? " checked> " : "> ")).text(label);
    html.raw("</label>\n");
  }

  /** Writes a box to tick; of those with the same {@code name}, a person may tick several. */
  void box(String name, String value, String label, boolean checked) {
    html.raw("<label class=\"choice\"><input type=\"checkbox\" name=\"" + name + "\" value=\"");
    html.text(value).raw("\"" + (checked ? " checked> " : "> ")).text(label).raw("</label>\n");
  }

  private void begin(String name, String label) {
    html.raw("<div class=\"field\">").element("label for=\"" + name + "\"", label).raw("\n");
  }

  private void end(String name, String hint) {
    describe(name, hint);
    html.raw(">");
    notes(name, hint);
  }

  private void describe(String name, String hint) {
    String described =
        (problems.containsKey(name) ? name + "-problem " : "")
            + (hint.isEmpty() ? "" : name + "-hint");
    html.raw(problems.containsKey(name) ? " aria-invalid=\"true\"" : "");
    html.raw(described.isEmpty() ? "" : " aria-describedby=\"" + described.strip() + "\"");
  }

  private void notes(String name, String hint) {
    String problem = problems.get(name);
    if (problem != null) {
      html.raw("<p class=\"problem\" id=\"" + name + "-problem\">").text(problem).raw("</p>");
    }
    if (!hint.isEmpty()) {
      html.raw("<p class=\"soft\" id=\"" + name + "-hint\">").text(hint).raw("</p>");
    }
    html.raw("</div>\n");
  }
}
