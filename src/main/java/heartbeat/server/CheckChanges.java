package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Creates, changes and deletes checks for people and programs. Checks of the config can be changed
 * only in the config.
 */
public final class CheckChanges {
  private final SwitchService service;

  public CheckChanges(SwitchService service) {
    this.service = service;
  }

  /** Adds a check. */
  public StoredCheck add(Origin origin, Check check) {
    return service
        .store()
        .write(session -> found(session, session.definitions().add(origin, check)));
  }

  /**
   * Adds a check, unless there is one that has the same values in these fields ({@code name},
   * {@code slug}, {@code tags}, {@code timeout}, {@code grace}); returns that one then. Requests
   * for the same new check must not create two, whichever switch gets them.
   */
  public StoredCheck addUnlessThere(Origin origin, Check check, Set<String> fields) {
    String name = fields.contains("name") ? check.name() : null;
    String slug = fields.contains("slug") ? check.slug() : null;
    return service
        .store()
        .write(
            session -> {
              session.lock("unique");
              for (StoredCheck there : session.checks().called(name, slug)) {
                if (isAlike(there.check(), check, fields)) {
                  return there;
                }
              }
              return found(session, session.definitions().add(origin, check));
            });
  }

  private static boolean isAlike(Check one, Check other, Set<String> fields) {
    return (!fields.contains("name") || one.name().equals(other.name()))
        && (!fields.contains("slug") || one.slug().equals(other.slug()))
        && (!fields.contains("tags") || one.tags().equals(other.tags()))
        && (!fields.contains("timeout") || one.schedule().equals(other.schedule()))
        && (!fields.contains("grace") || one.grace().equals(other.grace()));
  }

  /** Changes the settings of a check, and evaluates the check at once. */
  public StoredCheck redefine(long id, UnaryOperator<Check> change) {
    record Changed(StoredCheck stored, SwitchService.Effect effect) {}
    Changed changed =
        service
            .store()
            .write(
                session -> {
                  StoredCheck now = changeable(found(session, id));
                  Check check = change.apply(now.check());
                  refuseCircle(session, now.check(), check);
                  session.definitions().define(id, now.origin(), check);
                  StoredCheck defined = new StoredCheck(id, now.origin(), check, now.state());
                  SwitchService.Effect effect =
                      service.apply(session, defined, new Event.Tick(), service.now());
                  return new Changed(found(session, id), effect);
                });
    service.ring(changed.effect);
    return changed.stored;
  }

  /**
   * Refuses a change after which checks depend on each other in a circle: they would hold back each
   * other's alerts for ever.
   */
  private static void refuseCircle(Session session, Check before, Check after) throws SQLException {
    List<UUID> parents = after.extras().dependsOn();
    if (!parents.equals(before.extras().dependsOn())) {
      session.lock("depends-on");
      String circle = ParentChecks.circle(session, after, parents);
      if (circle != null) {
        throw new Rejected(400, "depends_on goes in a circle: " + circle);
      }
    }
  }

  /** Deletes a check with its history. */
  public void delete(long id) {
    service
        .store()
        .write(
            session -> {
              changeable(found(session, id));
              session.definitions().remove(id);
              return true;
            });
  }

  /** Whether people and programs may change this check: true unless it comes from the config. */
  public static boolean isChangeable(StoredCheck stored) {
    return stored.origin() != Origin.CONFIG && stored.origin() != Origin.LEFT;
  }

  private static StoredCheck changeable(StoredCheck stored) {
    if (!isChangeable(stored)) {
      throw new Rejected(403, "this check is set in the config file");
    }
    return stored;
  }

  private static StoredCheck found(Session session, long id) throws SQLException {
    StoredCheck stored = session.checks().find(id);
    if (stored == null) {
      throw new Rejected(404, "not found");
    }
    return stored;
  }
}
