package heartbeat.server.store;

import heartbeat.check.Check;
import heartbeat.check.CheckState;

/**
 * A check as it is stored in the database.
 *
 * @param id the key of its row
 */
public record Stored(long id, Origin origin, Check check, CheckState state) {
  /** The same check; one that has left the config is shown as paused. */
  Stored seen() {
    return origin == Origin.LEFT ? new Stored(id, origin, check, state.paused()) : this;
  }
}
