package heartbeat.server;

import heartbeat.check.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checks whose pings the switch could not store, until it can again. Memory is bounded. */
final class RefusedPings {
  private static final int MOST = 100_000;
  private static final int MOST_FAILED = 20;

  private final Map<PingRequest.Target, Refused> refused = new LinkedHashMap<>();

  /**
   * What one check sent.
   *
   * @param heard when it last sent something that is no failure; null: nothing such
   * @param failed whether it reported a failure
   */
  record Refused(@Nullable Instant heard, boolean failed) {}

  /** A ping came and was answered that it can't be stored. */
  synchronized void add(PingRequest.Target target, Signal signal, Instant now) {
    Refused before = refused.get(target);
    boolean counts = signal == Signal.SUCCESS || signal == Signal.START || signal == Signal.ALIVE;
    boolean failure = signal == Signal.FAILURE;
    if ((counts || failure) && (before != null || refused.size() < MOST)) {
      Instant heard = counts ? now : before == null ? null : before.heard();
      refused.put(target, new Refused(heard, failure || (before != null && before.failed())));
    }
  }

  /** All that were refused so far. */
  synchronized Map<PingRequest.Target, Refused> all() {
    return refused.isEmpty() ? Map.of() : new HashMap<>(refused);
  }

  /** The checks that reported a failure, as many as a message has room for. */
  synchronized List<PingRequest.Target> failed() {
    List<PingRequest.Target> failed = new ArrayList<>();
    for (Map.Entry<PingRequest.Target, Refused> one : refused.entrySet()) {
      if (one.getValue().failed() && failed.size() < MOST_FAILED) {
        failed.add(one.getKey());
      }
    }
    return failed;
  }

  /** Forgets these: they are dealt with. What came since stays. */
  synchronized void forget(Map<PingRequest.Target, Refused> settled) {
    settled.forEach(refused::remove);
  }
}
