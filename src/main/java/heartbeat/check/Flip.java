package heartbeat.check;

import java.time.Instant;

/**
 * A change of status.
 *
 * @param at when it happened: for a missed run the deadline, even when the switch noticed it later
 */
public record Flip(Instant at, Status from, Status to, Cause cause) {}
