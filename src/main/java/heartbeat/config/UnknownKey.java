package heartbeat.config;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Says what was probably meant by a key that does not exist. */
final class UnknownKey {
  private UnknownKey() {}

  /**
   * The end of a message, or nothing.
   *
   * @param ofJob whether it stands in a job or {@code defaults}; else at the top
   * @param group the group that it stands in, or empty
   */
  static String hint(boolean ofJob, String group, String name) {
    String where = elsewhere(ofJob, name);
    if (where == null) {
      where = elsewhere(!ofJob, name);
    }
    if (where != null) {
      return "; " + where;
    }
    if (ofJob && isTopMap(name)) {
      return "; '" + name + "' belongs at the top of the file";
    }
    var names = new ArrayList<>(Keys.namesIn(ofJob, group));
    if (!ofJob && group.isEmpty()) {
      names.addAll(FileReader.MAPS);
    }
    return Spelling.hint(name, names);
  }

  private static boolean isTopMap(String name) {
    return name.equals("smtp") || FileReader.MAPS.contains(name);
  }

  private static @Nullable String elsewhere(boolean ofJob, String name) {
    for (Key key : ofJob ? Keys.ofJob() : Keys.ofTop()) {
      boolean isWhole = name.equals(key.path()) || name.equals(key.flag().substring(2));
      if (isWhole && !key.group().isEmpty()) {
        return "write '" + key.leaf() + "' under '" + key.group() + "'";
      }
      if (name.equals(key.leaf())) {
        return "'" + name + "' belongs " + home(key);
      }
    }
    return ofJob && Keys.isGroup(true, name) ? "'" + name + "' belongs " + home(JobKeys.TEE) : null;
  }

  private static String home(Key key) {
    if (!key.group().isEmpty()) {
      return "under '" + key.group() + "'" + (key.isOfJob() ? "" : " at the top of the file");
    }
    return key.isOfJob() ? "under 'defaults' or a job's name" : "at the top of the file";
  }
}
