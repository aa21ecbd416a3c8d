package heartbeat.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what was probably meant by a flag that does not exist. */
final class UnknownFlag {
  private final List<String> sameLeaf;
  private final @Nullable String nearest;

  UnknownFlag(String written, Flags.Extra[] extras) {
    String bare = written.substring(written.startsWith("--") ? 2 : 1);
    this.sameLeaf = sameLeaf(bare);
    this.nearest = Spelling.nearest(bare, names(extras));
  }

  /** The end of a message, or nothing. */
  String hint() {
    if (!sameLeaf.isEmpty()) {
      return "; did you mean " + String.join(" or ", sameLeaf) + "?";
    }
    return nearest == null ? "" : "; did you mean '--" + nearest + "'?";
  }

  /** Whether what was meant takes a value; {@code ifUnclear} when nobody knows what was meant. */
  boolean takesValue(boolean ifUnclear) {
    if (!sameLeaf.isEmpty()) {
      return true;
    }
    Key meant = nearest == null ? null : FlagNames.find(nearest);
    if (FlagParser.VERBOSE.equals(nearest)) {
      return false;
    }
    return meant == null ? ifUnclear : meant.type().kind() != ValueType.Kind.BOOLEAN;
  }

  private static List<String> names(Flags.Extra[] extras) {
    var names = new ArrayList<String>();
    names.add(FlagParser.CONFIG);
    names.add(FlagParser.VERBOSE);
    for (Flags.Extra extra : extras) {
      names.add(extra.name());
    }
    FlagNames.all().forEach(names::add);
    return names;
  }

  /** For {@code --timeout}, which several keys could mean. */
  private static List<String> sameLeaf(String name) {
    var flags = new ArrayList<String>();
    for (Key key : Keys.ofJob()) {
      if (key.leaf().equals(name)) {
        flags.add("'" + key.flag() + "'");
      }
    }
    for (Key key : Keys.ofTop()) {
      if (key.leaf().equals(name) && FlagNames.find(key.flag().substring(2)) != null) {
        flags.add("'" + key.flag() + "'");
      }
    }
    return flags;
  }
}
