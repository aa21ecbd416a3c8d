package heartbeat.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code depends-on} of all checks: names that exist, in no circle. */
final class DependsOn {
  private static final String KEY = "depends-on";

  private final Map<String, MapReader> checks = new LinkedHashMap<>();
  private final Map<String, List<String>> named = new HashMap<>();

  /** Takes what one check says. */
  void read(MapReader check) {
    checks.put(check.name(), check);
    List<String> names = new ArrayList<>();
    for (String written : check.list(KEY)) {
      for (String name : written.strip().split("\\s*,\\s*", -1)) {
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    named.put(check.name(), names);
  }

  /** Says what is wrong, when all are read. */
  void check() {
    checks.forEach(
        (name, map) -> {
          for (String other : named.getOrDefault(name, List.of())) {
            if (!checks.containsKey(other)) {
              map.problem(
                  KEY,
                  "there is no check '"
                      + Values.shown(other)
                      + "' under 'checks'"
                      + Spelling.hint(other, checks.keySet()));
            }
          }
          List<String> circle = circle(name, name, new LinkedHashSet<>());
          if (!circle.isEmpty()) {
            map.problem(KEY, "goes in a circle: " + String.join(" -> ", circle));
          }
        });
  }

  /** The way from a check back to itself; empty: there is none. */
  private List<String> circle(String from, String to, Set<String> passed) {
    for (String next : named.getOrDefault(from, List.of())) {
      if (next.equals(to)) {
        return List.of(from, to);
      }
      if (passed.add(next)) {
        List<String> rest = circle(next, to, passed);
        if (!rest.isEmpty()) {
          List<String> way = new ArrayList<>(List.of(from));
          way.addAll(rest);
          return way;
        }
      }
    }
    return List.of();
  }

  /** By the name of a check, those that it names. */
  Map<String, List<String>> all() {
    Map<String, List<String>> all = new HashMap<>(named);
    all.values().removeIf(List::isEmpty);
    return all;
  }
}
