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
 * @param skipped whether heartbeat's own client tells with its log that the run made way
 * @param create whether an unknown slug becomes a check
 */
public record PingRequest(
    Target target,
    Signal signal,
    boolean plain,
    @Nullable Integer exitStatus,
    @Nullable UUID rid,
    boolean skipped,
    boolean create) {
  /** Of a run that did not make way. */
  public PingRequest(
      Target target,
      Signal signal,
      boolean plain,
      @Nullable Integer exitStatus,
      @Nullable UUID rid,
      boolean create) {
    this(target, signal, plain, exitStatus, rid, false, create);
  }

  /** Whom a ping is for. */
  public sealed interface Target {
    /** The check with this UUID. */
    record ByUuid(UUID uuid) implements Target {}

    /** The check with this slug, for who knows the ping key. */
    record BySlug(String key, String slug) implements Target {}
  }
}
