package heartbeat.server;

import heartbeat.check.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, until the switch can store again, which checks sent pings that it could not store. The
 * memory is bounded.
 */
final class RefusedPings {
  private static final int MOST = 100_000;
  private static final int MOST_FAILED = 20;

  private final Map<PingRequest.Target, Refused> refused = new LinkedHashMap<>();

  /**
   * What the refused pings of one check said.
   *
   * @param heard when the last ping came that was not a failure; null: none came
   * @param failed whether a ping reported a failure
   */
  record Refused(@Nullable Instant heard, boolean failed) {}

  /** Remembers a ping that was refused because it could not be stored. */
  synchronized void add(PingRequest.Target target, Signal signal, Instant now) {
    Refused before = refused.get(target);
    boolean counts = signal == Signal.SUCCESS || signal == Signal.START || signal == Signal.ALIVE;
    boolean failure = signal == Signal.FAILURE;
    if ((counts || failure) && (before != null || refused.size() < MOST)) {
      Instant heard = counts ? now : before == null ? null : before.heard();
      refused.put(target, new Refused(heard, failure || (before != null && before.failed())));
    }
  }

  /** All checks with refused pings. */
  synchronized Map<PingRequest.Target, Refused> all() {
    return refused.isEmpty() ? Map.of() : new HashMap<>(refused);
  }

  /** The checks that reported a failure; only as many as fit into a message. */
  synchronized List<PingRequest.Target> failed() {
    List<PingRequest.Target> failed = new ArrayList<>();
    for (Map.Entry<PingRequest.Target, Refused> one : refused.entrySet()) {
      if (one.getValue().failed() && failed.size() < MOST_FAILED) {
        failed.add(one.getKey());
      }
    }
    return failed;
  }

  /** Forgets these, which have been handled. Pings that came later stay. */
  synchronized void forget(Map<PingRequest.Target, Refused> settled) {
    settled.forEach(refused::remove);
  }
}
