package heartbeat.server.store;

import heartbeat.check.CheckState;
import heartbeat.model.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks and their states, as events find and change them. {@link CheckDefinitions} and {@link
 * DueChecks} are of the same table.
 */
public final class CheckTable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private final Session session;
  private final CheckJson spec;
  private final CheckCache cache;

  /** The UUIDs of the checks with each slug that {@link #lock} has locked in this transaction. */
  private final Map<String, List<UUID>> slugs = new HashMap<>();

  CheckTable(Session session, CheckJson spec, CheckCache cache) {
    this.session = session;
    this.spec = spec;
    this.cache = cache;
  }

  /** Clears what this session remembers of checks. */
  void forget() {
    cache.clear();
    slugs.clear();
  }

  /** Clears what this session remembers of slugs: another check may have one of them now. */
  void forgetSlugs() {
    slugs.clear();
  }

  /**
   * Locks these checks until the end of the transaction, and remembers them, so that they need not
   * be read again. Does nothing for SQLite: this process is its only writer.
   */
  public void lock(Rows rows) throws SQLException {
    if (!session.isShared() || rows.equals(Rows.UNKNOWN)) {
      return;
    }
    Object[] uuids = rows.uuids().stream().map(UUID::toString).toArray(String[]::new);
    boolean byUuid = rows.ids().isEmpty() && rows.slugs().isEmpty();
    boolean byId = rows.uuids().isEmpty() && rows.slugs().isEmpty();
    Object ids = rows.ids().toArray(Long[]::new);
    rows.slugs().forEach(slug -> slugs.put(slug, new ArrayList<>(1)));
    try (ResultSet row =
        byUuid
            ? session.query(
                CheckRow.SELECT + "WHERE uuid = ANY(?) ORDER BY id FOR UPDATE", (Object) uuids)
            : byId
                ? session.query(CheckRow.SELECT + "WHERE id = ANY(?) ORDER BY id FOR UPDATE", ids)
                : session.query(
                    CheckRow.SELECT
                        + "WHERE uuid = ANY(?) OR id = ANY(?) OR slug = ANY(?)"
                        + " ORDER BY id FOR UPDATE",
                    uuids,
                    ids,
                    rows.slugs().toArray(String[]::new))) {
      while (row.next()) {
        locked(row);
      }
    }
  }

  /**
   * Remembers a locked check. A damaged one is left out: the work that needs it reads it again and
   * fails.
   */
  void locked(ResultSet row) throws SQLException {
    String slug = row.getString(4);
    try {
      StoredCheck stored = stored(row);
      cache.put(stored);
      List<UUID> same = slugs.get(slug);
      if (same != null) {
        same.add(stored.check().uuid());
      }
    } catch (RuntimeException damaged) {
      slugs.remove(slug);
    }
  }

  private String locking() {
    return session.isShared() ? " FOR UPDATE" : "";
  }

  private @Nullable StoredCheck found(ResultSet row) throws SQLException {
    if (!row.next()) {
      return null;
    }
    StoredCheck stored = stored(row);
    if (session.isShared()) {
      cache.put(stored);
    }
    return stored;
  }

  @Nullable
  public StoredCheck find(UUID uuid) throws SQLException {
    StoredCheck known = cache.get(uuid);
    if (known != null) {
      return known;
    }
    try (ResultSet row =
        session.query(CheckRow.SELECT + "WHERE uuid = ?" + locking(), uuid.toString())) {
      return found(row);
    }
  }

  @Nullable
  public StoredCheck find(long id) throws SQLException {
    StoredCheck known = session.isShared() ? cache.get(id) : null;
    if (known != null) {
      return known;
    }
    try (ResultSet row = session.query(CheckRow.SELECT + "WHERE id = ?" + locking(), id)) {
      return found(row);
    }
  }

  /** Makes sure that no other switch creates a check with this slug before the transaction ends. */
  public void reserve(String slug) throws SQLException {
    if (session.isShared()) {
      session.lock("slug " + slug);
      slugs.remove(slug);
    }
  }

  /** The check whose {@link Uuids#uniqueKey} this is. */
  @Nullable
  public StoredCheck withUniqueKey(String key) throws SQLException {
    try (ResultSet row = session.query(CheckRow.SELECT + "WHERE unique_key = ?", key)) {
      return row.next() ? stored(row) : null;
    }
  }

  /** All checks with this slug; a slug need not be unique. */
  public List<StoredCheck> withSlug(String slug) throws SQLException {
    List<StoredCheck> found = new ArrayList<>(1);
    List<UUID> known = slugs.get(slug);
    if (known != null) {
      for (UUID uuid : known) {
        found.add(Objects.requireNonNull(find(uuid)));
      }
      return found;
    }
    try (ResultSet row =
        session.query(CheckRow.SELECT + "WHERE slug = ? ORDER BY id" + locking(), slug)) {
      while (row.next()) {
        found.add(stored(row));
      }
    }
    return found;
  }

  /**
   * The checks with exactly this name; two at most, because the caller needs to know only whether
   * the name is unique.
   */
  public List<StoredCheck> named(String name) throws SQLException {
    List<StoredCheck> found = new ArrayList<>(1);
    try (ResultSet row =
        session.query(CheckRow.SELECT + "WHERE name = ? ORDER BY id LIMIT 2", name)) {
      while (row.next()) {
        found.add(stored(row));
      }
    }
    return found;
  }

  /** The readable checks with this name and this slug; null means any. The oldest first. */
  public List<StoredCheck> called(@Nullable String name, @Nullable String slug)
      throws SQLException {
    List<StoredCheck> found = new ArrayList<>();
    try (ResultSet row =
        session.query(
            CheckRow.SELECT
                + "WHERE name = coalesce(?, name) AND slug = coalesce(?, slug) ORDER BY id",
            name,
            slug)) {
      while (row.next()) {
        readable(row, found::add);
      }
    }
    return found;
  }

  /**
   * Passes up to {@code most} checks with an id greater than {@code after} to {@code taker}, in the
   * order of their ids; logs and skips damaged ones. Returns the last id; {@code after} when there
   * are no more checks.
   */
  long each(long after, int most, Consumer<StoredCheck> taker) throws SQLException {
    long last = after;
    try (ResultSet row =
        session.query(CheckRow.SELECT + "WHERE id > ? ORDER BY id LIMIT ?", after, most)) {
      while (row.next()) {
        last = row.getLong(1);
        readable(row, taker);
      }
    }
    return last;
  }

  private void readable(ResultSet row, Consumer<StoredCheck> taker) throws SQLException {
    StoredCheck stored;
    try {
      stored = stored(row);
    } catch (RuntimeException e) {
      LOG.warn("check {} is damaged", row.getLong(1), e);
      return;
    }
    taker.accept(stored);
  }

  /**
   * Stores a state. When the stored wake time is still to come and earlier than {@code wake}, it
   * stays: the extra look finds nothing and corrects it, and most pings need not change the index.
   *
   * @param wake when the watchdog must judge the check; null: never
   */
  public void save(StoredCheck before, CheckState state, @Nullable Instant wake, Instant now)
      throws SQLException {
    CheckRow.save(session, before, state, wake, now);
    cache.put(new StoredCheck(before.id(), before.origin(), before.check(), state));
  }

  private StoredCheck stored(ResultSet row) throws SQLException {
    return CheckRow.stored(row, spec);
  }
}
