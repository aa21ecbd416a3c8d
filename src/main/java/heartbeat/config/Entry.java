package heartbeat.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One key of a map in a file, with what stands behind it.
 *
 * @param place of the key; its key is the whole path
 */
record Entry(String name, Place place, Node value) {

  /** The entries of a map; a key that comes again is noted and left out. */
  static List<Entry> of(MappingNode map, Place parent, List<Problem> problems) {
    var entries = new ArrayList<Entry>();
    var seen = new HashMap<String, Place>();
    for (NodeTuple tuple : map.getValue()) {
      Path file = Objects.requireNonNull(parent.file());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            YamlParser.at(file, tuple.getKeyNode(), parent.key(), parent.job())
                .error("a key must be a text"));
        continue;
      }
      String name = key.getValue();
      String path = parent.key().isEmpty() ? name : parent.key().concat(".").concat(name);
      Place place = YamlParser.at(file, key, Values.shown(path), parent.job());
      Place first = seen.putIfAbsent(name, place);
      if (first != null) {
        problems.add(place.error("is given twice; first in line " + first.line()));
      } else if (name.equals("<<")) {
        problems.add(place.error("merging with '<<' is not read; use 'defaults'"));
      } else {
        entries.add(new Entry(name, place, tuple.getValueNode()));
      }
    }
    return entries;
  }

  /** Where its value begins. */
  Place valuePlace() {
    Path file = place.file();
    return file == null ? place : YamlParser.at(file, value, place.key(), place.job());
  }

  /** Whether nothing stands behind the key. */
  boolean isEmpty() {
    return isNull(value);
  }

  static boolean isNull(@Nullable Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && switch (scalar.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }
}
