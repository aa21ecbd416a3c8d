package heartbeat.process;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which trouble to log: the first of its kind at once, later ones once a minute with a
 * count. Else complaints about a full disk would fill the rest of it. It remembers {@value #MOST}
 * kinds at most.
 */
final class LogRepeats {
  static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 200;

  private static final class Kind {
    Instant logged;
    int unlogged;

    Kind(Instant logged) {
      this.logged = logged;
    }
  }

  private final Map<String, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Whether to log this now.
   *
   * @return -1 to count it only; else how many times it was not logged before
   */
  synchronized int take(String kind, Instant now) {
    Kind known = kinds.get(kind);
    if (known == null) {
      kinds.put(kind, new Kind(now));
      return 0;
    }
    if (now.isBefore(known.logged.plus(PAUSE)) && !now.isBefore(known.logged)) {
      known.unlogged++;
      return -1;
    }
    int unlogged = known.unlogged;
    known.unlogged = 0;
    known.logged = now;
    return unlogged;
  }
}
