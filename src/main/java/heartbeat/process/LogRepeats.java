package heartbeat.process;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which trouble is logged: the first of its kind at once, the same again once a minute with
 * a count. A full disk would else fill what is left of it with its own complaints. Bounded: at most
 * {@value #MOST} kinds are remembered.
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
   * @return -1: not now, it is counted; else log it, and this many times it was not logged before
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
