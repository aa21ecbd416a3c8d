package heartbeat.server.store;

import heartbeat.check.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One received ping.
 *
 * @param n the how-manieth of its check, from 1
 * @param scheme {@code http}, {@code https}
 * @param agent the client's User-Agent, cut to 200 characters
 * @param duration of the run it ended, when its start is known
 * @param bodySize bytes kept of its body
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
