package heartbeat.tell;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs to know of the world.
 *
 * @param host this machine's name, as people should read it
 * @param now the time of planning
 * @param version of heartbeat
 * @param snapshot the state of the machine, in lines for people; null when the job wants none
 */
public record Context(String host, Instant now, String version, @Nullable String snapshot) {
  /** Without a snapshot. */
  public Context(String host, Instant now, String version) {
    this(host, now, version, null);
  }
}
