package heartbeat.run;

import java.time.Instant;

/**
 * What a plan needs to know of the world.
 *
 * @param host this machine's name, as people should read it
 * @param now the time of planning
 * @param version of heartbeat
 */
public record Context(String host, Instant now, String version) {}
