package heartbeat.shipped;

import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.config.ValueType;
import heartbeat.config.ValueType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of shipped files that are made from the table of keys. */
final class KeyBlocks {
  private KeyBlocks() {}

  /** The keys that are options of a run, in the order of the help. */
  static List<Key> options() {
    List<Key> options = new ArrayList<>(Keys.ofJob());
    // The master switch is no matter of one run.
    Keys.ofTop().stream().filter(key -> !key.path().equals("enabled")).forEach(options::add);
    return options;
  }

  /** As people write it: {@code --ping} for {@code ping.url}. */
  static String flag(Key key) {
    return key.path().equals("ping.url") ? "--ping" : key.flag();
  }

  private static boolean isPath(Key key) {
    return key.type().kind() == Kind.PATH;
  }

  static String bash() {
    var names = new StringBuilder();
    var kinds = new StringBuilder();
    for (Key key : options()) {
      names.append("\n  ").append(flag(key));
      String kind =
          key.type().kind() == Kind.BOOLEAN
              ? "flag"
              : isPath(key)
                  ? "path"
                  : key.type().choices().isEmpty() ? "any" : String.join(" ", key.type().choices());
      kinds.append("    ").append(flag(key)).append(") echo '").append(kind).append("' ;;\n");
    }
    return "_heartbeat_keys='"
        + names
        + "\n'\n_heartbeat_kind() {\n  case $1 in\n"
        + kinds
        + "    *) return 1 ;;\n  esac\n}\n";
  }

  static String zsh() {
    var out = new StringBuilder("typeset -ga _heartbeat_keys\n_heartbeat_keys=(\n");
    for (Key key : options()) {
      boolean isMany = key.type().isMany();
      out.append("  '").append(isMany ? "*" : "").append(flag(key)).append('[');
      out.append(key.help().replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]"));
      out.append(']');
      if (key.type().kind() != Kind.BOOLEAN) {
        String values = String.join(" ", key.type().choices());
        out.append(':').append(label(key)).append(':');
        out.append(isPath(key) ? "_files" : values.isEmpty() ? " " : "(" + values + ")");
      }
      out.append("'\n");
    }
    return out.append(")\n").toString();
  }

  static String fish() {
    var out = new StringBuilder();
    for (Key key : options()) {
      out.append("complete -c heartbeat -n \"$run\" -l ").append(flag(key).substring(2));
      if (isPath(key)) {
        out.append(" -r -F");
      } else if (key.type().kind() != Kind.BOOLEAN) {
        out.append(" -x");
        if (!key.type().choices().isEmpty()) {
          out.append(" -a '").append(String.join(" ", key.type().choices())).append('\'');
        }
      }
      out.append(" -d '").append(key.help().replace("'", "\\'")).append("'\n");
    }
    return out.toString();
  }

  private static String label(Key key) {
    return switch (key.type().kind()) {
      case URL -> "URL";
      case DURATION -> "duration";
      case SIZE -> "size";
      case WHOLE -> "number";
      case PATH -> "path";
      case ADDRESS, ADDRESSES -> "address";
      default -> "value";
    };
  }

  /** One level of keys, as a list of mdoc(7). */
  static String manual(List<Key> keys) {
    var out = new StringBuilder(".Bl -tag -width Ds\n");
    for (Key key : keys) {
      out.append(".It Cm ").append(key.path().replace("-", "\\-")).append('\n');
      String help = key.help();
      boolean isOfExec = help.startsWith("exec:");
      char first = isOfExec ? 'e' : Character.toUpperCase(help.charAt(0));
      out.append(roff(first + help.substring(1))).append(".\n");
      out.append(roff(values(key.type()))).append(".\n");
      String value = key.builtIn();
      if (value != null) {
        out.append("Built in:\n");
      }
      out.append(".Dl \"");
      out.append(roff(key.leaf() + ": " + (value == null ? key.example() : value)));
      out.append("\"\n");
    }
    return out.append(".El\n").toString();
  }

  private static String values(ValueType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "True or false";
      case CHOICE -> "One of: " + String.join(", ", type.choices());
      case CHOICES -> "Any of: " + String.join(", ", type.choices());
      case WHOLE -> "A whole number from " + type.min() + " to " + type.max();
      case DURATION ->
          "A duration"
              + (type.min() >= 1_000 ? " of 1s or more" : type.min() > 0 ? " of more than 0" : "");
      case SIZE -> "A size";
      case TEXT, PASSWORD -> "One line of text";
      case LINES -> "Text, of several lines";
      case URL -> "A URL of http or https";
      case PATH -> "An absolute path";
      case HOST -> "A host name or address";
      case PROXY -> "A host and port, as host:port";
      case HEADER_TEXT -> "One line of ASCII text";
      case ADDRESS -> "A mail address";
      case ADDRESSES -> "One mail address or a list";
      case MARKERS -> "A text or /regular expression/, or a list";
      case REGEXES -> "A regular expression, or a list";
      case HEADERS, MAP -> "A map from names to values";
      case TEXTS -> "A text or a list";
    };
  }

  /** Keys as rows of a table of Markdown, with the built-in value in front of the help. */
  static String markdown(List<Key> keys) {
    var out =
        new StringBuilder("\n| key | built in | example | what it does |\n|---|---|---|---|\n");
    for (Key key : keys) {
      out.append("| `").append(key.path()).append("` | ").append(cell(key.builtIn()));
      out.append(" | ").append(cell(key.example()));
      out.append(" | ").append(key.help().replace("|", "\\|")).append(" |\n");
    }
    return out.append('\n').toString();
  }

  private static String cell(@Nullable String yaml) {
    return yaml == null ? "" : "`" + yaml.replace("|", "\\|") + "`";
  }

  /** A text as it stands in a line of roff. */
  private static String roff(String text) {
    return text.replace("\\", "\\e")
        .replace("\"", "\\(dq")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti")
        .replace("-", "\\-");
  }
}
