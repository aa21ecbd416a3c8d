package heartbeat.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings of a run, bounded: of each kind the first {@value #MAX} are kept, and one more says how
 * many there were beyond.
 */
public final class Findings {
  static final int MAX = 100;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  public Findings() {}

  public Findings(Findings other) {
    kept.addAll(other.kept);
    counts.putAll(other.counts);
  }

  public void add(Finding finding) {
    if (counts.merge(finding.kind(), 1L, Long::sum) <= MAX) {
      kept.add(finding);
    }
  }

  public List<Finding> list() {
    List<Finding> all = new ArrayList<>(kept);
    counts.forEach(
        (kind, count) -> {
          if (count > MAX) {
            all.add(new Finding(kind, null, "and " + (count - MAX) + " more"));
          }
        });
    return all;
  }
}
