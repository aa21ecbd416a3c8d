package heartbeat.tell;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs to know of the world.
 *
 * @param host this machine's name, as people should read it
 * @param now the time of planning
 * @param version of heartbeat
 * @param stateDir the state directory that the user named; null for the usual place
 * @param snapshot the state of the machine, in lines for people; null when the job wants none
 */
public record Context(
    String host, Instant now, String version, @Nullable Path stateDir, @Nullable String snapshot) {
  /** In the usual place, without a snapshot. */
  public Context(String host, Instant now, String version) {
    this(host, now, version, null, null);
  }
}
