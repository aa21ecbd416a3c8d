package heartbeat.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which flag sets which key. */
public final class FlagNames {
  private static final Map<String, Key> BY_NAME = table();

  private FlagNames() {}

  /** The key that this flag, without its dashes, sets; null: none. */
  static @Nullable Key find(String name) {
    return BY_NAME.get(name);
  }

  /** All flags that set a key, without their dashes. */
  static Iterable<String> all() {
    return BY_NAME.keySet();
  }

  private static Map<String, Key> table() {
    var leaves = new HashMap<String, Key>();
    var ambiguous = new HashSet<String>();
    var table = new LinkedHashMap<String, Key>();
    for (Key key : Keys.ofJob()) {
      table.put(key.flag().substring(2), key);
      note(key, leaves, ambiguous);
    }
    table.put("ping", PingKeys.URL);
    for (Key key : Keys.ofTop()) {
      // One run cannot turn all of heartbeat off.
      if (key != TopKeys.ENABLED) {
        table.put(key.flag().substring(2), key);
      }
      note(key, leaves, ambiguous);
    }
    for (var leaf : leaves.entrySet()) {
      if (leaf.getValue().isOfJob() && !ambiguous.contains(leaf.getKey())) {
        table.putIfAbsent(leaf.getKey(), leaf.getValue());
      }
    }
    return table;
  }

  private static void note(Key key, Map<String, Key> leaves, Set<String> ambiguous) {
    if (leaves.put(key.leaf(), key) != null) {
      ambiguous.add(key.leaf());
    }
  }
}
