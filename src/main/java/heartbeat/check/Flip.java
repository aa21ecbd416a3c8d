package heartbeat.check;

import java.time.Instant;

/**
 * A change of status.
 *
 * @param at when it became true: a missed run flips at its deadline, whenever that was noticed
 */
public record Flip(Instant at, Status from, Status to, Cause cause) {}
