package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.model.Uuids;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The checks that a check depends on (parents), as people and programs name them. */
public final class ParentChecks {
  private ParentChecks() {}

  /**
   * Finds the checks with these names; each is a UUID, a unique key, a name or a slug. Throws
   * IllegalArgumentException, with a message for the user, when a name matches no check or more
   * than one.
   */
  public static List<UUID> named(Session session, List<String> names) throws SQLException {
    Set<UUID> found = new LinkedHashSet<>();
    for (String name : names) {
      found.add(named(session, name).check().uuid());
    }
    return List.copyOf(found);
  }

  private static StoredCheck named(Session session, String name) throws SQLException {
    UUID uuid = Uuids.any(name);
    StoredCheck one =
        uuid == null ? session.checks().withUniqueKey(name) : session.checks().find(uuid);
    if (one != null) {
      return one;
    }
    List<StoredCheck> same = session.checks().named(name);
    if (same.isEmpty()) {
      same = session.checks().withSlug(name);
    }
    if (same.size() > 1) {
      throw new IllegalArgumentException(
          "several checks are called '" + name + "'; write the UUID of one");
    }
    if (same.isEmpty()) {
      throw new IllegalArgumentException("there is no check '" + name + "'");
    }
    return same.getFirst();
  }

  /** The parents of this check; deleted ones are left out. */
  public static List<StoredCheck> of(Session session, Check check) throws SQLException {
    List<StoredCheck> parents = new ArrayList<>();
    for (UUID uuid : check.extras().dependsOn()) {
      StoredCheck parent = session.checks().find(uuid);
      if (parent != null) {
        parents.add(parent);
      }
    }
    return parents;
  }

  /** A name by which {@link #named} finds this check. */
  public static String name(Session session, StoredCheck stored) throws SQLException {
    String name = stored.check().name();
    boolean plain = !name.isBlank() && name.indexOf(',') < 0;
    return plain && session.checks().named(name).size() == 1
        ? name
        : stored.check().uuid().toString();
  }

  /**
   * If these parents made the check depend on itself: the circle, as {@code a -> b -> a}; else
   * null.
   */
  public static @Nullable String circle(Session session, Check check, List<UUID> parents)
      throws SQLException {
    Set<UUID> passed = new LinkedHashSet<>();
    String rest = way(session, parents, check.uuid(), passed);
    return rest == null ? null : check.name() + rest;
  }

  private static @Nullable String way(Session session, List<UUID> from, UUID to, Set<UUID> passed)
      throws SQLException {
    for (UUID next : from) {
      StoredCheck stored = passed.add(next) ? session.checks().find(next) : null;
      if (stored == null) {
        continue;
      }
      String rest =
          next.equals(to) ? "" : way(session, stored.check().extras().dependsOn(), to, passed);
      if (rest != null) {
        return " -> " + stored.check().name() + rest;
      }
    }
    return null;
  }
}
