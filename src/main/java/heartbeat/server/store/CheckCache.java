package heartbeat.server.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the writing session need not read again. With SQLite: those that it stored last,
 * because this process is the only writer. With PostgreSQL: those that the transaction has locked.
 * It is cleared after a rollback.
 */
final class CheckCache {
  private final int most;
  private final SequencedMap<UUID, StoredCheck> checks = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, UUID> uuids = new HashMap<>();

  /** Remembers {@code most} checks at most; 0: none. */
  CheckCache(int most) {
    this.most = most;
  }

  @Nullable StoredCheck get(UUID uuid) {
    return checks.get(uuid);
  }

  @Nullable StoredCheck get(long id) {
    UUID uuid = uuids.get(id);
    return uuid == null ? null : checks.get(uuid);
  }

  void put(StoredCheck stored) {
    checks.put(stored.check().uuid(), stored);
    uuids.put(stored.id(), stored.check().uuid());
    if (checks.size() > most) {
      uuids.remove(checks.pollFirstEntry().getValue().id());
    }
  }

  void clear() {
    checks.clear();
    uuids.clear();
  }
}
