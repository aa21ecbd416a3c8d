package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.CheckState;

/**
 * A check as the database knows it.
 *
 * @param id its row
 */
record Stored(long id, Origin origin, Check check, CheckState state) {}
