package heartbeat.server;

import heartbeat.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deletes old flips and alerts, and checks that left the config more than a day ago. */
final class Housekeeping {
  private static final Duration KEEP_FLIPS = Duration.ofDays(400);
  private static final Duration KEEP_ALERTS = Duration.ofDays(90);

  private static final Duration KEEP_LEFT = Duration.ofDays(1);
  private static final Duration EVERY = Duration.ofHours(1);

  private final Store store;
  private @Nullable Instant last;

  Housekeeping(Store store) {
    this.store = store;
  }

  void hourly(Instant now) {
    if (last != null && now.isBefore(last.plus(EVERY)) && !now.isBefore(last)) {
      return;
    }
    last = now;
    store.write(
        session -> {
          session.flips().removeBefore(now.minus(KEEP_FLIPS));
          for (long id : session.definitions().leftBefore(now.minus(KEEP_LEFT))) {
            session.definitions().remove(id);
          }
          session.outbox().removeDoneBefore(now.minus(KEEP_ALERTS));
          return true;
        });
  }
}
