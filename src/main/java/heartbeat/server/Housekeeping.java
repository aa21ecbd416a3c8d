package heartbeat.server;

import heartbeat.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Once a day removes what nobody will ask for. */
final class Housekeeping {
  private static final Duration KEEP_FLIPS = Duration.ofDays(400);
  private static final Duration KEEP_ALERTS = Duration.ofDays(90);

  private final Store store;
  private @Nullable Instant last;

  Housekeeping(Store store) {
    this.store = store;
  }

  void daily(Instant now) {
    if (last != null && now.isBefore(last.plus(Duration.ofDays(1)))) {
      return;
    }
    last = now;
    store.write(
        session -> {
          session.flips().removeBefore(now.minus(KEEP_FLIPS));
          session.outbox().removeDoneBefore(now.minus(KEEP_ALERTS));
          return true;
        });
  }
}
