package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.server.store.CheckDefinitions;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Copies the checks of the config file into the database. The checks keep their states. */
final class ConfiguredChecks {
  private final SwitchService service;

  ConfiguredChecks(SwitchService service) {
    this.service = service;
  }

  /**
   * Adds and changes checks until the database matches the config. A check that is no longer in the
   * config stays for one day and is not judged: if it comes back, it has its history. Checks made
   * by pings or the API stay. When the config names a slug that such a check has, the check becomes
   * the config's. A check keeps its state as long as its UUID stays the same, or its slug, or,
   * without a slug, its name.
   */
  void take(List<Check> checks) {
    Instant now = service.now();
    service
        .store()
        .write(
            session -> {
              session.lock("config");
              service.nodes().note(session, now);
              take(session, checks, now);
              return true;
            });
  }

  private void take(Session session, List<Check> checks, Instant now) throws SQLException {
    Map<String, CheckDefinitions.Identity> known = new HashMap<>();
    Set<Long> gone = new HashSet<>();
    for (CheckDefinitions.Identity one : session.definitions().identities()) {
      known.put(one.uuid(), one);
      if (one.origin() == Origin.CONFIG) {
        gone.add(one.id());
      }
    }
    addNames(known, checks);
    List<Taken> taken = new ArrayList<>();
    Map<String, UUID> uuids = new HashMap<>();
    for (Check check : checks) {
      CheckDefinitions.Identity same = known.get(check.uuid().toString());
      if (same == null) {
        same = known.remove(key(check.slug(), check.name()));
      }
      if (same != null) {
        gone.remove(same.id());
      }
      Check identified = identified(same, check);
      taken.add(new Taken(same, identified));
      uuids.put(check.name(), identified.uuid());
    }
    for (Taken one : taken) {
      define(session, one.before, one.check.dependingOn(parents(one.check, uuids)), now);
    }
    // The config of another switch may still have these checks.
    if (service.nodes().agree(session, now)) {
      for (long id : gone) {
        session.definitions().leave(id, now);
      }
    }
  }

  /**
   * Lets the checks of the database be found by slug or name too, the oldest of several; not those
   * whose UUID the config has.
   */
  private static void addNames(Map<String, CheckDefinitions.Identity> known, List<Check> checks) {
    Set<String> given = new HashSet<>();
    checks.forEach(check -> given.add(check.uuid().toString()));
    List<CheckDefinitions.Identity> others = new ArrayList<>(known.values());
    others.sort(Comparator.comparingLong(CheckDefinitions.Identity::id));
    for (CheckDefinitions.Identity one : others) {
      if (!given.contains(one.uuid())) {
        known.putIfAbsent(key(one.slug(), one.name()), one);
      }
    }
  }

  private static String key(String slug, String name) {
    return slug.isEmpty() ? "name " + name : "slug " + slug;
  }

  /** A check of the config, and the check in the database that it replaces. */
  private record Taken(CheckDefinitions.@Nullable Identity before, Check check) {}

  /**
   * The check with a UUID: the config's; else the one that it has in the database; else a random
   * one.
   */
  private static Check identified(CheckDefinitions.@Nullable Identity before, Check check) {
    return !check.uuid().equals(Check.NO_UUID)
        ? check
        : check.with(before == null ? UUID.randomUUID() : UUID.fromString(before.uuid()));
  }

  private List<UUID> parents(Check check, Map<String, UUID> uuids) {
    Map<String, List<String>> dependsOn = service.settings().alerting().routes().dependsOn();
    return dependsOn.getOrDefault(check.name(), List.of()).stream()
        .map(uuids::get)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private void define(
      Session session, CheckDefinitions.@Nullable Identity before, Check after, Instant now)
      throws SQLException {
    if (before == null) {
      session.definitions().add(Origin.CONFIG, after);
    } else if (!before.equals(CheckDefinitions.Identity.of(before.id(), after))) {
      session.definitions().define(before.id(), Origin.CONFIG, after);
      // The new settings may change its deadline. The watchdog computes it: it knows whether the
      // switch was down.
      session.dueChecks().postpone(before.id(), now);
      StoredCheck back = before.leftAt() == null ? null : session.checks().find(before.id());
      if (back != null) {
        // Pings that came while it was not in the config were not judged.
        service.applyIfItMatters(
            session, back, new Event.Outage(Objects.requireNonNull(before.leftAt()), now), now);
      }
    }
  }
}
