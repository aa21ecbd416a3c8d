package heartbeat.server.store;

import heartbeat.check.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One received ping.
 *
 * @param n its number among the pings of its check, from 1
 * @param scheme {@code http} or {@code https}
 * @param agent the client's User-Agent, cut to 200 characters
 * @param duration of the run that it ended; null when the start is not known
 * @param bodySize how many bytes of its body are stored
 */
public record PingRow(
    long n,
    Instant at,
    Signal signal,
    String scheme,
    String method,
    String remote,
    String agent,
    @Nullable UUID rid,
    @Nullable Integer exitStatus,
    @Nullable Duration duration,
    int bodySize) {}
