package heartbeat.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a map whose keys are in {@link SwitchKeys} or {@link ChannelKeys}. The caller asks for each
 * key by name; it is read as the table says, and any other key is a problem. It reads no deeper
 * than the caller asks, so cyclic aliases do no harm.
 */
final class MapReader {
  private final Entry entry;
  private final List<Key> table;
  private final String group;
  private final Substitution substitution;
  private final List<Problem> problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();

  /**
   * @param table the keys that there are
   * @param group where in the table this map is: {@code alerts.mail}; empty: at its top
   */
  MapReader(
      Entry entry,
      List<Key> table,
      String group,
      Substitution substitution,
      List<Problem> problems) {
    this.entry = entry;
    this.table = table;
    this.group = group;
    this.substitution = substitution;
    this.problems = problems;
    if (entry.value() instanceof MappingNode map) {
      for (Entry member : Entry.of(map, entry.place(), problems)) {
        entries.put(member.name(), member);
      }
    } else if (!entry.isEmpty()) {
      problems.add(entry.valuePlace().error("must be a map of keys and values"));
    }
  }

  /** Its own name. */
  String name() {
    return entry.name();
  }

  /** The names of its entries, when they are the user's own. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** All its entries, when the names are the user's own. */
  List<MapReader> members() {
    List<MapReader> members = new ArrayList<>();
    for (Entry member : entries.values()) {
      asked.add(member.name());
      members.add(new MapReader(member, table, "", substitution, problems));
    }
    return members;
  }

  /** Notes a problem with the map as a whole. */
  void problem(String message) {
    problems.add(entry.place().error(message));
  }

  /** Notes a problem with the value of a key. */
  void problem(String key, String message) {
    Entry member = entries.get(key);
    problems.add((member == null ? entry.place() : member.valuePlace()).error(message));
  }

  /** Notes something that is probably a mistake. */
  void warning(String message) {
    problems.add(entry.place().warning(message));
  }

  /** Notes that the value of a key is probably a mistake. */
  void warning(String key, String message) {
    Entry member = entries.get(key);
    problems.add((member == null ? entry.place() : member.valuePlace()).warning(message));
  }

  /** Whether a map stands behind the key. */
  boolean isMap(String key) {
    Entry member = asked(key);
    return member != null && member.value() instanceof MappingNode;
  }

  /** Whether a list stands behind the key. */
  boolean isList(String key) {
    Entry member = asked(key);
    return member != null && member.value() instanceof SequenceNode;
  }

  boolean has(String key) {
    return asked(key) != null;
  }

  private @Nullable Entry asked(String key) {
    asked.add(key);
    Entry member = entries.get(key);
    return member == null || member.isEmpty() ? null : member;
  }

  /** The text of a key; null when it is not there. */
  @Nullable String text(String key) {
    Entry member = asked(key);
    return member == null ? null : scalar(member.value(), member);
  }

  private @Nullable String scalar(Node node, Entry member) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(member.valuePlace().error("must be one value"));
      return null;
    }
    try {
      return substitution.fill(scalar.getValue());
    } catch (IllegalArgumentException e) {
      problems.add(member.valuePlace().error(String.valueOf(e.getMessage())));
      return null;
    }
  }

  /** Reads a value; the message of its exception continues the text. */
  interface Parser<T> {
    T parse(String text);
  }

  /** The value of a key as the parser reads it; null when it is not there or wrong. */
  <T> @Nullable T value(String key, Parser<T> parser) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return parser.parse(text);
    } catch (RuntimeException e) {
      problem(key, "'" + Values.shown(text) + "' " + e.getMessage());
      return null;
    }
  }

  /** The value of a key as the table says that it is read; null when it is not there or wrong. */
  private @Nullable Object typed(String key) {
    ValueType type = known(key).type();
    return value(key, text -> Parsers.parse(type, text));
  }

  private Key known(String key) {
    String path = group.isEmpty() ? key : group + "." + key;
    for (Key known : table) {
      if (known.path().equals(path)) {
        return known;
      }
    }
    throw new IllegalStateException(path + " is not in the table of keys");
  }

  @Nullable Duration duration(String key) {
    return (Duration) typed(key);
  }

  /** A whole number; the table's own where it is not there or wrong. */
  int whole(String key) {
    Long number = (Long) typed(key);
    return number != null
        ? Math.toIntExact(number)
        : Integer.parseInt(Objects.requireNonNull(known(key).builtIn()));
  }

  /** One of the table's words, in any letter case; null when it is not there or wrong. */
  @Nullable String choice(String key) {
    return (String) typed(key);
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(typed(key));
  }

  /** A list of texts, or one text. */
  List<String> list(String key) {
    Entry member = asked(key);
    List<String> texts = new ArrayList<>();
    if (member == null) {
      return texts;
    }
    List<Node> nodes =
        member.value() instanceof SequenceNode sequence
            ? sequence.getValue()
            : List.of(member.value());
    for (Node node : nodes) {
      String text = scalar(node, member);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A map of texts. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    MapReader map = map(key);
    if (map != null) {
      for (String name : List.copyOf(map.entries.keySet())) {
        String text = map.text(name);
        if (text != null) {
          texts.put(name, text);
        }
      }
    }
    return texts;
  }

  /** The map behind a key; null when it is not there. */
  @Nullable MapReader map(String key) {
    Entry member = asked(key);
    return member == null ? null : inner(member, key);
  }

  /** The maps behind a key: one, or a list of them. */
  List<MapReader> maps(String key) {
    Entry member = asked(key);
    List<MapReader> maps = new ArrayList<>();
    if (member != null && member.value() instanceof SequenceNode sequence) {
      for (Node node : sequence.getValue()) {
        maps.add(inner(new Entry(key, member.place(), node), key));
      }
    } else if (member != null) {
      maps.add(inner(member, key));
    }
    return maps;
  }

  private MapReader inner(Entry member, String key) {
    String path = group.isEmpty() ? key : group + "." + key;
    return new MapReader(member, table, path, substitution, problems);
  }

  /** Notes every key that the table has not here, with the nearest one that it has. */
  void end() {
    end(SwitchKeys.namesIn(table, group));
  }

  /**
   * Notes every key that is not among these, with the nearest one that is. Throws
   * IllegalStateException when it was asked for another one: it would be in no table.
   */
  void end(Set<String> names) {
    if (!names.containsAll(asked)) {
      throw new IllegalStateException(asked + " are not all in the table of keys: " + names);
    }
    for (Entry member : entries.values()) {
      if (!names.contains(member.name())) {
        problems.add(member.place().error("unknown key" + Spelling.hint(member.name(), names)));
      }
    }
  }
}
