package heartbeat.server.store;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The checks that the one writer stored last, so that it need not read them back for the next ping.
 * Only for a database that nobody else writes to; after a rollback it is cleared.
 */
final class Recent {
  private final int most;
  private final SequencedMap<UUID, Stored> checks = new LinkedHashMap<>(16, 0.75f, true);

  /** Remembers so many checks; 0: none. */
  Recent(int most) {
    this.most = most;
  }

  @Nullable Stored get(UUID uuid) {
    return checks.get(uuid);
  }

  void put(Stored stored) {
    checks.put(stored.check().uuid(), stored);
    if (checks.size() > most) {
      checks.pollFirstEntry();
    }
  }

  void clear() {
    checks.clear();
  }
}
