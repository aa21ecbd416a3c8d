package heartbeat.server.store;

import heartbeat.check.Check;
import heartbeat.check.CheckState;

/**
 * A check as the database knows it.
 *
 * @param id its row
 */
public record Stored(long id, Origin origin, Check check, CheckState state) {}
