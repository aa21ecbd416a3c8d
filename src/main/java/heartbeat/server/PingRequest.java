package heartbeat.server;

import heartbeat.check.Signal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the URL of a ping says, in any of the protocols.
 *
 * @param target the check
 * @param plain whether the URL names only the check: keywords in the body decide only then
 * @param exitStatus null when the URL has none
 * @param skipped whether heartbeat's client reports that it skipped the run, because another one
 *     was running
 * @param unknown what happens when no check has this slug
 */
public record PingRequest(
    Target target,
    Signal signal,
    boolean plain,
    @Nullable Integer exitStatus,
    @Nullable UUID rid,
    boolean skipped,
    Unknown unknown) {
  /** A ping of a run that was not skipped. */
  public PingRequest(
      Target target,
      Signal signal,
      boolean plain,
      @Nullable Integer exitStatus,
      @Nullable UUID rid,
      boolean create) {
    this(target, signal, plain, exitStatus, rid, false, create ? Unknown.CREATED : Unknown.REFUSED);
  }

  /** What happens to a slug that no check has. */
  public enum Unknown {
    /** The ping is refused. */
    REFUSED,
    /** The ping creates a check with this slug. */
    CREATED,
    /** A check would be created, but the slug is not valid. */
    INVALID
  }

  /** The check that a ping names. */
  public sealed interface Target {
    /** The check with this UUID. */
    record ByUuid(UUID uuid) implements Target {}

    /** The check with this slug; the client must know the ping key. */
    record BySlug(String key, String slug) implements Target {}
  }
}
