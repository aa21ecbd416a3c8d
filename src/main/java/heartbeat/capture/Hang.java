package heartbeat.capture;

import heartbeat.run.Capture;
import heartbeat.run.Reason;
import java.time.Duration;

/**
 * A run that is still going and should not be, or has not written for too long.
 *
 * @param why {@link Reason#TIME_LIMIT} or {@link Reason#SILENCE}
 * @param limit the limit that was passed
 * @param silent how long nothing has been written
 * @param soFar what has been read. There is no ending yet: it says {@code TimedOut} with the limit,
 *     and {@code ended} is now
 */
public record Hang(Reason why, Duration limit, Duration silent, Capture soFar) {}
