package heartbeat.server.page;

import heartbeat.check.Check;
import heartbeat.check.DisplayStatus;
import heartbeat.server.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which checks a person wants to see.
 *
 * @param word stands in the name, slug, description or a tag, in upper or lower case; empty: any
 * @param tag the check has exactly this tag; empty: any
 * @param look the check's state; null: any
 */
record CheckFilter(String word, String tag, @Nullable DisplayStatus look) {

  /** The filter in the query of a page's address; an unknown state means any state. */
  static CheckFilter of(Query query) {
    String state = query.get("state", "");
    DisplayStatus look = null;
    for (DisplayStatus one : DisplayStatus.values()) {
      look = one.id().equals(state) ? one : look;
    }
    return new CheckFilter(query.get("q", "").strip(), query.get("tag", "").strip(), look);
  }

  boolean isEmpty() {
    return word.isEmpty() && tag.isEmpty() && look == null;
  }

  /** Whether word and tag match; the state does not matter. */
  boolean names(Check check) {
    String sought = word.toLowerCase(Locale.ROOT);
    String all = String.join("\n", check.name(), check.slug(), check.description());
    boolean found =
        (all + "\n" + String.join("\n", check.tags())).toLowerCase(Locale.ROOT).contains(sought);
    return found && (tag.isEmpty() || check.tags().contains(tag));
  }

  boolean fits(DisplayStatus look) {
    return this.look == null || this.look == look;
  }

  /** The path of the page with the same word and tag, and with this state; null: any state. */
  String path(@Nullable DisplayStatus other) {
    StringBuilder path = new StringBuilder();
    parameter(path, "q", word);
    parameter(path, "tag", tag);
    parameter(path, "state", other == null ? "" : other.id());
    return path.isEmpty() ? "/" : "/" + path;
  }

  /** The path of the page with all checks that have this tag. */
  static String ofTag(String tag) {
    return new CheckFilter("", tag, null).path(null);
  }

  private static void parameter(StringBuilder path, String name, String value) {
    if (!value.isEmpty()) {
      path.append(path.isEmpty() ? '?' : '&').append(name).append('=');
      path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** The filter in words: {@code with “sql” in it, tagged “web”, down}. */
  String words() {
    StringBuilder words = new StringBuilder();
    add(words, word.isEmpty() ? "" : "with “" + word + "” in it");
    add(words, tag.isEmpty() ? "" : "tagged “" + tag + "”");
    add(words, look == null ? "" : PageText.look(look));
    return words.toString();
  }

  private static void add(StringBuilder words, String more) {
    words.append(words.isEmpty() || more.isEmpty() ? "" : ", ").append(more);
  }
}
