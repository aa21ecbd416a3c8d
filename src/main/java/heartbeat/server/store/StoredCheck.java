package heartbeat.server.store;

import heartbeat.check.Check;
import heartbeat.check.CheckState;

/**
 * A check as it is stored in the database.
 *
 * @param id the key of its row
 */
public record StoredCheck(long id, Origin origin, Check check, CheckState state) {
  /** The same check; one that has left the config is shown as paused. */
  StoredCheck seen() {
    return origin == Origin.LEFT ? new StoredCheck(id, origin, check, state.paused()) : this;
  }
}
