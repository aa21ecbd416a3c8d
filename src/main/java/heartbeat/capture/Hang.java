package heartbeat.capture;

import heartbeat.run.Capture;
import heartbeat.run.Reason;
import java.time.Duration;

/**
 * A run that still goes on and has passed its time limit, or has been silent for too long.
 *
 * @param why {@link Reason#TIME_LIMIT} or {@link Reason#SILENCE}
 * @param limit the limit that was passed
 * @param silent how long nothing has been written
 * @param soFar what was read until now. As there is no ending yet, it is {@code TimedOut} with the
 *     limit, and {@code ended} is now
 */
public record Hang(Reason why, Duration limit, Duration silent, Capture soFar) {}
