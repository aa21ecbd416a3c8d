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
 * @param word in the name, the slug, a tag or the description, in any case; empty: any
 * @param tag exactly this one; empty: any
 * @param look null: any
 */
record CheckFilter(String word, String tag, @Nullable DisplayStatus look) {

  /** As a page's address says; a state that there is not is none. */
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

  /** Whether word and tag fit; the state is not asked for. */
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

  /** The page with the same word and tag, and this state. */
  String path(@Nullable DisplayStatus other) {
    StringBuilder path = new StringBuilder();
    parameter(path, "q", word);
    parameter(path, "tag", tag);
    parameter(path, "state", other == null ? "" : other.id());
    return path.isEmpty() ? "/" : "/" + path;
  }

  /** The page of all checks with this tag. */
  static String ofTag(String tag) {
    return new CheckFilter("", tag, null).path(null);
  }

  private static void parameter(StringBuilder path, String name, String value) {
    if (!value.isEmpty()) {
      path.append(path.isEmpty() ? '?' : '&').append(name).append('=');
      path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** In words: {@code with “sql” in it, tagged web, down}. */
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
