package heartbeat.server.store;

import heartbeat.check.Check;
import heartbeat.check.CheckState;

/**
 * A check as the database knows it.
 *
 * @param id its row
 */
public record Stored(long id, Origin origin, Check check, CheckState state) {
  /** The check as all others see it: one that left the config counts as paused. */
  Stored seen() {
    return origin == Origin.LEFT ? new Stored(id, origin, check, state.paused()) : this;
  }
}
