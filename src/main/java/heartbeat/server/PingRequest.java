package heartbeat.server;

import heartbeat.check.Signal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ping's URL says, whichever protocol it is in.
 *
 * @param target whom it is for
 * @param plain whether it names nothing but the check: only then words in the body decide
 * @param exitStatus when the URL gives one
 * @param create whether an unknown slug becomes a check
 */
public record PingRequest(
    Target target,
    Signal signal,
    boolean plain,
    @Nullable Integer exitStatus,
    @Nullable UUID rid,
    boolean create) {
  /** Whom a ping is for. */
  public sealed interface Target {
    /** The check with this UUID. */
    record ByUuid(UUID uuid) implements Target {}

    /** The check with this slug, for who knows the ping key. */
    record BySlug(String key, String slug) implements Target {}
  }
}
