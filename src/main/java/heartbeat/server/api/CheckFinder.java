package heartbeat.server.api;

import heartbeat.model.Uuids;
import heartbeat.server.SwitchService;
import heartbeat.server.http.AccessControl;
import heartbeat.server.http.Exchange;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.StoredCheck;
import java.util.List;
import java.util.UUID;

/** Finds the check that a URL names: by its UUID, its unique key, or its slug. */
final class CheckFinder {
  private final SwitchService service;
  private final AccessControl gate;

  CheckFinder(SwitchService service, AccessControl gate) {
    this.service = service;
    this.gate = gate;
  }

  /**
   * Finds the check with this name. A slug can be guessed, so it needs a login; a UUID or unique
   * key can't be guessed and needs none. Throws Rejected when no check or more than one has the
   * name.
   */
  StoredCheck named(Exchange exchange, String name) {
    UUID uuid = Uuids.dashed(name);
    List<StoredCheck> found =
        service
            .store()
            .read(
                session -> {
                  StoredCheck one =
                      uuid != null
                          ? session.checks().find(uuid)
                          : session.checks().withUniqueKey(name);
                  return one == null ? session.checks().withSlug(name) : List.of(one);
                });
    boolean secret =
        found.size() == 1
            && (uuid != null || Uuids.uniqueKey(found.getFirst().check().uuid()).equals(name));
    if (!secret) {
      gate.person(exchange);
    }
    if (found.size() > 1) {
      throw new Rejected(409, "ambiguous slug");
    }
    if (found.isEmpty() || name.isEmpty()) {
      throw new Rejected(404, "not found");
    }
    return found.getFirst();
  }
}
