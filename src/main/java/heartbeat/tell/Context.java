package heartbeat.tell;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs to know of the world.
 *
 * @param host this machine's name, as people should read it
 * @param now the time of planning
 * @param version of heartbeat
 * @param snapshot how the machine is, in lines for people; null: nobody asked
 */
public record Context(String host, Instant now, String version, @Nullable String snapshot) {
  /** Without a snapshot. */
  public Context(String host, Instant now, String version) {
    this(host, now, version, null);
  }
}
