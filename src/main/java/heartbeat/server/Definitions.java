package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Event;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes the checks of the config file over into the database, keeping their states. */
final class Definitions {
  private final Switch heart;

  Definitions(Switch heart) {
    this.heart = heart;
  }

  /**
   * Adds, changes and removes checks so that those of the config are as it says. Checks made by
   * pings or the API stay; a slug that the config now names is taken over.
   */
  void take(List<Check> checks) {
    Instant now = heart.now();
    heart
        .store()
        .write(
            session -> {
              Set<UUID> known = new HashSet<>();
              for (Check check : checks) {
                Check identified = identified(session, check);
                known.add(identified.uuid());
                define(session, identified, now);
              }
              for (Map.Entry<UUID, Long> stored : session.checks().configured().entrySet()) {
                if (!known.contains(stored.getKey())) {
                  session.checks().remove(stored.getValue());
                }
              }
              return true;
            });
  }

  /**
   * A check that the config gives no UUID keeps the one that its slug has, or gets a random one.
   */
  private static Check identified(Session session, Check check) throws SQLException {
    if (!check.uuid().equals(Check.NO_UUID)) {
      return check;
    }
    List<Stored> same = session.checks().withSlug(check.slug());
    return check.with(same.isEmpty() ? UUID.randomUUID() : same.getFirst().check().uuid());
  }

  private void define(Session session, Check check, Instant now) throws SQLException {
    Stored stored = session.checks().find(check.uuid());
    if (stored == null) {
      session.checks().add(Origin.CONFIG, check);
    } else if (!stored.check().equals(check) || stored.origin() != Origin.CONFIG) {
      session.checks().define(stored.id(), Origin.CONFIG, check);
      // Its deadline may be another one now.
      heart.apply(
          session,
          new Stored(stored.id(), Origin.CONFIG, check, stored.state()),
          new Event.Tick(),
          now);
    }
  }
}
