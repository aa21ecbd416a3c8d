package heartbeat.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of all keys, the only one: what is not in it can't be set. */
public final class Keys {
  private static final List<Key> OF_JOB = joined(JobKeys.ALL, PingKeys.ALL, MailKeys.ALL);
  private static final Map<String, Key> OF_JOB_BY_PATH = byPath(OF_JOB);
  private static final Map<String, Key> OF_TOP_BY_PATH = byPath(TopKeys.ALL);

  private Keys() {}

  /** The keys of a job, in the order in which people read of them. */
  public static List<Key> ofJob() {
    return OF_JOB;
  }

  /** The keys at the top of a file, likewise. */
  public static List<Key> ofTop() {
    return TopKeys.ALL;
  }

  static @Nullable Key find(boolean ofJob, String path) {
    return (ofJob ? OF_JOB_BY_PATH : OF_TOP_BY_PATH).get(path);
  }

  /** Whether keys of this level stand in a map of this name. */
  static boolean isGroup(boolean ofJob, String name) {
    return ofJob ? name.equals("ping") || name.equals("mail") : name.equals("smtp");
  }

  /** The names that may stand in a group of this level, or outside of any when it is empty. */
  static List<String> namesIn(boolean ofJob, String group) {
    var names = new ArrayList<String>();
    for (Key key : ofJob ? OF_JOB : TopKeys.ALL) {
      String name = key.group().equals(group) ? key.leaf() : key.group();
      boolean isHere = key.group().equals(group) || group.isEmpty();
      if (isHere && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  @SafeVarargs
  private static List<Key> joined(List<Key>... lists) {
    var all = new ArrayList<Key>();
    for (var list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
  }

  private static Map<String, Key> byPath(List<Key> keys) {
    var byPath = new HashMap<String, Key>();
    for (Key key : keys) {
      byPath.put(key.path(), key);
    }
    return byPath;
  }
}
